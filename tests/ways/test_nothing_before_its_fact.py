"""Way 5: an announcement waits for its fact, and leaves by no path before it."""

from datetime import datetime, timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.exceptions import PermissionDenied

from beffroi.facts.duties import expire_facts
from beffroi.facts.models import Attestation, Fact, NeedsReason, Settlement, Source
from beffroi.journal.models import Event
from beffroi.journal.moves import NotAllowed
from beffroi.publishing.duties import end_waiting, follow_facts, send_due
from beffroi.publishing.models import ApprovalRule, Blocked, Draft, Publication, Stop, amending
from beffroi.site.commands.imports.planning import run
from tests.cast import NOW, Feurs, minutes

pytestmark = pytest.mark.django_db

ADOPTED = "L’article 1er est adopté par le Sénat."
REJECTED = "L’article 1er est rejeté par le Sénat."
SECOND = timedelta(seconds=1)


@pytest.fixture
def fact(feurs: Feurs) -> Fact:
    return Fact.state_it(
        feurs.organisation,
        statement="Le Sénat a adopté l’article 1er.",
        subject="Article 1er",
        kind="adoption",
        by=feurs.bruno,
        now=NOW,
        expires_at=NOW + minutes(120),
    )


def write(feurs: Feurs, text: str, fact: Fact | None, key: str = "yes", **more: object) -> Draft:
    awaits = fact.outcome_called(key) if fact else None
    return Draft.begin(
        organisation=feurs.organisation,
        by=feurs.bruno,
        accounts=[feurs.account],
        text=text,
        awaits=awaits,
        now=NOW,
        **more,  # type: ignore[arg-type]  # the words of begin()
    )


def approved(feurs: Feurs, text: str, fact: Fact, key: str = "yes", **more: object) -> Publication:
    draft = write(feurs, text, fact, key, **more)
    draft.submit(by=feurs.bruno, now=NOW)
    draft.approve(by=feurs.chloe, version=draft.latest.number, now=NOW)
    return draft.publications.get()


def say(fact: Fact, key: str, feurs: Feurs, now: datetime, reason: str = "") -> Attestation:
    outcome = fact.outcome_called(key)
    assert outcome is not None
    return Attestation.give(fact, outcome, by=feurs.chloe, now=now, reason=reason)


def work(now: datetime) -> None:
    follow_facts(now)
    end_waiting(now)
    send_due(now)


def texts(feurs: Feurs) -> list[str]:
    return [post["text"] for post in feurs.sandbox.read().posts.values()]


def test_what_announces_a_fact_is_not_submitted_without_one(feurs: Feurs) -> None:
    with pytest.raises(Blocked) as blocked:
        write(feurs, ADOPTED, None).submit(by=feurs.bruno, now=NOW)
    assert [finding.check for finding in blocked.value.findings] == ["announcement"]


def test_a_named_person_may_say_why_it_leaves_without_a_fact(feurs: Feurs) -> None:
    draft = write(feurs, ADOPTED, None)
    (finding,) = [each for each in draft.findings() if each.check == "announcement"]
    draft.waive(finding, by=feurs.chloe, reason="Le compte rendu est publié.", now=NOW)
    draft.submit(by=feurs.bruno, now=NOW)
    assert draft.state == "submitted"


def test_the_writer_may_not_lift_it_alone(feurs: Feurs) -> None:
    draft = write(feurs, ADOPTED, None)
    (finding,) = [each for each in draft.findings() if each.check == "announcement"]
    with pytest.raises(PermissionDenied):
        draft.waive(finding, by=feurs.bruno, reason="J’en suis sûr.", now=NOW)


def test_the_approved_announcement_waits_and_leaves_with_the_word(feurs: Feurs, fact: Fact) -> None:
    publication = approved(feurs, ADOPTED, fact)
    work(NOW + minutes(60))
    assert texts(feurs) == []
    say(fact, "yes", feurs, NOW + minutes(61))
    work(NOW + minutes(61) + 9 * SECOND)
    assert texts(feurs) == []
    work(NOW + minutes(61) + 10 * SECOND)
    publication.refresh_from_db()
    assert (publication.state, texts(feurs)) == ("sent", [ADOPTED])


