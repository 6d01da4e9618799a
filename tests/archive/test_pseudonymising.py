"""Taking an author out of a post looks up what names that post by indexes: the table of posts is the largest."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from beffroi.access.models import Organisation
from beffroi.archive.erasing import pseudonymise
from beffroi.archive.kept import spoken
from beffroi.archive.models import Post
from beffroi.keeping.kinds import Person
from beffroi.vocabulary import Post as SeenPost
from beffroi.vocabulary import Profile, Ref
from tests.cast import NOW

EVE = Profile("sandbox", "eve-id", "eve", "Ève")


def seen(name: str, **more: Ref) -> Post:
    return Post.store(SeenPost("sandbox", name, EVE, "le pont", NOW, **more), now=NOW)  # type: ignore[arg-type]


@pytest.mark.django_db
def test_what_answers_and_quotes_a_post_is_found_by_an_index() -> None:
    asked, answer, quote = seen("a"), seen("b", reply_to=Ref("a")), seen("c", quote_of=Ref("a"))
    with CaptureQueriesContext(connection) as asked_for:
        pseudonymise(Post.objects.filter(pk=asked.pk), keeps_words=lambda _post: True, now=NOW)
    for row in (asked, answer, quote):
        row.refresh_from_db()
    assert answer.reply_to == quote.quote_of == asked.native_id
    if connection.vendor == "sqlite":
        plans = ""
        with connection.cursor() as cursor:
            for sql in [one["sql"] for one in asked_for if one["sql"].startswith('UPDATE "archive_post"')]:
                cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
                plans += str(cursor.fetchall())
        assert [name for name in ("post_by_answered", "post_by_quoted") if name not in plans] == []


@pytest.mark.django_db
@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL chooses by what stands in its tables")
def test_who_points_to_the_posts_of_a_person_is_asked_by_post() -> None:
    person = Person(ids=frozenset({("sandbox", "eve-id")}))
    sql, values = spoken(Organisation.objects.create(name="Feurs"), person).query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}", values)
        plan = [str(line[3]) for line in cursor.fetchall()]
    assert any("(latest_id=?)" in line for line in plan)
    assert [line for line in plan if line.endswith("(organisation_id=?)") or line.startswith("SCAN")] == []
