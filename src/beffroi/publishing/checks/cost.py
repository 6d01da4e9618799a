"""What a text costs on networks that are paid for by the post, and whether there is money left for it this month."""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from beffroi.publishing.checks import Checked, Destination, Finding


def check(checked: Checked) -> Iterator[Finding]:
    for destination in checked.destinations:
        if destination.price is not None:
            yield from _cost(destination, destination.price)


def _cost(destination: Destination, price: Decimal) -> Iterator[Finding]:
    spent = destination.spent or Decimal(0)
    said = {
        "network": destination.network,
        "handle": destination.handle,
        "price": _dollars(price, 3),
        "spent": _dollars(spent, 2),
        "count": len(destination.posts),
    }
    ceiling = destination.ceiling
    about = f"cost {destination.network} {destination.handle}"[:200]
    if ceiling is None:
        words = _("$%(spent)s are spent this month, and no ceiling is set.")
        told = f"{_price(destination, price)} {words}" % said
        yield Finding("cost", "accounts", told, blocks=False, about=about)
        return
    said["ceiling"] = _dollars(ceiling, 2)
    if spent + price > ceiling:
        words = _(
            "%(network)s, @%(handle)s: this costs $%(price)s, and $%(spent)s of the $%(ceiling)s of this month are "
            "spent. Whoever connects accounts can raise the ceiling."
        )
        yield Finding("cost", "accounts", words % said, about=about)
    else:
        words = _("$%(spent)s of $%(ceiling)s are spent this month.")
        told = f"{_price(destination, price)} {words}" % said
        yield Finding("cost", "accounts", told, blocks=False, about=about)


def _price(destination: Destination, price: Decimal) -> str:
    """The sentence that names the price, to be filled in. A link is the reason when without it less would be asked."""
    usual = destination.capabilities.price
    number = len(destination.posts)
    if usual is not None and price > usual.post * number:
        return ngettext(
            "%(network)s, @%(handle)s: this post costs $%(price)s, because it has a link.",
            "%(network)s, @%(handle)s: these %(count)s posts cost $%(price)s, because there is a link in them.",
            number,
        )
    return ngettext(
        "%(network)s, @%(handle)s: this post costs $%(price)s.",
        "%(network)s, @%(handle)s: these %(count)s posts cost $%(price)s.",
        number,
    )


def _dollars(amount: Decimal, places: int) -> str:
    return str(number_format(amount.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP), decimal_pos=places))
