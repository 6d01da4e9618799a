"""Saved searches, the streams we read with their cursors, matches and alerts."""

from beffroi.listening.models.alert import Alert as Alert
from beffroi.listening.models.feed import Feed as Feed
from beffroi.listening.models.gap import StreamGap as StreamGap
from beffroi.listening.models.look_back import LookBack as LookBack
from beffroi.listening.models.match import Match as Match
from beffroi.listening.models.mute import Mute as Mute
from beffroi.listening.models.optout import OptOut as OptOut
from beffroi.listening.models.optout import is_opted_out as is_opted_out
from beffroi.listening.models.parcel import Parcel as Parcel
from beffroi.listening.models.policy import Policy as Policy
from beffroi.listening.models.relay import Relay as Relay
from beffroi.listening.models.retention import Retention as Retention
from beffroi.listening.models.sample import SampledPost as SampledPost
from beffroi.listening.models.sample import Sampling as Sampling
from beffroi.listening.models.search import SavedSearch as SavedSearch
from beffroi.listening.models.search import validate_search as validate_search
from beffroi.listening.models.story import Story as Story
from beffroi.listening.models.stream import Stream as Stream
from beffroi.listening.models.subscription import Subscription as Subscription
