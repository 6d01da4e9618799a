"""The end of somebody's time here: planned for a day, or now; what they hold is handed over, then they are gone."""

from datetime import UTC, date, datetime, time, timedelta
from typing import Self

from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.translation import gettext as _

from beffroi.access.models import ApiToken, IncomingWebhook, Membership, Organisation, User
from beffroi.access.roles import ROLES
from beffroi.inbox.incoming import close_door
from beffroi.journal.models import record
from beffroi.journal.moves import NotAllowed
from beffroi.people.models.invitation import Invitation
from beffroi.people.models.owners import LastOwner, must_be_owner_for, must_leave_an_owner
from beffroi.work.models import Due, DueQuerySet

WARNED = (timedelta(days=30), timedelta(days=7), timedelta(0))
MORNING = time(9)


class LeavingQuerySet(DueQuerySet["Leaving"]):
    def of(self, organisation: Organisation) -> Self:
        """Those that are not over."""
        return self.filter(organisation=organisation, ended_at=None).select_related("organisation", "user")


def here_or_leaving(organisation: Organisation) -> models.QuerySet[User]:
    """The members, and those whose time here is ending."""
    here = Membership.objects.filter(organisation=organisation)
    leaving = Leaving.objects.filter(organisation=organisation, ended_at=None)
    return User.objects.filter(models.Q(pk__in=here.values("user")) | models.Q(pk__in=leaving.values("user")))


