"""Citizens who ask on the network of Feurs, and answers that leave."""

from contextlib import suppress

from beffroi.inbox.duties import open_cases, poll_mentions
from beffroi.inbox.models import Case
from beffroi.publishing.duties import send_due
from tests.cast import NOW, Feurs, minutes


def ask(feurs: Feurs, minute: float, text: str = "bonjour ?", *, who: str = "eve", reply_to: str = "") -> Case:
    """The case in which this question stands, after the network was read."""
    with suppress(ValueError):  # they are there already
        feurs.sandbox.join(who, who.capitalize())
    said = feurs.sandbox.say(who, f"@feurs {text}", reply_to=reply_to, at=NOW + minutes(minute))
    poll_mentions(NOW + minutes(minute))
    open_cases(NOW + minutes(minute))
    return Case.objects.of(feurs.organisation).with_answer().with_snooze().get(latest__native_id=said)


def answer(feurs: Feurs, case: Case, minute: float, text: str = "Bonjour.") -> None:
    draft = case.reply(text, by=feurs.driss, now=NOW + minutes(minute))
    draft.submit(by=feurs.driss, now=NOW + minutes(minute))
    draft.approve(by=feurs.chloe, version=1, now=NOW + minutes(minute))
    send_due(NOW + minutes(minute))


def again(case: Case) -> Case:
    """The case as it stands now."""
    return Case.objects.with_answer().with_snooze().select_related("organisation", "account", "latest").get(pk=case.pk)
