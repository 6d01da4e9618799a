"""A profile against the registered identity, as findings."""

from dataclasses import replace

from beffroi.engines.takeover.detectors import Finding
from beffroi.engines.takeover.identity import THRESHOLD, Break, Identity, compare
from beffroi.engines.takeover.paragraphs import handle_taken
from beffroi.engines.takeover.words import explain
from beffroi.vocabulary import Profile


def breaks(identity: Identity, profile: Profile) -> tuple[Finding, ...]:
    """What no longer agrees, the gravest first: `id` or `handle-lost`, `name`, `handle`.

    Another account under the present handle stands in for ours. Under a former handle it does not: it took what was
    given up, and neither its name nor its handle says anything about our account.
    """
    if lost := former_handle(identity, profile):
        return (lost,)
    return tuple(_finding(found, profile) for found in compare(identity, profile))


def former_handle(identity: Identity, profile: Profile) -> Finding | None:
    """Whether the profile that a former handle of ours leads to is another account's. To be watched for good."""
    former = {_bare(handle): handle for handle in identity.handles[1:]}
    given_up = former.get(_bare(profile.handle))
    if given_up is None or not identity.native_id or profile.native_id == identity.native_id:
        return None
    return handle_taken(identity.handles[0], given_up, profile)


def _finding(found: Break, profile: Profile) -> Finding:
    return Finding(
        detector=found.kind,
        about=found.shown,
        score=found.score,
        threshold=THRESHOLD,
        severe=found.severe,
        sentence=explain(found, handle=profile.handle),
    )


def with_former(identity: Identity, handle: str) -> Identity:
    """The identity after a rename: `handle` is the present one, the ones before are former."""
    kept = tuple(each for each in identity.handles if _bare(each) != _bare(handle))
    return replace(identity, handles=(handle, *kept))


def _bare(handle: str) -> str:
    return handle.removeprefix("@").casefold()
