"""How what stands in the composer would look on each network, and who would be asked: read from the form, saved or not.

It asks no network, and writes nothing.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django import forms
from django.urls import reverse

from beffroi.access.models import Organisation, User
from beffroi.access.numbers import number_in
from beffroi.connectors.contract import Capabilities
from beffroi.directory.models import Account
from beffroi.engines.texts.links import links
from beffroi.engines.texts.threads import split
from beffroi.publishing.forms.composer import BaseImages, DraftForm
from beffroi.publishing.models import Draft, LinkReading, Version
from beffroi.publishing.models.departure import Departure, departure_of
from beffroi.publishing.models.price import price_of
from beffroi.publishing.models.version import limit_of


@dataclass(frozen=True, slots=True)
class Counted:
    """What one network, or one server of it, takes: a line under the text."""

    name: str
    network: str
    of: str  # the accounts, as the page's scripts know them
    capabilities: Capabilities


@dataclass(frozen=True, slots=True)
class Picture:
    """An image as it would leave; `address` is empty for a file that was chosen and not sent yet."""

    alt: str
    decorative: bool
    address: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """One post: `used` of `most` in the network's own unit."""

    text: str
    used: int
    most: int
    unit: str
    price: Decimal | None

    @property
    def over(self) -> int:
        return max(0, self.used - self.most)


@dataclass(frozen=True, slots=True)
class Preview:
    account: Account
    parts: Sequence[Part]
    has_own_text: bool

    @property
    def price(self) -> Decimal | None:
        prices = [part.price for part in self.parts if part.price is not None]
        return sum(prices, Decimal(0)) if prices else None

    @property
    def pays_for_a_link(self) -> bool:
        price = self.account.capabilities.price
        return price is not None and any(part.price == price.with_link != price.post for part in self.parts)


class Composed:
    """What stands in the composer's form, whether it can be saved or not."""

    def __init__(self, form: DraftForm, images: BaseImages, *, draft: Draft | None, by: User) -> None:
        self.organisation: Organisation = form.organisation
        self.draft, self.by = draft, by
        self.text = _said(form, "text")
        self.own = {name: own for name in form.networks if (own := _said(form, f"text_{name}")).strip()}
        self.is_thread = bool(form["is_thread"].value())
        self.is_relay = bool(form["is_relay"].value())
        self.has_time = bool(form["leave_at"].value() or form["next_slot"].value())
        self.waits_for_a_fact = bool(form["awaits"].value())
        self.lang = _said(form, "lang")
        ticked = {str(chosen) for chosen in form["accounts"].value() or ()}
        self.accounts = [account for account in form.known_accounts if str(account.pk) in ticked]
        self.has_images = any(image["alt"].value() or image["kept"].value() for image in images.forms)
        self.pictures = [picture for image in images.forms if (picture := _picture(image))]

    def previews(self) -> list[Preview]:
        """One for each account that is ticked."""
        return [self._on(account) for account in self.accounts]

    def card(self) -> LinkReading | None:
        """The page behind the first link, once it was read; images come before it."""
        addresses = [address for text in (self.text, *self.own.values()) for address in links(text)]
        if not addresses or self.pictures:
            return None
        return LinkReading.objects.filter(url=addresses[0]).exclude(title="").first()

    def departure(self, now: datetime) -> Departure:
        """What would happen if it were submitted now."""
        return departure_of(
            self._as_if_saved(),
            self.accounts,
            organisation=self.organisation,
            by=self.by,
            writers=self._writers(),
            now=now,
        )

    def _on(self, account: Account) -> Preview:
        capabilities = account.capabilities
        limit, text = limit_of(capabilities), self.own.get(account.network, self.text)
        posts = split(text, limit) if self.is_thread else [text]
        lengths = [(post, limit.measure(post)) for post in posts]
        parts = [
            Part(post, length.used, length.used + length.left, length.unit, price_of(post, capabilities))
            for post, length in lengths
        ]
        return Preview(account, parts, account.network in self.own)

    def _writers(self) -> list[User]:
        return [self.by, self.draft.author] if self.draft else [self.by]

    def _as_if_saved(self) -> list[tuple[Draft, Version]]:
        """Once for each text that would leave, so that each of them is asked for its topic."""
        draft = Draft(organisation=self.organisation, author=self._writers()[-1], is_relay=self.is_relay)
        if self.draft is not None:
            draft.in_reply_to_id = self.draft.in_reply_to_id
        texts = [self.text, *self.own.values()]
        return [(draft, Version(pk=0, text=text, lang=self.lang, by=self.by)) for text in texts]


def counted_by(accounts: Iterable[Account]) -> list[Counted]:
    """One line per network; where its servers differ, one per account."""
    by_network: dict[str, list[Account]] = {}
    for account in accounts:
        by_network.setdefault(account.network, []).append(account)
    return [line for network in sorted(by_network) for line in _counted(network, by_network[network])]


def _counted(network: str, accounts: Sequence[Account]) -> list[Counted]:
    if len({limit_of(account.capabilities) for account in accounts}) == 1:
        of = " ".join(str(account.pk) for account in accounts)
        return [Counted(accounts[0].network_name, network, of, accounts[0].capabilities)]
    return [
        Counted(f"{account.network_name} · {account}", network, str(account.pk), account.capabilities)
        for account in accounts
    ]


def _said(form: DraftForm, name: str) -> str:
    return str(form[name].value() or "").replace("\r\n", "\n")


def _picture(image: forms.Form) -> Picture | None:
    """What a slot shows: an image that is kept, or the name of a file that the page has not sent yet."""
    kept = number_in(str(image["kept"].value() or ""))
    chosen = str(image.data.get(image.add_prefix("named"), ""))
    if image["remove"].value() or not (kept or chosen):
        return None
    alt, decorative = str(image["alt"].value() or ""), bool(image["decorative"].value())
    return Picture(alt, decorative, "" if chosen else reverse("attachment", args=[kept]), chosen)
