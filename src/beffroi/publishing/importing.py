"""A planning kept elsewhere, made drafts: read whole and shown first, then created in one transaction."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from django.db import transaction
from django.db.models import OuterRef, Q, Subquery
from django.utils.translation import get_language, gettext_noop

from beffroi.access.models import Organisation, User
from beffroi.directory.models import Account
from beffroi.engines.tables.planning import Columns, Planned, Wrong, plain_name, titles, understand
from beffroi.engines.tables.sheet import Row, read, write
from beffroi.engines.texts.fold import fold
from beffroi.journal.models import record
from beffroi.journal.sentences import translated
from beffroi.publishing.models import Campaign, Draft
from beffroi.publishing.models.version import Version
from beffroi.vocabulary import Sentence

MOST_BYTES, MOST_ROWS = 5 * 2**20, 2000

NO_SUCH_ACCOUNT = gettext_noop("No account of ours is called {name}.")
TWO_ACCOUNTS = gettext_noop("Several accounts of ours are called {name}: write {names}.")
NO_SUCH_NETWORK = gettext_noop("We have no account on a network called {name}.")
Twin = tuple[str, datetime | None]


@dataclass(frozen=True, slots=True)
class Reading:
    """One row, read: what it asks for, on which accounts; `is_known` when a draft says the same at the same time on one
    of them already."""

    row: Row
    planned: Planned
    accounts: Sequence[Account]
    wrong: Sequence[Wrong]
    is_known: bool = False

    @property
    def troubles(self) -> list[str]:
        return [f"{wrong.column}: {translated(wrong.words.as_json())}" for wrong in self.wrong]


@dataclass(frozen=True, slots=True)
class Import:
    """A whole file, read."""

    columns: Columns
    rows: Sequence[Reading] = field(default_factory=list)

    @property
    def right(self) -> list[Reading]:
        return [row for row in self.rows if not row.wrong and not row.is_known]

    @property
    def wrong(self) -> list[Reading]:
        return [row for row in self.rows if row.wrong]

    @property
    def known(self) -> list[Reading]:
        return [row for row in self.rows if row.is_known and not row.wrong]

    def wrong_rows(self) -> bytes:
        """The rows to mend, as a file that can be imported again, with what is wrong in a column of its own."""
        width = len(self.columns.titles)
        head = [*self.columns.titles, titles(get_language() or "")["error"]]
        return write([head, *([*_filled(each.row.cells, width), "; ".join(each.troubles)] for each in self.wrong)])


def read_planning(content: bytes, organisation: Organisation, *, now: datetime) -> Import:
    """Reads a file without making anything. Raises Unreadable (beffroi.engines.tables.sheet) when it is no planning."""
    titles, rows = read(content, most_rows=MOST_ROWS)
    columns, known = Columns.named(titles), Names(Account.objects.of(organisation))
    readings = [_reading(row, columns, known, organisation, now) for row in rows]
    return Import(columns, _marked(readings, organisation))


def import_planning(content: bytes, organisation: Organisation, *, by: User, file: str, now: datetime) -> Import:
    """Makes the right rows of a file drafts, all or none of them, and returns the file as it was read before.

    One import at a time: a file that is sent twice is created once. Raises Unreadable.
    """
    with transaction.atomic():
        Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
        planned = read_planning(content, organisation, now=now)
        campaigns = {
            name: Campaign.called(name, organisation) for name in {row.planned.campaign for row in planned.right}
        }
        for row in planned.right:
            _begin(row, organisation, campaigns[row.planned.campaign], by=by, now=now)
        if count := len(planned.right):
            said = {"count": count, "file": file}
            record("PLANNING_IMPORTED", organisation, organisation=organisation, actor=by, now=now, **said)
    return planned


def _begin(row: Reading, organisation: Organisation, campaign: Campaign | None, *, by: User, now: datetime) -> None:
    asked = row.planned
    Draft.begin(
        organisation=organisation,
        by=by,
        accounts=row.accounts,
        text=asked.text,
        texts=asked.texts,
        lang=asked.lang,
        leave_at=asked.leave_at,
        not_after=asked.not_after,
        campaign=campaign,
        now=now,
    )


class Names:
    """What an account, or a network, may be called in a cell."""

    def __init__(self, accounts: Iterable[Account]) -> None:
        self.accounts = list(accounts)
        self.networks = {
            plain_name(name): account.network
            for account in self.accounts
            for name in (account.network_name, account.network)
        }

    def called(self, name: str) -> list[Account]:
        plain = fold(name).removeprefix("@")
        return [account for account in self.accounts if plain in self.of(account)]

    def of(self, account: Account) -> set[str]:
        handle = fold(account.handle)
        networks = (account.network, fold(account.network_name))
        full = {f"{network}:{at}{handle}" for network in networks for at in ("", "@")}
        return {handle, fold(account.name), *full}


def name_of(account: Account, accounts: Iterable[Account]) -> str:
    """What names `account` alone among `accounts`."""
    alone = sum(each.handle == account.handle for each in accounts) == 1
    return account.handle if alone else f"{account.network}:{account.handle}"


def _reading(row: Row, columns: Columns, known: Names, organisation: Organisation, now: datetime) -> Reading:
    planned = understand(row, columns, zone=organisation.tz, now=now)
    accounts: list[Account] = []
    wrong = list(planned.wrong)
    for name in planned.accounts:
        found = known.called(name)
        if len(found) == 1:
            accounts += [each for each in found if each not in accounts]
        else:
            wrong.append(Wrong(columns.title("accounts"), _not_one(name, found)))
    texts = {known.networks[name]: text for name, text in planned.texts.items() if name in known.networks}
    wrong += [
        Wrong(columns.titles[columns.texts[name]], Sentence(NO_SUCH_NETWORK, {"name": name}))
        for name in planned.texts
        if name not in known.networks
    ]
    return Reading(row, replace(planned, texts=texts), accounts, wrong)


def _not_one(name: str, found: Sequence[Account]) -> Sentence:
    if not found:
        return Sentence(NO_SUCH_ACCOUNT, {"name": name})
    names = ", ".join(f"{each.network}:{each.handle}" for each in found)
    return Sentence(TWO_ACCOUNTS, {"name": name, "names": names})


def _marked(readings: Iterable[Reading], organisation: Organisation) -> list[Reading]:
    """Marks what an earlier draft, or an earlier row, says at the same time on one of the same accounts."""
    rows = list(readings)
    taken = _planned_already(organisation, {row.planned.leave_at for row in rows})
    marked: list[Reading] = []
    for row in rows:
        key = (row.planned.text, row.planned.leave_at)
        places = {account.pk for account in row.accounts} or {0}
        if row.wrong:
            marked.append(row)
            continue
        marked.append(replace(row, is_known=bool(places & taken.get(key, set()))))
        taken.setdefault(key, set()).update(places)
    return marked


def _planned_already(organisation: Organisation, times: set[datetime | None]) -> dict[Twin, set[int]]:
    """The accounts (0: none) on which each text is planned for each of `times`."""
    dated = {at for at in times if at is not None}
    asked = Q(leave_at__gte=min(dated), leave_at__lte=max(dated)) if dated else Q(pk=None)
    latest = Version.objects.filter(draft=OuterRef("pk")).order_by("-number").values("text")[:1]
    rows = Draft.objects.filter(asked | Q(leave_at=None), organisation=organisation).exclude(state="discarded")
    found: dict[Twin, set[int]] = {}
    for text, at, account in rows.values_list(Subquery(latest), "leave_at", "accounts"):
        found.setdefault((text, at), set()).add(account or 0)
    return found


def _filled(cells: Sequence[str], width: int) -> list[str]:
    return [*cells[:width], *[""] * (width - len(cells))]
