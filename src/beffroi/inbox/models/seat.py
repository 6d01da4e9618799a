"""At which services somebody works: what the list calls "my service"."""

from collections.abc import Iterable
from datetime import datetime

from django.db import models, transaction

from beffroi.access.models import Organisation, Team, User
from beffroi.journal.models import record


class Seat(models.Model):
    """A person's own choice, which gives no right and takes none away."""

    person = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["person", "team"], name="one_seat_per_person_and_service")]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.team_id}"

    @classmethod
    def of(cls, person: User, organisation: Organisation) -> list[int]:
        """The services of `organisation` at which `person` works."""
        seats = cls.objects.filter(person=person, team__organisation=organisation)
        return list(seats.values_list("team", flat=True))

    @classmethod
    def take(cls, teams: Iterable[Team], organisation: Organisation, *, by: User, now: datetime) -> None:
        """These services and no others."""
        chosen = list(teams)
        with transaction.atomic():
            cls.objects.filter(person=by, team__organisation=organisation).exclude(team__in=chosen).delete()
            for team in chosen:
                cls.objects.get_or_create(person=by, team=team)
            said = ", ".join(team.name for team in chosen) or "—"
            record("SEATS_TAKEN", organisation, organisation=organisation, actor=by, now=now, teams=said)
