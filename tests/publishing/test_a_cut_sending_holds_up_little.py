"""However many posts wait behind one whose sending was cut, it is looked up in its time, and other accounts go on."""

from datetime import datetime

from beffroi.directory.models import Account
from beffroi.publishing.delivery import take_over
from beffroi.publishing.duties import BATCH, send_due
from beffroi.publishing.models import Draft, Publication
from tests.cast import NOW, Feurs, minutes


def approve(feurs: Feurs, account: Account, number: int) -> list[Publication]:
    """`number` posts of `account`, all due."""
    for n in range(number):
        draft = Draft.begin(
            organisation=feurs.organisation, by=feurs.bruno, accounts=[account], text=f"Annonce {n}", now=NOW
        )
        draft.submit(by=feurs.bruno, now=NOW)
        draft.approve(by=feurs.chloe, version=1, now=NOW)
    return list(Publication.objects.filter(account=account).order_by("pk"))


def send_all(now: datetime) -> None:
    while send_due(now):
        pass


def test_posts_that_wait_behind_a_cut_one_leave_after_its_lease(feurs: Feurs) -> None:
    posts = approve(feurs, feurs.account, 2 * BATCH)
    assert posts[0].claim(now=NOW)  # the worker dies here
    send_all(NOW + minutes(0.9))
    assert not feurs.sandbox.read().posts
    send_all(NOW + minutes(2))
    assert len(feurs.sandbox.read().posts) == 2 * BATCH


def test_a_worker_that_takes_over_goes_on_at_once_however_many_wait(feurs: Feurs) -> None:
    approve(feurs, feurs.account, 2 * BATCH)[0].claim(now=NOW)
    take_over(NOW + minutes(0.1))
    send_all(NOW + minutes(0.1))
    assert len(feurs.sandbox.read().posts) == 2 * BATCH


def test_many_posts_behind_a_cut_one_do_not_hold_up_another_account(feurs: Feurs) -> None:
    approve(feurs, feurs.account, 2 * BATCH)[0].claim(now=NOW)
    culture = feurs.another_account("feurs-culture")
    approve(feurs, culture, 1)
    send_all(NOW + minutes(0.1))
    [post] = feurs.sandbox.read().posts.values()
    assert post["account"] == culture.native_id


def test_a_post_that_had_not_left_still_leaves_before_those_behind_it(feurs: Feurs) -> None:
    posts = approve(feurs, feurs.account, 3)
    assert posts[0].claim(now=NOW)  # the worker dies before the network hears of it
    send_all(NOW + minutes(2))
    assert [post["text"] for post in feurs.sandbox.read().posts.values()] == ["Annonce 0", "Annonce 1", "Annonce 2"]