def test_a_word_without_hold_lets_it_leave_at_once(feurs: Feurs) -> None:
    fact = Fact.state_it(feurs.organisation, statement="L’article 1er est adopté.", now=NOW, hold=0)
    approved(feurs, ADOPTED, fact)
    say(fact, "yes", feurs, NOW + minutes(1))
    work(NOW + minutes(1))
    assert texts(feurs) == [ADOPTED]


def test_the_text_of_the_other_outcome_is_discarded_with_a_trace(feurs: Feurs, fact: Fact) -> None:
    won, lost = approved(feurs, ADOPTED, fact), approved(feurs, REJECTED, fact, "no")
    say(fact, "no", feurs, NOW + minutes(1))
    work(NOW + minutes(2))
    won.refresh_from_db()
    won.draft.refresh_from_db()
    assert texts(feurs) == [REJECTED]
    assert (won.state, won.draft.state) == ("withdrawn", "discarded")
    assert Event.objects.filter(verb="DRAFT_OVERTAKEN", subject_id=won.draft_id).exists()
    lost.refresh_from_db()
    assert lost.state == "sent"


def test_a_draft_that_nobody_agreed_to_does_not_leave_with_the_fact(feurs: Feurs, fact: Fact) -> None:
    draft = write(feurs, ADOPTED, fact)
    draft.submit(by=feurs.bruno, now=NOW)
    say(fact, "yes", feurs, NOW + minutes(1))
    work(NOW + minutes(2))
    assert texts(feurs) == []
    draft.refresh_from_db()
    draft.approve(by=feurs.chloe, version=1, now=NOW + minutes(3))
    work(NOW + minutes(3))
    assert texts(feurs) == [ADOPTED]


def test_what_is_agreed_after_another_outcome_does_not_leave(feurs: Feurs, fact: Fact) -> None:
    say(fact, "no", feurs, NOW)
    work(NOW + minutes(1))
    with pytest.raises(Blocked):
        write(feurs, ADOPTED, fact).submit(by=feurs.bruno, now=NOW + minutes(2))


def test_the_word_is_taken_back_and_nothing_has_left(feurs: Feurs, fact: Fact) -> None:
    publication = approved(feurs, ADOPTED, fact)
    word = say(fact, "yes", feurs, NOW + minutes(1))
    word.take_back(now=NOW + minutes(1) + 9 * SECOND)
    work(NOW + minutes(5))
    publication.refresh_from_db()
    fact.refresh_from_db()
    assert (publication.state, fact.state, texts(feurs)) == ("queued", "waiting", [])


def test_the_word_cannot_be_taken_back_once_it_stands(feurs: Feurs, fact: Fact) -> None:
    word = say(fact, "yes", feurs, NOW)
    with pytest.raises(NotAllowed):
        word.take_back(now=NOW + 10 * SECOND)


def test_taken_back_without_hold_it_sleeps_again_unless_it_has_left(feurs: Feurs) -> None:
    fact = Fact.state_it(feurs.organisation, statement="L’article 1er est adopté.", now=NOW, hold=0)
    publication = approved(feurs, ADOPTED, fact)
    word = say(fact, "yes", feurs, NOW)
    follow_facts(NOW)  # it is due now, and nobody has sent it yet
    word.take_back(now=NOW + 5 * SECOND)
    send_due(NOW + 6 * SECOND)
    publication.refresh_from_db()
    assert (publication.state, publication.due_at, texts(feurs)) == ("queued", None, [])
    say(fact, "yes", feurs, NOW + minutes(30))
    work(NOW + minutes(30))
    assert texts(feurs) == [ADOPTED]


def test_two_people_have_to_say_the_same(feurs: Feurs) -> None:
    fact = Fact.state_it(feurs.organisation, statement="L’article 1er est adopté.", now=NOW, two_people=True)
    approved(feurs, ADOPTED, fact)
    outcome = fact.outcome_called("yes")
    assert outcome is not None
    Attestation.give(fact, outcome, by=feurs.chloe, now=NOW)
    Attestation.give(fact, outcome, by=feurs.chloe, now=NOW)  # the same person twice is one
    work(NOW + minutes(1))
    assert texts(feurs) == []
    Attestation.give(fact, outcome, by=feurs.ana, now=NOW + minutes(2))
    work(NOW + minutes(3))
    assert texts(feurs) == [ADOPTED]


