"""What is chosen in a form by its number belongs to the organisation: another town's number chooses nothing.

Each form is posted twice, once with a thing of Feurs, which must take, and once with the same of Ailleurs, of which
nothing may come to stand anywhere.
"""

from collections.abc import Callable, Iterator
from importlib import import_module
from typing import Any

import pytest
from django import forms
from django.apps import apps
from django.db import models
from django.test import Client
from django.urls import reverse

from beffroi.access.models import Membership, Organisation, Team, User
from beffroi.archive.models import Mention, Post
from beffroi.chronicle.models import Incident
from beffroi.directory.models import Account
from beffroi.facts.models import Fact
from beffroi.inbox.models import Calendar, Case, Label, ModerationCharter, PastReading
from beffroi.publishing.models import ApprovalRule, Draft, OutsideApprover
from beffroi.vocabulary import Post as SeenPost
from beffroi.vocabulary import Profile, Sentence
from tests.cast import NOW, Feurs, connect
from tests.directory.register import body
from tests.site import test_doors
from tests.tree import PROJECT

things = test_doors.things


class Town:
    """One of each thing that a form of Feurs lets one choose."""

    def __init__(self, feurs: Feurs, organisation: Organisation, account: Account, owner: User, *, n: int) -> None:
        by: Any = {"by": owner, "now": NOW}
        writer = Profile("sandbox", f"driver-{n}", "driver", "Driver")
        seen = SeenPost(network="sandbox", native_id=f"own-{n}", author=writer, text="@x Trou", published_at=NOW)
        mention = Mention.note(seen, account, now=NOW)
        assert mention
        self.user, self.account, self.organisation = owner, account, organisation
        self.case = Case.take(mention, now=NOW)
        self.post = Post.objects.get(native_id=f"own-{n}")
        self.team = Team.objects.create(organisation=organisation, name=f"Ponts {n}")
        self.label = Label(organisation=organisation)
        self.label.call(f"Ponts {n}", **by)
        self.fact = Fact.state_it(organisation, statement=f"Adopté {n}", **by)
        self.outcome = self.fact.outcome_called("yes")
        self.outsider = OutsideApprover.add(organisation=organisation, name="D", email=f"d{n}@etude.example", **by)
        charter = ModerationCharter.publish(organisation, text="x", motives=["Injures"], **by)
        self.motive = charter.motives.get()
        title = Sentence("Une annonce trop tôt")
        self.incident = Incident.open(organisation, kind="by_hand", title=title, post=self.post, now=NOW)
        self.entry = self.incident.entries.get()
        self.calendar = Calendar.objects.of(organisation).first() or Calendar.objects.create(
            organisation=organisation,
            name="x",
            week=["08:00-12:00"] * 7,
            zone="Europe/Paris",
            territory="metropole",
            set_by=owner,
            set_at=NOW,
        )
        self.body = body(organisation=organisation, code=f"4299{n}")


@pytest.fixture
def here(feurs: Feurs, things: dict[str, int]) -> Town:
    return Town(feurs, feurs.organisation, feurs.account, feurs.chloe, n=1)


@pytest.fixture
def there(feurs: Feurs) -> Town:
    organisation = Organisation.objects.create(name="Ailleurs")
    organisation.admit(feurs.eve, "owner")
    return Town(feurs, organisation, connect(organisation, feurs.sandbox, "eve", by=feurs.eve), feurs.eve, n=2)


