"""`beffroi import-posts`: posts out of a file, put through the saved searches."""

from pathlib import Path
from typing import TextIO

from django.utils import timezone

from beffroi.access.models import Membership
from beffroi.listening.filed import Row, Unreadable, rows
from beffroi.listening.importing import import_posts
from beffroi.site.terminal import gettext as _


def run(file: Path, *, organisation: str, by: str, out: TextIO) -> int:
    """Prints the rows that are wrong, and how much was found; 1 when some row is wrong or nothing could be done."""
    member = Membership.objects.filter(organisation__name=organisation, user__email__iexact=by)
    reader = member.select_related("organisation", "user").first()
    if reader is None or not reader.may("search"):
        refused = _("{email} may not save searches in an organisation called {organisation}.")
        print(refused.format(email=by, organisation=organisation), file=out)
        return 1

    def tell(row: Row) -> None:
        print(_("Line {line}: {flaw}").format(line=row.line, flaw=_(row.flaw)), file=out)

    now = timezone.now()
    try:
        done = import_posts(rows(file), reader.organisation, by=reader.user, file=file.name, now=now, tell=tell)
    except Unreadable as reason:
        print(_(str(reason)), file=out)
        return 1
    counts = _("{posts} posts were read, {found} matches are new; {wrong} rows are wrong.")
    print(counts.format(posts=done.posts, found=done.found, wrong=done.wrong), file=out)
    return 1 if done.wrong else 0