class Leaving(Due):
    """Due at each warning. From `suspended_at` on the person has no place here any more: their membership is gone, and
    `role` remembers what it was. It is over (`ended_at`) once somebody says that everything is handed over."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="+")
    role = models.CharField(max_length=20)
    ends_on = models.DateField(null=True)
    suspends = models.BooleanField(default=False)  # on that day, by itself
    planned_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    suspended_at = models.DateTimeField(null=True)
    suspended_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")

    objects = LeavingQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "user"], condition=models.Q(ended_at=None), name="one_leaving_at_a_time"
            ),
            models.CheckConstraint(condition=models.Q(role__in=list(ROLES)), name="known_role_of_who_leaves"),
        ]
        indexes = [models.Index(fields=["due_at"], name="leaving_due", condition=models.Q(due_at__isnull=False))]

    def __str__(self) -> str:
        return f"{self.user} leaves {self.organisation}"

    @property
    def role_name(self) -> str:
        return str(ROLES[self.role])

    @classmethod
    def plan(
        cls, organisation: Organisation, user: User, *, ends_on: date, suspends: bool, by: User, now: datetime
    ) -> "Leaving":
        """The mandate ends on that day; planning again moves it. Raises PermissionDenied and NotAllowed."""
        role = _role_to_end(organisation, user, by)
        with transaction.atomic():
            leaving, _new = cls.objects.update_or_create(
                organisation=organisation,
                user=user,
                ended_at=None,
                defaults={
                    "role": role,
                    "ends_on": ends_on,
                    "suspends": suspends,
                    "planned_by": by,
                    "planned_at": now,
                    "due_at": _next_warning(ends_on, organisation, now),
                },
            )
            leaving._record("MANDATE_END_PLANNED", by, now, day=ends_on.isoformat())
        return leaving

    @classmethod
    def suspend_now(cls, organisation: Organisation, user: User, *, by: User | None, now: datetime) -> "Leaving":
        """From the commit on the person can do nothing here: membership, sessions and tokens are gone, what they let
        programs bring in, and the invitations to them and by them.

        `by` is None for the planned day, and for the administrator of the machine. Raises LastOwner, PermissionDenied,
        and NotAllowed for who is no member.
        """
        role = _role_to_end(organisation, user, by)
        with transaction.atomic():
            must_leave_an_owner(organisation, user)
            begun = {"role": role, "planned_by": by, "planned_at": now}
            who = {"organisation": organisation, "user": user}
            leaving, _new = cls.objects.get_or_create(**who, ended_at=None, defaults=begun)
            cls.objects.filter(pk=leaving.pk).update(role=role, suspended_at=now, suspended_by=by, due_at=None)
            Membership.objects.filter(**who).delete()
            tokens = ApiToken.objects.filter(**who, revoked_at=None).update(revoked_at=now)
            for webhook in IncomingWebhook.objects.filter(**who, revoked_at=None):
                close_door(webhook, by=by, now=now)
            Invitation.revoke_of(user, organisation, by=by, now=now)
            leaving.refresh_from_db()
            leaving._record("MEMBER_SUSPENDED", by, now, sessions=end_sessions(user, now), tokens=tokens)
        return leaving

    def take_back(self, *, by: User, now: datetime) -> None:
        """They stay after all, or come back, with the role that they had; who was invited again meanwhile keeps the one
        of their invitation. Tokens and sessions are not made again."""
        with transaction.atomic():
            if not Leaving.objects.filter(pk=self.pk, ended_at=None).update(ended_at=now, ended_by=by, due_at=None):
                return
            self.refresh_from_db(fields=["role", "suspended_at"])  # somebody may have suspended them since it was read
            role = self.user.role_in(self.organisation) or self.role
            must_be_owner_for(role, self.organisation, by=by)
            if self.suspended_at is not None:
                self.organisation.admit(self.user, role)
            self._record("MANDATE_GOES_ON", by, now, role={"say": role.capitalize()})

    def end(self, *, by: User | None, now: datetime) -> None:
        """Everything is handed over: the person is gone. Suspends them first where that was not done, or where they
        were invited again since. Raises as `suspend_now` does."""
        with transaction.atomic():
            self.refresh_from_db(fields=["suspended_at"])
            if self.suspended_at is None or self.user.role_in(self.organisation) is not None:
                Leaving.suspend_now(self.organisation, self.user, by=by, now=now)
            if Leaving.objects.filter(pk=self.pk, ended_at=None).update(ended_at=now, ended_by=by, due_at=None):
                self._record("MANDATE_ENDED", by, now)
        self.refresh_from_db()

    def warn(self, *, now: datetime) -> bool:
        """A month and a week before, and on the day; then they are suspended, if that was chosen. False when another
        worker did it."""
        if self.ends_on is None:
            return False
        today = now.astimezone(self.organisation.tz).date()
        with transaction.atomic():
            if not Leaving.objects.claim(self, until=_next_warning(self.ends_on, self.organisation, now) or now):
                return False
            if self.ends_on > today:
                self._record("MANDATE_ENDS", None, now, days=(self.ends_on - today).days)
                return True
            Leaving.objects.filter(pk=self.pk).update(due_at=None)
            self._on_the_day(now)  # in one transaction: nobody would come back for who was left over
        return True

    def _on_the_day(self, now: datetime) -> None:
        try:
            if self.suspends:
                Leaving.suspend_now(self.organisation, self.user, by=None, now=now)
                return
        except (LastOwner, NotAllowed):
            pass  # the last owner stays, or is gone already: somebody is told all the same
        self._record("MANDATE_ENDS", None, now, days=0)

    def _record(self, verb: str, actor: User | None, now: datetime, **said: object) -> None:
        record(verb, self, organisation=self.organisation, actor=actor, now=now, name=self.user.name, **said)


def end_sessions(user: User, now: datetime) -> int:
    """Signs `user` out everywhere; how many sessions that were."""
    open_ones = Session.objects.filter(expire_date__gt=now)
    theirs = [one.pk for one in open_ones.iterator() if one.get_decoded().get("_auth_user_id") == str(user.pk)]
    return Session.objects.filter(pk__in=theirs).delete()[0]


def _role_to_end(organisation: Organisation, user: User, by: User | None) -> str:
    role = user.role_in(organisation)
    if role is None:
        raise NotAllowed(f"{user} is no member of {organisation}")
    if by is not None:
        if not by.may("run the organisation", organisation):
            raise PermissionDenied(_("Your role does not allow this. The owner of your organisation can change it."))
        must_be_owner_for(role, organisation, by=by)
    return role


def _next_warning(ends_on: date, organisation: Organisation, now: datetime) -> datetime | None:
    """The next of the warnings after `now`, at nine on the organisation's clock; the day itself begins at midnight."""
    moments = []
    for before in WARNED:
        hour = MORNING if before else time(0)
        moments.append(datetime.combine(ends_on - before, hour, tzinfo=organisation.tz).astimezone(UTC))
    later = [at for at in moments if at > now]
    if later:
        return later[0]
    return now + timedelta(seconds=1) if ends_on <= now.astimezone(organisation.tz).date() else None