Said = Callable[[Town], dict[str, Any]]
NIGHT = {"starts_at": "2027-03-01T20:00", "ends_at": "2027-03-02T08:00"}
NO_IMAGE = {"images-TOTAL_FORMS": 0, "images-INITIAL_FORMS": 0}
RULE = {"mode": "any", "approvers": [], "outsiders": []}
MODERATES = {"act": "report", "reason": "Insulte le maire.", "review_on": "2027-01-05", "is_weighed": "on"}
FORMS: dict[str, tuple[str, str, Said]] = {
    "an account of a draft": ("draft_new", "", lambda t: {"text": "Oui", "accounts": [t.account.pk]}),
    "an account of a draft that is changed": (
        "draft_edit",
        "own",
        lambda t: {"text": "Oh", "accounts": [t.account.pk], "seen": 1},
    ),
    "the fact of a draft": ("draft_fact", "own", lambda t: {"awaits": t.outcome.pk if t.outcome else 0}),
    "the fact of a new draft": (
        "draft_new",
        "",
        lambda t: {"text": "Ah", "accounts": [], "awaits": t.outcome.pk if t.outcome else 0},
    ),
    "a part of a fact": ("fact_new", "", lambda t: {"statement": "Tout", "hold": "10", "parts": [t.fact.pk]}),
    "who is on call": ("on_call", "", lambda t: {"user": t.user.pk, **NIGHT}),
    "an account of a silence": (
        "blackouts",
        "",
        lambda t: {"name": "D", "calendar": "custom", "effect": "blocks", "accounts": [t.account.pk], **NIGHT},
    ),
    "an approver of a rule": ("approval_rule_general", "", lambda t: {**RULE, "approvers": [t.user.pk]}),
    "an outsider of a rule": ("approval_rule_general", "", lambda t: {**RULE, "outsiders": [t.outsider.pk]}),
    "a deputy": ("approval_rule_general", "", lambda t: {**RULE, "deadline": "60", "deputy": t.user.pk}),
    "an account of a delegation": (
        "delegation_new",
        "",
        lambda t: {"to": "BRUNO", "accounts": [t.account.pk], "kinds": ["reply"], "last_day": "2026-12-20"},
    ),
    "a key holder": (
        "key_holder",
        "profile",
        lambda t: {"holder": "X", "user": t.user.pk, "second_factor": "app"},
    ),
    "an account that is read back": (
        "inbox_past_account",
        "",
        lambda t: {"account": t.account.pk, "since": "2026-11-01"},
    ),
    "a motive": ("case_moderation", "case", lambda t: {**MODERATES, "motive": t.motive.pk}),
    "the hours of a target": (
        "response_target_new",
        "",
        lambda t: {"aim": "resolution", "amount": 3, "unit": "hours", "warned_percent": 80, "calendar": t.calendar.pk},
    ),
    "the service of a rule": (
        "rule_new",
        "",
        lambda t: {"theme": "Ponts", "text": "pont", "team": t.team.pk, "place": 0},
    ),
    "a case": ("case_acts", "", lambda t: {"case": [t.case.pk], "act": "to-me"}),
    "to whom a case is given": ("case_acts", "", lambda t: {"case": ["OWN"], "act": "assign", "to": t.user.pk}),
    "to which service": ("case_acts", "", lambda t: {"case": ["OWN"], "act": "hand", "team": t.team.pk}),
    "a label": ("case_acts", "", lambda t: {"case": ["OWN"], "act": "label", "label": t.label.pk}),
    "whom a note is for": ("case_notes", "case", lambda t: {"note": "Vu ?", "to": t.user.pk}),
    "a case that is merged": ("case_merging", "case", lambda t: {"number": t.case.pk, "same": "yes"}),
    "a service that is asked": ("case_asking", "case", lambda t: {"team": t.team.pk, "note": ""}),
    "a seat": ("inbox_seats", "", lambda t: {"team": [t.team.pk]}),
    "an entry that is made public": ("incident_publication", "own incident", lambda t: {"entry": [t.entry.pk]}),
    "a body of an official account": (
        "official_new",
        "",
        lambda t: {"address": "https://bsky.app/profile/feurs-culture.fr", "body": t.body.pk},
    ),
}


def posted(client: Client, form: str, chosen: Town, feurs: Feurs, things: dict[str, int], own: Town) -> None:
    """The form of Feurs, with a thing of `chosen` in it."""
    name, about, said = FORMS[form]
    pk = {"own": things["draft_open"], "own incident": own.incident.pk}.get(about) or things.get(about)
    data = said(chosen)
    if data.get("case") == ["OWN"]:
        data["case"] = [own.case.pk]
    if data.get("to") == "BRUNO":
        data["to"] = feurs.bruno.pk
    client.force_login(feurs.ana)
    client.post(reverse(name, kwargs={"pk": pk} if pk else {}), {**NO_IMAGE, **data})


