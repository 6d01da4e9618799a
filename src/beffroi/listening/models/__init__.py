"""Saved searches, the streams we read with their cursors, matches and alerts."""

from beffroi.listening.models.alert import Alert as Alert
from beffroi.listening.models.match import Match as Match
from beffroi.listening.models.parcel import Parcel as Parcel
from beffroi.listening.models.relay import Relay as Relay
from beffroi.listening.models.search import SavedSearch as SavedSearch
from beffroi.listening.models.search import validate_search as validate_search
from beffroi.listening.models.stream import Stream as Stream
