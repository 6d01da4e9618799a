"""The two assemblies, which no register lists: put into the directory when somebody who sits there is."""

from datetime import datetime

from beffroi.directory.models import Body, Source

ASSEMBLIES = {"assemblee-nationale": "Assemblée nationale", "senat": "Sénat"}


def assembly(code: str, source: Source | None = None, *, now: datetime) -> Body:
    """The body of that code, made where the directory has none yet, by `source`. Raises KeyError for another code."""
    body = Body.objects.filter(kind="assembly", code=code).first()
    if body is not None:
        return body
    body = Body(kind="assembly", code=code, name=ASSEMBLIES[code], changed_at=now)
    if source is not None:
        body.take(source, name=ASSEMBLIES[code])
    body.save()
    Body.note_words([body])
    return body
