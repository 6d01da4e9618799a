"""Questions of citizens, each a case; services, and rules that give the one to the other."""

from datetime import datetime
from itertools import count

from beffroi.access.models import Team
from beffroi.archive.models import Mention
from beffroi.inbox.models import Case, RoutingRule
from beffroi.vocabulary import Post, Profile, Ref
from tests.cast import NOW, Feurs

LAMP = "Le lampadaire de la rue des Lilas est éteint depuis lundi."
_numbers = count(1)


def seen(text: str, *, author: str = "eve", at: datetime = NOW, root: str = "") -> Post:
    """A message that speaks to us, as a network tells it."""
    number = f"question-{next(_numbers)}"
    return Post(
        network="sandbox",
        native_id=number,
        author=Profile("sandbox", f"{author}-id", author, author.title()),
        text=text,
        published_at=at,
        lang="fr",
        root=Ref(root) if root else None,
        reply_to=Ref(root) if root else None,
    )


def question(feurs: Feurs, text: str = LAMP, *, author: str = "eve", at: datetime = NOW, root: str = "") -> Case:
    mention = Mention.note(seen(text, author=author, at=at, root=root), feurs.account, now=at)
    assert mention is not None
    mention.due_at = None
    mention.save()
    return Case.take(mention, now=at)


def service(feurs: Feurs, name: str = "Voirie") -> Team:
    return Team.objects.get_or_create(organisation=feurs.organisation, name=name)[0]


def rule(
    feurs: Feurs, theme: str, *, text: str = "", team: Team | None = None, quarter: str = "", place: int = 99
) -> RoutingRule:
    """A rule in force; without a team it goes back to the last service."""
    made = RoutingRule(
        organisation=feurs.organisation, theme=theme, text=text, quarter=quarter, team=team, follows=team is None
    )
    made.stand(place, by=feurs.ana, now=NOW)
    return made
