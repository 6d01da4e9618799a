"""The rows of the open data in their order, one after another, each with whether it must be shared alike."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime

from django.db.models import QuerySet

from beffroi.directory.models import Body, FormerName, Mandate, OfficialAccount, Person, Proof, Source
from beffroi.directory.open_data.sources import Sources, shares_alike

CHUNK = 2_000  # rows that are held at a time
Cell = str | int | bool | date | datetime | None
Rows = Iterator[tuple[bool, Sequence[Cell]]]


def plain(value: Cell) -> str | int | bool | None:
    """As JSON has it: days and moments in ISO 8601, moments in UTC."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return value.isoformat() if isinstance(value, date) else value


def account_key(account: OfficialAccount) -> str:
    return f"{account.network}:{account.handle or account.native_id}"


def listed() -> "QuerySet[OfficialAccount]":
    return OfficialAccount.objects.select_related("body", "person").order_by("network", "handle", "native_id", "pk")


def of_people_with_accounts() -> "QuerySet[Mandate]":
    """Only those of people who have an account in the directory: the register of all others is not ours to give."""
    speaking = Person.objects.filter(accounts__isnull=False)
    rows = Mandate.objects.filter(person__in=speaking).select_related("person", "body")
    return rows.order_by("person__name", "person_id", "body__kind", "body__code", "office", "since", "pk")


def bodies(sources: Sources) -> Rows:
    for body in Body.objects.select_related("group", "successor").order_by("kind", "code").iterator(chunk_size=CHUNK):
        yield sources.is_shared_alike(body), of_body(body)


def of_body(body: Body) -> Sequence[Cell]:
    return (
        *(body.kind, body.code, body.siren, body.name, body.nature, body.departement, body.region),
        *(body.population, body.population_year, body.site, body.group.code if body.group else ""),
        *(body.ended_on, body.successor.code if body.successor else ""),
    )


def accounts(sources: Sources) -> Rows:
    for account in listed().iterator(chunk_size=CHUNK):
        yield sources.is_shared_alike(account, account.person), of_account(account)


def of_account(account: OfficialAccount) -> Sequence[Cell]:
    body, person = account.body, account.person
    return (
        *(account_key(account), account.network, account.handle, account.native_id, account.url, account.name),
        *(body.kind if body else "", body.code if body else "", person.name if person else ""),
        *(account.is_institutional, account.status, account.opened_on, account.left_on, account.reviewed_at),
    )


def place(account: OfficialAccount) -> tuple[str, str, str, int]:
    """Where an account stands among others."""
    return account.network, account.handle, account.native_id, account.pk


def proofs(sources: Sources) -> Rows:
    rows = Proof.objects.select_related("account__person").order_by(
        "account__network", "account__handle", "account__native_id", "kind", "address", "pk"
    )
    for proof in rows.iterator(chunk_size=CHUNK):
        yield sources.is_shared_alike(proof.account, proof.account.person), of_proof(proof, proof.account)


def of_proof(proof: Proof, account: OfficialAccount) -> Sequence[Cell]:
    key = account_key(account)
    return key, proof.kind, proof.address, proof.proven_at, proof.checked_at, proof.failed_since


def mandates(sources: Sources) -> Rows:
    for mandate in of_people_with_accounts().iterator(chunk_size=CHUNK):
        body, person = mandate.body, mandate.person
        row = (person.name, body.kind, body.code, mandate.office, mandate.since, mandate.until)
        yield sources.is_shared_alike(mandate, person), (*row, person.official_page, person.wikidata)


def former_names(_: Sources) -> Rows:
    rows = FormerName.objects.select_related("body").order_by("body__kind", "body__code", "code", "name", "pk")
    for former in rows.iterator(chunk_size=CHUNK):
        yield False, (former.body.kind, former.body.code, former.name, former.code, former.until)


def sources(sources: Sources) -> Rows:
    for source in sources.rows:
        yield shares_alike(source), of_source(source, sources)


def of_source(source: Source, sources: Sources) -> Sequence[Cell]:
    return (
        *(sources.numbers[source.pk], source.kind, source.rank, source.title, source.publisher),
        *(source.licence, source.url, source.vintage, source.sha256, source.read_at),
    )


def provenance(sources: Sources) -> Rows:
    for body in Body.objects.order_by("kind", "code").only("kind", "code", "origins").iterator(chunk_size=CHUNK):
        for number, fields in sources.fields_by_source(body):
            yield sources.is_shared_alike(body), ("bodies", f"{body.kind}:{body.code}", number, " ".join(fields))
    for account in listed().iterator(chunk_size=CHUNK):
        alike, key = sources.is_shared_alike(account, account.person), account_key(account)
        for number, fields in sources.fields_by_source(account):
            yield alike, ("accounts", key, number, " ".join(fields))
