"""The public directory: who speaks for which body, by search, by map and by list."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from beffroi.access.open_page import open_page
from beffroi.directory import outlines as drawn_map
from beffroi.directory.models import Body, FormerName, OfficialAccount, Proof, Source
from beffroi.directory.models.body import KINDS, words_of
from beffroi.directory.provenance import by_source

A_PAGE = 100
FOUND = 20
LONGEST_ASKED = 80
STATE_NAMES = {"confirmed": _("Proven"), "waiting": _("Not proven"), "alarm": _("No longer proven")}
# By the kind of a body: which kind of bodies lie in it, and the column that says so.
LIE_IN = {
    "region": ("departement", "region"),
    "departement": ("commune", "departement"),
    "epci": ("commune", "group__code"),
}


@dataclass(frozen=True, slots=True)
class Listed:
    """An official account as the directory shows it. `state` is a kind of components/state.html."""

    account: OfficialAccount
    proofs: Sequence[Proof]

    @property
    def standing(self) -> list[Proof]:
        return [proof for proof in self.proofs if proof.holds()]

    @property
    def fallen(self) -> list[Proof]:
        return [proof for proof in self.proofs if proof.failed_since is not None]

    @property
    def state(self) -> str:
        if self.standing:
            return "confirmed"
        return "alarm" if self.fallen else "waiting"

    @property
    def state_name(self) -> Any:
        return STATE_NAMES[self.state]


@open_page()
def directory(request: HttpRequest) -> HttpResponse:
    """The search, the map and the lists; with `q`, what was found."""
    asked = request.GET.get("q", "").strip()[:LONGEST_ASKED]
    if asked:
        page = _page(Body.objects.called(asked), request, FOUND)
        _say_former_names(list(page.object_list), words_of(asked))
        return render(request, "directory/directory.html", {"asked": asked, "found": page})
    departements = list(Body.objects.filter(kind="departement").standing().order_by("code"))
    context = {
        "departements": departements,
        "shapes": drawn_map.shapes(departements),
        "outlines": drawn_map.outlines(),
        "regions": Body.objects.filter(kind="region").standing().order_by("name"),
        "counts": _counts(),
        "source": Source.objects.filter(kind="geography").exclude(sha256="").order_by("-read_at").first(),
    }
    return render(request, "directory/directory.html", context)


def _say_former_names(bodies: Sequence[Body], asked: Sequence[str]) -> None:
    """Gives each body that was found by what it was called before, or by what went into it, that name (`formerly`)."""
    by_former = {body.pk: body for body in bodies if not _begin(asked, words_of(body.name))}
    for former in FormerName.objects.filter(body__in=by_former).order_by("pk"):
        if _begin(asked, [*words_of(former.name), former.code.casefold()]):
            by_former[former.body_id].formerly = former.name  # type: ignore[attr-defined]  # for the template


def _begin(asked: Sequence[str], words: Sequence[str]) -> bool:
    return all(any(word.startswith(each) for word in words) for each in asked)


def _counts() -> list[tuple[Any, int]]:
    """How many bodies of each kind there are."""
    counted = dict(Body.objects.standing().values_list("kind").annotate(Count("pk")).order_by())
    return [(label, counted[kind]) for kind, label in KINDS.items() if counted.get(kind)]


@open_page()
def body(request: HttpRequest, kind: str, code: str) -> HttpResponse:
    """Who speaks for one body, with the proofs, and where each thing that is said of it comes from."""
    found = get_object_or_404(Body.objects.select_related("group", "successor"), kind=kind, code=code)
    accounts = list(OfficialAccount.objects.spoken_for(found))
    context = {
        "body": found,
        "kind": KINDS[found.kind],
        "accounts": _listed(accounts),
        "mandates": found.mandates.held_on(timezone.localdate()).select_related("person").order_by("office", "pk"),
        "around": _around(found),
        "former_names": found.former_names.order_by("until", "name"),
        "inside": _inside(found, request),
        "origins": by_source([found, *accounts]),
    }
    return render(request, "directory/body.html", context)


def _listed(accounts: Iterable[OfficialAccount]) -> list[Listed]:
    """Those that speak first, the proven ones before the others."""
    rows = list(accounts)
    proofs: dict[int, list[Proof]] = {}
    for proof in Proof.objects.filter(account__in=[row.pk for row in rows]).order_by("kind", "pk"):
        proofs.setdefault(proof.account_id, []).append(proof)
    shown = [Listed(row, proofs.get(row.pk, [])) for row in rows]
    return sorted(shown, key=lambda each: (each.account.status != "active", each.state != "confirmed"))


def _around(found: Body) -> list[Body]:
    """The bodies that it lies in, from the nearest to the largest."""
    wanted = Q()
    if found.kind in ("commune", "epci") and found.departement:
        wanted |= Q(kind="departement", code=found.departement)
    if found.kind in ("commune", "epci", "departement") and found.region:
        wanted |= Q(kind="region", code=found.region)
    larger = list(Body.objects.filter(wanted).exclude(pk=found.pk).order_by("kind")) if wanted else []
    return [*([found.group] if found.group else []), *larger]


def _inside(found: Body, request: HttpRequest) -> Page[Body] | None:
    """A page of the bodies that lie in it, each with how many accounts are listed and how many of them are proven."""
    if found.kind not in LIE_IN:
        return None
    kind, column = LIE_IN[found.kind]
    return _page(
        Body.objects.standing().filter(kind=kind, **{column: found.code}).order_by("folded", "pk"), request, A_PAGE
    )


def _page(bodies: QuerySet[Body], request: HttpRequest, size: int) -> Page[Body]:
    page = Paginator(bodies, size).get_page(request.GET.get("page"))
    _count_accounts(list(page.object_list))
    return page


def _count_accounts(bodies: Sequence[Body]) -> None:
    """Gives each body, where accounts of it are listed, `how_many` in words, and whether one is proven (`state`). In
    words here, since a page of a hundred bodies spent most of its time on saying it in the template."""
    holds = Q(proofs__proven_at__isnull=False, proofs__failed_since=None)
    rows = OfficialAccount.objects.filter(body__in=[each.pk for each in bodies]).exclude(status="closed")
    listed, proven = Count("pk", distinct=True), Count("pk", distinct=True, filter=holds)
    counted = rows.values("body").annotate(listed=listed, proven=proven).order_by()
    by_body = {row["body"]: (row["listed"], row["proven"]) for row in counted}
    for each in bodies:
        if each.pk in by_body:
            accounts, with_proof = by_body[each.pk]
            each.how_many = ngettext("%(n)s account", "%(n)s accounts", accounts) % {"n": accounts}  # type: ignore[attr-defined]  # for the template
            each.state = "confirmed" if with_proof else "waiting"  # type: ignore[attr-defined]  # likewise
            each.state_name = STATE_NAMES[each.state]  # type: ignore[attr-defined]  # likewise
