"""`beffroi import-calendar`: a CSV file made drafts, without the page."""

from pathlib import Path
from typing import TextIO

from django.utils import timezone, translation

from beffroi.access.models import Membership
from beffroi.engines.tables.sheet import Unreadable
from beffroi.publishing.importing import MOST_BYTES, import_planning
from beffroi.site.terminal import gettext as _
from beffroi.site.terminal import language, say


def run(file: Path, *, organisation: str, by: str, out: TextIO) -> int:
    """Imports the right rows, prints the wrong ones; 1 when some row is wrong or nothing could be done."""
    member = Membership.objects.filter(organisation__name=organisation, user__email__iexact=by)
    writer = member.select_related("organisation", "user").first()
    if writer is None or not writer.may("draft"):
        refused = _("{email} may not write drafts in an organisation called {organisation}.")
        print(refused.format(email=by, organisation=organisation), file=out)
        return 1
    if file.stat().st_size > MOST_BYTES:
        print(_("This file is larger than 5 MB: cut it up."), file=out)
        return 1
    with timezone.override(writer.organisation.tz), translation.override(language()):
        return _import(file, writer, out)


def _import(file: Path, writer: Membership, out: TextIO) -> int:
    content, now = file.read_bytes(), timezone.now()
    try:
        planned = import_planning(content, writer.organisation, by=writer.user, file=file.name, now=now)
    except Unreadable as reason:
        print(say(reason.words), file=out)
        return 1
    for row in planned.wrong:
        print(_("Line {line}, {flaw}").format(line=row.row.line, flaw="; ".join(row.troubles)), file=out)
    counts = _("{right} drafts were made; {known} planned already, {wrong} wrong.")
    print(counts.format(right=len(planned.right), known=len(planned.known), wrong=len(planned.wrong)), file=out)
    return 1 if planned.wrong else 0
