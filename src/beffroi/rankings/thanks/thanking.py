"""A thank-you card in words: what stands on it, what describes it to who cannot see it, and what the post says."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from beffroi.access.dates import dated
from beffroi.directory.models import Account, Body
from beffroi.engines.texts.lengths import Limit
from beffroi.inbox.period import Period
from beffroi.publishing.models.version import Image, limit_of
from beffroi.rankings.card.drawing import MOST, SHAPES, Thanks, draw
from beffroi.rankings.thanks.people import Who

LANGUAGES = ("fr", "en")


@dataclass(frozen=True, slots=True)
class Card:
    """A card that thanks `people` for `account`, in `lang`."""

    account: Account
    people: Sequence[Who]
    period: Period
    lang: str

    @property
    def shown(self) -> Sequence[Who]:
        """A card has so much room: the first ones."""
        return self.people[:MOST]

    def drawn(self, shape: str) -> bytes:
        """The card as PNG, in one of SHAPES."""
        return draw(self._words(), shape)

    def image(self, shape: str) -> Image:
        """The card as publishing takes it, described in words."""
        width, height = SHAPES[shape]
        return Image(alt=self.alt, mime="image/png", content=self.drawn(shape), width=width, height=height)

    @property
    def alt(self) -> str:
        """The text alternative: everything that can be read on the card."""
        with override(self.lang):
            names = ", ".join(f"{who.name or who.handle} (@{who.handle})" for who in self.shown)
            said = {"body": self.account.organisation.name, "dates": self._dates(), "names": names}
            return (
                _(
                    "Thank-you card of %(body)s, with a belfry: “Thank you to those we talked with most”, %(dates)s: "
                    "%(names)s."
                )
                % said
            )

    @property
    def text(self) -> str:
        """What the post says: thanks, the days, and as many of the handles as the account's network takes."""
        with override(self.lang):
            said = _("Thank you to those we talked with most, %(dates)s:") % {"dates": self._dates()}
            return _with_handles(said, [f"@{who.handle}" for who in self.shown], limit_of(self.account.capabilities))

    def _words(self) -> Thanks:
        with override(self.lang):
            return Thanks(
                title=_("Thank you"),
                lead=_("to those we talked\nwith most"),
                body=self.account.organisation.name,
                foot=_("Replies, quotes and mentions in both directions, %(dates)s.") % {"dates": self._dates()},
                names=[(who.name or who.handle, who.handle) for who in self.shown],
                colour=_colour(self.account),
                lang=self.lang,
            )

    def _dates(self) -> str:
        first, last = self.period.first, self.period.last
        since = dated(first, "j F" if first.year == last.year else "j F Y")
        said = {"since": since, "until": dated(last, "j F Y")}
        return _("from %(since)s to %(until)s") % said


def _with_handles(said: str, handles: Sequence[str], limit: Limit) -> str:
    for count in range(len(handles), 0, -1):
        more = len(handles) - count
        rest = ngettext("and %(n)s other", "and %(n)s others", more) % {"n": more} if more else ""
        text = " ".join(part for part in (said, *handles[:count], rest) if part)
        if not limit.measure(text).over:
            return text
    return said


def _colour(account: Account) -> str:
    body = Body.objects.filter(organisation=account.organisation).exclude(colour="").order_by("pk").first()
    return body.colour if body else ""
