"""An invitation: one person, one role, a link that works once and for a week."""

import hmac
from datetime import datetime, timedelta
from typing import Any, Self

from django.core.exceptions import PermissionDenied
from django.db import models, transaction
from django.utils.translation import gettext as _

from beffroi.access.models import Membership, Organisation, User
from beffroi.access.roles import ROLES
from beffroi.access.secret_link import hashed, new_secret
from beffroi.journal.models import Event, record
from beffroi.journal.moves import NotAllowed
from beffroi.people.models.owners import change_role, must_be_owner_for

LIVES, A_DAY = timedelta(days=7), timedelta(days=1)


class GivesNothing(NotAllowed):
    """Whoever it is for works here already, by a decision of a person."""


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def of(self, organisation: Organisation) -> Self:
        """Those that nobody has used and nobody has taken back, the newest first."""
        open_ones = self.filter(organisation=organisation).open()
        return open_ones.select_related("organisation", "invited_by").order_by("-invited_at")

    def open(self) -> Self:
        return self.filter(used_at=None, revoked_at=None)

    def shown(self, organisation: Organisation, now: datetime) -> Self:
        """Those of the page: a way back that is too old is of no use to anybody, and cannot be renewed."""
        return self.of(organisation).exclude(resets_password=True, expires_at__lte=now)

    def opened_by(self, secret: str, now: datetime) -> "Invitation | None":
        """The one whose link holds `secret`; None for an unknown, a used, a revoked and an expired one alike.

        What is looked for is a hash, so that the time it takes tells nothing about the secret.
        """
        wanted = hashed(secret)
        living = self.filter(secret_hash=wanted, used_at=None, revoked_at=None, expires_at__gt=now)
        found = living.select_related("organisation", "invited_by").first()
        return found if found is not None and hmac.compare_digest(found.secret_hash, wanted) else None


