"""The tower: which rooms, which one the reader is in, which windows are lit."""

from beffroi.site import rooms

DOORS = {rooms.TODAY: "/", rooms.DRAFTS: "/drafts", rooms.COMPOSE: "/drafts/new", rooms.INBOX: "/inbox"}


def test_a_page_is_in_the_room_with_the_longest_address() -> None:
    assert rooms.current(DOORS, "/drafts/new") is rooms.COMPOSE
    assert rooms.current(DOORS, "/drafts/7") is rooms.DRAFTS
    assert rooms.current(DOORS, "/inbox/7") is rooms.INBOX


def test_the_root_is_today_and_nothing_else_is() -> None:
    assert rooms.current(DOORS, "/") is rooms.TODAY
    assert rooms.current(DOORS, "/design") is None


def test_a_word_that_only_begins_alike_is_another_room() -> None:
    assert rooms.current(DOORS, "/inboxes") is None