def test_two_people_who_disagree_settle_nothing(feurs: Feurs) -> None:
    fact = Fact.state_it(feurs.organisation, statement="L’article 1er est adopté.", now=NOW, two_people=True)
    for who, key in ((feurs.chloe, "yes"), (feurs.ana, "no")):
        outcome = fact.outcome_called(key)
        assert outcome is not None
        Attestation.give(fact, outcome, by=who, now=NOW)
    assert fact.settlement is None


def test_a_word_against_a_source_needs_its_reason(feurs: Feurs, fact: Fact) -> None:
    address = "https://www.senat.fr/enseance/2013-2014/1/liste_discussion.json"
    source = Source.add(fact, kind="senat_list", parameters={}, address=address, by=feurs.bruno, now=NOW)
    Source.objects.filter(pk=source.pk).update(state="CONTRADICTED")
    with pytest.raises(NeedsReason):
        say(fact, "yes", feurs, NOW)
    say(fact, "yes", feurs, NOW, reason="Article réservé, voté en premier.")
    assert fact.settlement is not None


# --- nothing leaves before its fact, by whatever path: one test each


def test_not_by_a_retry_after_the_network_refused_for_now(feurs: Feurs) -> None:
    fact = Fact.state_it(feurs.organisation, statement="L’article 1er est adopté.", now=NOW, hold=0)
    publication = approved(feurs, ADOPTED, fact)
    word = say(fact, "yes", feurs, NOW)
    follow_facts(NOW)
    feurs.sandbox.rate_limit(30)
    send_due(NOW)
    feurs.sandbox.recover()
    word.take_back(now=NOW + 3 * SECOND)
    send_due(NOW + minutes(2))  # the retry comes due while the fact is waited for again
    publication.refresh_from_db()
    assert (publication.state, texts(feurs)) == ("queued", [])


def test_not_by_catching_up_after_an_outage(feurs: Feurs, fact: Fact) -> None:
    approved(feurs, ADOPTED, fact, leave_at=NOW + minutes(10))
    work(NOW + minutes(90))
    assert texts(feurs) == []


def test_not_by_sending_a_missed_one_after_all(feurs: Feurs, fact: Fact) -> None:
    publication = approved(feurs, ADOPTED, fact)
    expire_facts(NOW + minutes(121))
    work(NOW + minutes(121))
    publication.refresh_from_db()
    assert publication.state == "missed"
    publication.send_after_all(by=feurs.chloe, now=NOW + minutes(130))
    work(NOW + minutes(130))
    work(NOW + minutes(131))
    assert texts(feurs) == []


def test_not_by_moving_it_on_the_calendar(feurs: Feurs, fact: Fact) -> None:
    publication = approved(feurs, ADOPTED, fact)
    publication.draft.reschedule(NOW + minutes(5), by=feurs.chloe, now=NOW)
    work(NOW + minutes(6))
    assert texts(feurs) == []


def test_not_by_lifting_a_stop(feurs: Feurs, fact: Fact) -> None:
    """The page, the command and the interface all lift it by this verb."""
    approved(feurs, ADOPTED, fact)
    Stop.begin(feurs.organisation, reason="Essai", by=feurs.ana, now=NOW)
    work(NOW + minutes(1))
    Stop.resume(feurs.organisation, by=feurs.ana, now=NOW + minutes(2))
    work(NOW + minutes(3))
    assert texts(feurs) == []


def test_not_by_a_delegation_or_a_rule_without_approval(feurs: Feurs, fact: Fact) -> None:
    ApprovalRule.objects.create(organisation=feurs.organisation, mode="none")
    write(feurs, ADOPTED, fact).submit(by=feurs.bruno, now=NOW)
    work(NOW + minutes(1))
    assert texts(feurs) == []
    with pytest.raises(Blocked):
        write(feurs, "L’article 2 est adopté.", None).submit(by=feurs.bruno, now=NOW)


def test_not_by_an_imported_planning(feurs: Feurs, tmp_path: Path) -> None:
    """The page and `beffroi import-calendar` make drafts, which announce nothing without their fact."""
    file = tmp_path / "planning.csv"
    file.write_text(f"date;heure;texte;comptes\n20/11/2099;16:00;{ADOPTED};feurs\n", encoding="utf-8")
    assert run(file, organisation=feurs.organisation.name, by=feurs.bruno.email, out=StringIO()) == 0
    with pytest.raises(Blocked):
        Draft.objects.get().submit(by=feurs.bruno, now=NOW)


