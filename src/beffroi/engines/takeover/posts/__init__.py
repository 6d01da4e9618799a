"""Do these posts read like those of the account that shows them? Evidence, with a promised rate of false alarms."""

from beffroi.engines.takeover.posts.model import Model, NotAModel
from beffroi.engines.takeover.posts.traits import Written, traits_of
from beffroi.engines.takeover.posts.watch import POSTS_A_YEAR, PROMISE, Judged, Watch
from beffroi.engines.takeover.posts.words import unlike

__all__ = ["POSTS_A_YEAR", "PROMISE", "Judged", "Model", "NotAModel", "Watch", "Written", "traits_of", "unlike"]
