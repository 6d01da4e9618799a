"""What a text costs where the post is paid for."""

from decimal import Decimal

import pytest
from django.utils import translation

from beffroi.connectors.contract import Capabilities, Price
from beffroi.publishing.checks import Checked, Destination, Finding, cost

PAID = Capabilities(
    max_length=280,
    max_images=4,
    max_image_bytes=5_000_000,
    idempotent=False,
    price=Price(Decimal("0.015"), Decimal("0.200")),
)


def found(*posts: str, price: str, spent: str = "3.10", ceiling: str | None = "20", network: str = "X") -> Finding:
    destination = Destination(
        "feurs",
        network,
        PAID,
        posts=posts,
        price=Decimal(price),
        spent=Decimal(spent),
        ceiling=Decimal(ceiling) if ceiling is not None else None,
    )
    [finding] = cost.check(Checked(text=posts[0], images=[], destinations=[destination]))
    return finding


def test_the_price_is_said_before_it_is_spent() -> None:
    finding = found("Le marché", price="0.015")
    assert str(finding.words) == "X, @feurs: this post costs $0.015. $3.10 of $20.00 are spent this month."
    assert (finding.blocks, finding.place) == (False, "accounts")


def test_a_link_is_named_as_the_reason() -> None:
    assert "this post costs $0.200, because it has a link." in found("Voir feurs.example", price="0.200").words


def test_a_thread_costs_what_its_posts_cost_together() -> None:
    assert "these 2 posts cost $0.030." in found("Un", "Deux", price="0.030").words
    assert "these 2 posts cost $0.215, because there is a link" in found("Un", "feurs.example", price="0.215").words


def test_without_a_ceiling_that_is_said() -> None:
    finding = found("Le marché", price="0.015", ceiling=None)
    assert "no ceiling is set" in finding.words and not finding.blocks


@pytest.mark.parametrize(("spent", "blocks"), [("19.985", False), ("19.986", True), ("25", True)])
def test_what_would_pass_the_ceiling_is_blocked_and_nobody_may_lift_it(spent: str, blocks: bool) -> None:
    finding = found("Le marché", price="0.015", spent=spent)
    assert (finding.blocks, finding.liftable) == (blocks, False)


def test_a_ceiling_of_nothing_blocks_every_post() -> None:
    assert found("Le marché", price="0.015", spent="0", ceiling="0").blocks


def test_a_sign_that_formats_in_a_name_is_a_sign() -> None:
    assert "100%(x)s" in found("Le marché", price="0.015", network="100%(x)s").words


def test_amounts_are_written_as_the_reader_writes_them() -> None:
    with translation.override("fr"):
        assert "0,200" in found("Voir feurs.example", price="0.200").words


def test_what_is_free_says_nothing() -> None:
    free = Destination("feurs", "Bluesky", PAID, posts=["Le marché"], price=None)
    assert list(cost.check(Checked(text="Le marché", images=[], destinations=[free]))) == []
