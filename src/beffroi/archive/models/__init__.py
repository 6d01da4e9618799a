"""Facts seen on networks, and what an erasure leaves of them."""

from beffroi.archive.models.brought import BroughtMedia as BroughtMedia
from beffroi.archive.models.brought import BroughtPost as BroughtPost
from beffroi.archive.models.brought import BroughtYear as BroughtYear
from beffroi.archive.models.erased import ErasedPost as ErasedPost
from beffroi.archive.models.erased import StandIn as StandIn
from beffroi.archive.models.erased import digest_of as digest_of
from beffroi.archive.models.post import Mention as Mention
from beffroi.archive.models.post import OwnPost as OwnPost
from beffroi.archive.models.post import Post as Post
from beffroi.archive.models.post import pointing as pointing
from beffroi.archive.models.post import spoken_to_us as spoken_to_us
from beffroi.archive.models.post import storable as storable
from beffroi.archive.models.profile import Counters as Counters
from beffroi.archive.models.profile import ProfileSnapshot as ProfileSnapshot