class Invitation(models.Model):
    """Only the hash of the link's secret is kept."""

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="+")
    email = models.EmailField(_("E-mail address"))
    name = models.CharField(_("Name"), max_length=120)
    role = models.CharField(max_length=20)
    secret_hash = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        User, null=True, on_delete=models.PROTECT, related_name="+"
    )  # None: the command line
    invited_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    used_by = models.ForeignKey(User, null=True, on_delete=models.PROTECT, related_name="+")
    revoked_at = models.DateTimeField(null=True)
    resets_password = models.BooleanField(default=False)  # the way back in of somebody who is known here

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "email"],
                condition=models.Q(used_at=None, revoked_at=None),
                name="one_open_invitation_per_address",
            ),
            models.CheckConstraint(condition=models.Q(role__in=list(ROLES)), name="known_invited_role"),
        ]

    def __str__(self) -> str:
        return f"invitation {self.pk}"

    @property
    def role_name(self) -> str:
        return str(ROLES[self.role])

    def is_over(self, now: datetime) -> bool:
        return self.expires_at <= now

    @classmethod
    def invite(
        cls, organisation: Organisation, *, email: str, name: str, role: str, by: User | None, now: datetime
    ) -> "tuple[Invitation, str]":
        """A new invitation and the secret of its link, which is nowhere kept. An open one to the same address ends.

        `by` is None only for the administrator of the machine. Raises PermissionDenied for who may not invite, and
        for who invites an owner without being one.
        """
        email = User.objects.normalize_email(email).lower()
        if by is not None:
            if not by.may("invite", organisation):
                raise PermissionDenied(_("Your role does not allow you to invite."))
            must_be_owner_for(role, organisation, by=by)
        with transaction.atomic():
            made, secret = cls._make(organisation, email, now=now, lives=LIVES, name=name, role=role, invited_by=by)
            made._record("PERSON_INVITED", by, now, role=role)
        return made, secret

    @classmethod
    def way_back(cls, organisation: Organisation, user: User, *, now: datetime) -> "tuple[Invitation, str]":
        """A link with which a member chooses a new password: made by the administrator of the machine, and by nobody
        else. Raises NotAllowed for who is no member."""
        role, email = user.role_in(organisation), user.email.lower()
        if role is None:
            raise NotAllowed(f"{user} is no member of {organisation}")
        what = {"name": user.name, "role": role, "resets_password": True}
        with transaction.atomic():
            made, secret = cls._make(organisation, email, now=now, lives=A_DAY, **what)
            made._record("WAY_BACK_GIVEN", None, now)
        return made, secret

    @classmethod
    def _make(
        cls, organisation: Organisation, email: str, *, now: datetime, lives: timedelta, **what: Any
    ) -> "tuple[Invitation, str]":
        """In the transaction of the caller. An open one to the same address ends."""
        secret = new_secret()
        Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)
        cls.objects.of(organisation).filter(email=email).update(revoked_at=now)
        kept = {"secret_hash": hashed(secret), "invited_at": now, "expires_at": now + lives, **what}
        return cls.objects.create(organisation=organisation, email=email, **kept), secret

    def renew(self, *, by: User, now: datetime) -> str:
        """Another link for another week; the earlier one opens nothing any more. Raises NotAllowed when it was used or
        taken back meanwhile, and for a way back (with it `by` would choose the password of somebody else); else as
        `invite`."""
        if self.resets_password:
            raise NotAllowed(f"{self} is made by the administrator of the machine only")
        must_be_owner_for(self.role, self.organisation, by=by)
        secret = new_secret()
        with transaction.atomic():
            mine = Invitation.objects.filter(pk=self.pk, used_at=None, revoked_at=None)
            if not mine.update(secret_hash=hashed(secret), expires_at=now + LIVES):
                raise NotAllowed(f"{self} is over")
            self._record("INVITATION_RENEWED", by, now)
        self.refresh_from_db(fields=["secret_hash", "expires_at"])
        return secret

    @classmethod
    def revoke_of(cls, user: User, organisation: Organisation, *, by: User | None, now: datetime) -> None:
        """Takes back those to `user`, and those that they made."""
        theirs = models.Q(email=user.email.lower()) | models.Q(invited_by=user)
        for each in cls.objects.of(organisation).filter(theirs):
            each.revoke(by=by, now=now)

    def revoke(self, *, by: User | None, now: datetime) -> None:
        """Its link opens nothing any more; a second time changes nothing."""
        with transaction.atomic():
            if Invitation.objects.filter(pk=self.pk, used_at=None, revoked_at=None).update(revoked_at=now):
                self._record("INVITATION_REVOKED", by, now)

    def known_person(self) -> User | None:
        """Whoever has an account in this instance by that address."""
        return User.objects.filter(email__iexact=self.email).first()

    def accept(self, user: User, *, now: datetime) -> None:
        """`user` comes in with the role, once. Raises GivesNothing for a member, who keeps the role they have, except
        who is a viewer only because the identity provider admitted them. Raises NotAllowed for another address, when
        the link was used, revoked or renewed meanwhile, and for the way back of who has no role here any more."""
        if user.email.lower() != self.email:
            raise NotAllowed(f"{self} is for somebody else")
        with transaction.atomic():
            mine = Invitation.objects.filter(pk=self.pk, secret_hash=self.secret_hash, used_at=None, revoked_at=None)
            if not mine.filter(expires_at__gt=now).update(used_at=now, used_by=user):
                raise NotAllowed(f"{self} is over")
            self._give_role(user, now)
            self._record("PASSWORD_CHOSEN_ANEW" if self.resets_password else "PERSON_JOINED", user, now, role=self.role)

    def _give_role(self, user: User, now: datetime) -> None:
        member = self.organisation.memberships.filter(user=user).select_related("organisation", "user").first()
        if self.resets_password:
            if member is None:
                raise NotAllowed(f"{user} is no member any more")
        elif member is None:
            self.organisation.admit(user, self.role)
        elif self.role != "viewer" and _was_admitted_by_provider(member):
            change_role(member, self.role, by=None, now=now)
        else:
            raise GivesNothing(f"{user} is {member.role} already")

    def _record(self, verb: str, actor: User | None, now: datetime, **said: str) -> None:
        record(verb, self, organisation=self.organisation, actor=actor, now=now, name=self.name, **said)


def _was_admitted_by_provider(member: Membership) -> bool:
    """Whether this is a viewer about whom no person has decided."""
    who = {"subject_kind": "access.user", "subject_id": str(member.user_id), "organisation": member.organisation_id}
    said = Event.objects.filter(**who, verb__in=["ADMITTED_BY_PROVIDER", "ROLE_CHANGED"]).order_by("number").last()
    return member.role == "viewer" and said is not None and said.verb == "ADMITTED_BY_PROVIDER"
