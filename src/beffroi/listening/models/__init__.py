"""Saved searches, the streams we read with their cursors, matches and alerts."""

from beffroi.listening.models.alert import Alert as Alert
from beffroi.listening.models.gap import StreamGap as StreamGap
from beffroi.listening.models.look_back import LookBack as LookBack
from beffroi.listening.models.match import Match as Match
from beffroi.listening.models.search import SavedSearch as SavedSearch
from beffroi.listening.models.search import validate_search as validate_search
from beffroi.listening.models.stream import Stream as Stream
