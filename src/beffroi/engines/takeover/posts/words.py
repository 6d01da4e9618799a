"""What carries an alarm over posts, in one paragraph that anybody understands, made from the same numbers."""

from collections.abc import Sequence

from beffroi.engines.takeover.detectors import Finding
from beffroi.engines.takeover.posts.watch import POSTS_A_YEAR, Judged
from beffroi.vocabulary import Sentence

UNLIKE = (
    "The {count} posts of {handle} that raise this alarm do not read like it: of their {words} words it had never used "
    "{new}, and {strange} are used by none of its peers. The evidence is {evidence}; an alarm rings at {threshold}. An "
    "account in good hands raises this alarm about once in {years} years or less often. If one of you wrote these "
    "posts, answer “It was us”. If nobody did, change the password now and withdraw the access of all other "
    "applications."
)
SIGNS = {
    "everyday French": "The words are everyday French and not those of public office.",
    "another language": "They are in a language that the account hardly uses.",
    "a link new to all peers": "They lead to a site to which neither the account nor its peers ever linked.",
    "another client": "They were sent from a program that the account does not use.",
    "whom it passes on": "They pass on people whom the account never passed on.",
    "passed on by no peer": "They pass on people whom no peer ever names.",
    "people nobody names": "They speak to people whom neither the account nor its peers ever named.",
    "pictures": "Little pictures stand or are missing in them, unlike before.",
    "capitals": "Capital letters are used unlike before.",
}
TEMPLATES = (UNLIKE, *SIGNS.values())
DETECTOR = "posts"


def unlike(judged: Sequence[Judged], *, threshold: float, handle: str) -> Finding:
    """The alarm that these posts raise together. `threshold` in posts, as the watch has it."""
    last = judged[-1]
    values: dict[str, str | int] = {
        "handle": handle,
        "count": len(judged),
        "words": sum(each.words for each in judged),
        "new": sum(each.new_words for each in judged),
        "strange": sum(each.words_no_peer_uses for each in judged),
        "evidence": round(last.evidence),
        "threshold": round(threshold),
        "years": round(threshold / POSTS_A_YEAR),
    }
    names = dict.fromkeys(name for each in judged for name in each.strange)
    signs = tuple(Sentence(SIGNS[name]) for name in names if name in SIGNS)
    about = last.at.isoformat()
    return Finding(
        DETECTOR, about, last.evidence, threshold, severe=True, sentence=Sentence(UNLIKE, values), signs=signs
    )