@pytest.fixture
def desk(feurs: Feurs, things: dict[str, int]) -> dict[str, int]:
    draft = Draft.begin(organisation=feurs.organisation, by=feurs.bruno, accounts=[feurs.account], text="Un", now=NOW)
    PastReading.objects.get().stop(by=feurs.ana, now=NOW)
    return {**things, "draft_open": draft.pk}


@pytest.mark.parametrize("form", FORMS)
def test_a_thing_of_another_town_cannot_be_chosen(
    form: str, feurs: Feurs, desk: dict[str, int], here: Town, there: Town, client: Client
) -> None:
    assert list(crossings()) == []
    posted(client, form, there, feurs, desk, here)
    assert list(crossings()) == []
    there.entry.refresh_from_db()
    assert not there.entry.is_public
    before = rows()
    posted(client, form, here, feurs, desk, here)
    assert rows() > before, "the same form with a thing of Feurs must take, or this test could not fail"


def rows() -> int:
    """Of every table of ours: what a form writes makes more of them, its event among others."""
    return sum(model._default_manager.count() for model in apps.get_models() if model.__module__.startswith("beffroi."))


# --- rows that point from one organisation into another


def crossings() -> Iterator[str]:
    """Every row of one organisation that points to a row of another one, or to a person who is no member of it."""
    members = set(Membership.objects.values_list("organisation", "user"))
    for model in apps.get_models():
        way = way_to_organisation(model) if model.__module__.startswith("beffroi.") else None
        if way is None:
            continue
        for field in [*model._meta.fields, *model._meta.many_to_many]:
            target = field.related_model
            if target is User:
                pairs = model._default_manager.exclude(**{field.name: None}).values_list(way, field.name)
                wrong = [pair for pair in pairs if pair[0] is not None and pair not in members]
            elif isinstance(target, type) and (theirs := way_to_organisation(target)):
                pairs = model._default_manager.values_list(way, f"{field.name}__{theirs}")
                wrong = [pair for pair in pairs if None not in pair and pair[0] != pair[1]]
            else:
                continue
            yield from (f"{model.__name__}.{field.name}: {pair}" for pair in wrong)


def way_to_organisation(model: type[models.Model], depth: int = 3) -> str | None:
    """The look-up from a row of `model` to its organisation; None for what belongs to none."""
    keys = [field for field in model._meta.fields if field.is_relation and isinstance(field.related_model, type)]
    if any(field.related_model is Organisation for field in keys):
        return next(field.name for field in keys if field.related_model is Organisation)
    for field in keys if depth else ():
        if field.related_model not in (User, model) and not field.null:
            if way := way_to_organisation(field.related_model, depth - 1):  # type: ignore[arg-type]  # a model, see above
                return f"{field.name}__{way}"
    return None


def test_a_row_that_crosses_would_be_found(feurs: Feurs, here: Town, there: Town) -> None:
    Case.objects.filter(pk=here.case.pk).update(account=there.account)
    assert [said for said in crossings() if said.startswith("Case.account")]
    ApprovalRule.objects.create(organisation=feurs.organisation, deputy=feurs.eve)
    assert [said for said in crossings() if said.startswith("ApprovalRule.deputy")]


def test_no_form_offers_the_rows_of_everybody() -> None:
    """A choice of rows begins empty, and is filled for one organisation: who forgets that offers nothing."""
    for file in (PROJECT / "src" / "beffroi").rglob("*forms*.py"):
        import_module(".".join(file.relative_to(PROJECT / "src").with_suffix("").parts))
    wide = [
        f"{form.__name__}.{name}"
        for form in every(forms.BaseForm)
        if form.__module__.startswith("beffroi.")
        for name, field in getattr(form, "base_fields", {}).items()
        if isinstance(field, forms.ModelChoiceField)
        and (rows := field.queryset) is not None
        and not rows.query.is_empty()
    ]
    assert wide == ["RuleForm.team"]  # made of the model, narrowed as it is made: "the service of a rule" above


def every(kind: Any) -> Iterator[Any]:
    for below in kind.__subclasses__():
        yield below
        yield from every(below)