def test_not_by_an_edit_of_a_post_that_stands(feurs: Feurs, fact: Fact) -> None:
    draft = write(feurs, "La séance reprend.", None)
    draft.submit(by=feurs.bruno, now=NOW)
    draft.approve(by=feurs.chloe, version=1, now=NOW)
    work(NOW)
    change = amending.change_text(draft, by=feurs.bruno, now=NOW + minutes(1))
    change.revise(text=ADOPTED, by=feurs.bruno, accounts=[feurs.account], seen=1, now=NOW + minutes(1))
    with pytest.raises(Blocked):
        change.submit(by=feurs.bruno, now=NOW + minutes(1))
    change.bind(fact.outcome_called("yes"), by=feurs.bruno, now=NOW + minutes(1))
    change.submit(by=feurs.bruno, now=NOW + minutes(1))
    change.approve(by=feurs.chloe, version=2, now=NOW + minutes(1))
    work(NOW + minutes(2))
    assert texts(feurs) == ["La séance reprend."]


def test_not_by_untying_it_once_it_is_approved(feurs: Feurs, fact: Fact) -> None:
    publication = approved(feurs, ADOPTED, fact)
    publication.draft.bind(None, by=feurs.bruno, now=NOW)
    work(NOW + minutes(1))
    publication.refresh_from_db()
    assert (publication.state, texts(feurs)) == ("withdrawn", [])
    with pytest.raises(Blocked):
        publication.draft.submit(by=feurs.bruno, now=NOW + minutes(1))


def test_not_by_putting_an_earlier_backup_back(feurs: Feurs, fact: Fact) -> None:
    publication = approved(feurs, ADOPTED, fact)
    for row in Publication.objects.that_may_have_left(NOW + minutes(30)):
        row.doubt(now=NOW + minutes(30))
    work(NOW + minutes(30))
    work(NOW + minutes(31))
    publication.refresh_from_db()
    assert (publication.state, texts(feurs)) == ("queued", [])


def test_not_when_the_fact_is_given_up(feurs: Feurs, fact: Fact) -> None:
    publication = approved(feurs, ADOPTED, fact)
    fact.give_up(by=feurs.chloe, now=NOW + minutes(1))
    work(NOW + minutes(2))
    publication.refresh_from_db()
    assert (publication.state, texts(feurs)) == ("missed", [])


def test_it_leaves_late_no_more_than_a_quarter_of_an_hour(feurs: Feurs, fact: Fact) -> None:
    publication = approved(feurs, ADOPTED, fact)
    say(fact, "yes", feurs, NOW)
    follow_facts(NOW + minutes(1))
    send_due(NOW + minutes(30))  # nothing worked meanwhile
    publication.refresh_from_db()
    assert (publication.state, texts(feurs)) == ("missed", [])


# --- facts made of others


@pytest.mark.parametrize(("needed", "said", "comes"), [(1, 1, True), (2, 1, False), (2, 2, True)])
def test_a_fact_made_of_others_is_so_once_enough_of_them_are(feurs: Feurs, needed: int, said: int, comes: bool) -> None:
    parts = [Fact.state_it(feurs.organisation, statement=f"Article {n}", now=NOW, hold=0) for n in (1, 2, 3)]
    whole = Fact.state_it(feurs.organisation, statement="Assez", now=NOW, parts=parts, needed=needed)
    for part in parts[:said]:
        say(part, "yes", feurs, NOW)
    whole.refresh_from_db()
    assert (whole.settlement is not None) is comes


def test_a_fact_made_of_others_is_not_so_once_too_few_can_be(feurs: Feurs) -> None:
    parts = [Fact.state_it(feurs.organisation, statement=f"Article {n}", now=NOW, hold=0) for n in (1, 2)]
    whole = Fact.state_it(feurs.organisation, statement="Tous", now=NOW, parts=parts)
    say(parts[0], "no", feurs, NOW)
    settled = Settlement.objects.get(fact=whole)
    assert settled.outcome.key == "no"
