"""What people can be told of, as data: whose business it is, and whether it may wake them."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop


@dataclass(frozen=True, slots=True)
class Kind:
    """`act`: the right (`access.roles`) that makes it one's business. `urgent`: told at once, in quiet hours too, to
    who is on call; where nobody is, to everybody. `called`: who is on call is told at once, the others when they wish.

    `subject` and `many` are message ids, said when it is about one thing and about {count}. `page` is the URL name of
    the page where such things stand, `one` of the page of a single one. `verbs` are the events that tell it,
    `settled_by` those after which nobody needs to be told any more; it waits `patience` seconds for them.
    What is not settled is told once to each person by each channel, unless it `reminds`. `goes_with`: events that said
    it already, of the same account at the same moment.
    """

    name: str
    label: str | Promise
    act: str
    subject: str
    many: str
    page: str
    one: str = ""
    verbs: Collection[str] = ()
    settled_by: Collection[str] = ()
    urgent: bool = False
    patience: int = 0
    reminds: bool = False
    called: bool = False
    goes_with: Collection[str] = ()


_ALL = (
    Kind(
        "alarm",
        _("An alarm is raised on an account"),
        "judge alarms",
        subject=gettext_noop("{organisation}: an alarm"),
        many=gettext_noop("{count} alarms were raised."),
        page="guard",
        one="alarm",
        verbs=("ALARM_RAISED", "ALARM_RANG_AGAIN"),
        settled_by=("ALARM_WAS_US", "ALARM_NOT_US", "ALARM_POSTPONED"),
        urgent=True,
    ),
    Kind(
        "account_frozen",
        _("An account is frozen"),
        "judge alarms",
        subject=gettext_noop("{organisation}: an account is frozen"),
        many=gettext_noop("{count} accounts were frozen."),
        page="accounts",
        verbs=("ACCOUNT_FROZEN",),
        settled_by=("ACCOUNT_THAWED",),
        urgent=True,
        goes_with=("ALARM_RAISED",),
    ),
    Kind(
        "repair_verified",
        _("An account that was taken reads right again"),
        "judge alarms",
        subject=gettext_noop("{organisation}: an account reads right again"),
        many=gettext_noop("{count} accounts read right again."),
        page="guard",
        one="playbook",
        verbs=("REPAIR_VERIFIED",),
        settled_by=("PLAYBOOK_CLOSED", "REPAIR_BROKEN"),
    ),
    Kind(
        "too_early",
        _("A text tells what has not happened yet"),
        "approve",
        subject=gettext_noop("{organisation}: told too early"),
        many=gettext_noop("{count} texts tell what has not happened yet."),
        page="today",
        urgent=True,
    ),
    Kind(
        "person_waits",
        _("A request about somebody's data is to be answered"),
        "run the organisation",
        subject=gettext_noop("{organisation}: a request about somebody's data"),
        many=gettext_noop("{count} requests about somebody's data are to be answered."),
        page="person_requests",
        verbs=("PERSON_WAITS",),
    ),
    Kind(
        "everything_stopped",
        _("Everything is stopped"),
        "stop everything",
        subject=gettext_noop("{organisation}: everything is stopped"),
        many=gettext_noop("Everything was stopped {count} times."),
        page="departures",
        verbs=("EVERYTHING_STOPPED",),
        settled_by=("EVERYTHING_RESUMED",),
        urgent=True,
    ),
    Kind(
        "fact_waits",
        _("A fact waits for your word"),
        "confirm facts",
        subject=gettext_noop("{organisation}: has it come true?"),
        many=gettext_noop("{count} facts wait for a word."),
        page="facts",
        urgent=True,
    ),
    Kind(
        "post_missed",
        _("A post missed its time"),
        "approve",
        subject=gettext_noop("{organisation}: a post did not leave"),
        many=gettext_noop("{count} posts missed their time."),
        page="departures",
        one="departure",
        verbs=("PUBLICATION_MISSED",),
        settled_by=("PUBLICATION_REQUEUED", "PUBLICATION_WITHDRAWN"),
        called=True,
    ),
    Kind(
        "post_refused",
        _("A network refuses a post"),
        "approve",
        subject=gettext_noop("{organisation}: a post was refused"),
        many=gettext_noop("{count} posts were refused."),
        page="departures",
        one="departure",
        verbs=("PUBLICATION_FAILED",),
        settled_by=("PUBLICATION_WITHDRAWN",),
        called=True,
    ),
    Kind(
        "post_in_doubt",
        _("Nobody knows whether a post left"),
        "approve",
        subject=gettext_noop("{organisation}: a post is in doubt"),
        many=gettext_noop("{count} posts are in doubt."),
        page="departures",
        one="departure",
        verbs=("PUBLICATION_UNSURE",),
        settled_by=("PUBLICATION_SENT", "PUBLICATION_SEEN", "PUBLICATION_WITHDRAWN"),
        patience=120,  # most doubts are over by then: the network was asked
        called=True,
    ),
    Kind(
        "search_alert",
        _("A search rings"),
        "answer",
        subject=gettext_noop("{organisation}: a search rings"),
        many=gettext_noop("Your searches rang {count} times."),
        page="listening",
        settled_by=("ALERT_READ",),
    ),
    Kind(
        "case_soon",
        _("Time runs out for a case"),
        "answer",
        subject=gettext_noop("{organisation}: time runs out for a case"),
        many=gettext_noop("Time runs out for {count} cases."),
        page="inbox",
        one="case",
        settled_by=("CASE_CLOSED", "CASE_LATE"),
    ),
    Kind(
        "case_late",
        _("A case is late"),
        "answer",
        subject=gettext_noop("{organisation}: a case is late"),
        many=gettext_noop("{count} cases are late."),
        page="inbox",
        one="case",
        settled_by=("CASE_CLOSED",),
    ),
    Kind(
        "wave",
        _("Many people write the same"),
        "answer",
        subject=gettext_noop("{organisation}: many people write the same"),
        many=gettext_noop("{count} waves of messages have begun."),
        page="inbox",
        one="wave",
        verbs=("WAVE_ROSE",),
        settled_by=("WAVE_CLOSED",),
    ),
    Kind(
        "service_answered",
        _("A service answers, or gives a case back"),
        "answer",
        subject=gettext_noop("{organisation}: a service has answered"),
        many=gettext_noop("Services have answered {count} times."),
        page="inbox",
        one="case",
        verbs=("SERVICE_ANSWERED", "SERVICE_GAVE_BACK"),
        settled_by=("CASE_REPLY_DRAFTED", "CASE_CLOSED"),
    ),
    Kind(
        "moderation_review",
        _("A block is to be looked at again"),
        "answer",
        subject=gettext_noop("{organisation}: a block is to be looked at again"),
        many=gettext_noop("{count} blocks are to be looked at again."),
        page="moderation",
        reminds=True,
        verbs=("MODERATION_REVIEW_DUE",),
        settled_by=("MODERATION_LIFTED", "MODERATION_UPHELD"),
    ),
    Kind(
        "moderation_left",
        _("A network did not hide, report or block: it is left to you"),
        "answer",
        subject=gettext_noop("{organisation}: a network did not do what was decided"),
        many=gettext_noop("{count} acts of moderation are left to you."),
        page="moderation",
        one="moderation_act",
        verbs=("MODERATION_REFUSED", "MODERATION_UNSURE"),
        settled_by=("MODERATION_DONE", "MODERATION_LIFTED"),
    ),
    Kind(
        "draft_waits",
        _("A draft waits for an approval"),
        "approve",
        subject=gettext_noop("{organisation}: a draft waits for you"),
        many=gettext_noop("{count} drafts wait for an approval."),
        page="drafts",
        one="draft",
        verbs=("DRAFT_SUBMITTED", "DRAFT_ESCALATED"),
        settled_by=("DRAFT_APPROVED", "CHANGES_REQUESTED", "DRAFT_REOPENED", "DRAFT_EXPIRED", "DELEGATION_USED"),
    ),
    Kind(
        "silent_accounts",
        _("On Mondays: accounts that are silent"),
        "connect accounts",
        subject=gettext_noop("{organisation}: accounts that are silent"),
        many=gettext_noop("{count} digests of silent accounts."),
        page="silent_accounts",
    ),
    Kind(
        "key_to_be_proven",
        _("The holder of an account is to prove it, or to hand it over"),
        "connect accounts",
        subject=gettext_noop("{organisation}: a key is to be proven"),
        many=gettext_noop("{count} keys are to be proven or handed over."),
        page="key_holders",
        reminds=True,
        verbs=("KEY_TO_BE_PROVEN", "KEY_TO_BE_HANDED_OVER"),
        settled_by=("KEY_PROVEN", "KEY_HANDED_OVER"),
    ),
    Kind(
        "mandate_ends",
        _("A mandate ends, or somebody was suspended"),
        "run the organisation",
        subject=gettext_noop("{organisation}: a mandate ends"),
        many=gettext_noop("{count} mandates end, or people were suspended."),
        page="people",
        verbs=("MANDATE_ENDS", "MEMBER_SUSPENDED"),
        settled_by=("MANDATE_ENDED", "MANDATE_GOES_ON"),
    ),
    Kind(
        "handle_taken",
        _("Somebody else has the name of an official account"),
        "judge alarms",
        subject=gettext_noop("{organisation}: the name of an account was taken"),
        many=gettext_noop("{count} names of accounts were taken."),
        page="official_accounts",
        verbs=("OFFICIAL_HANDLE_TAKEN",),
        urgent=True,
    ),
    Kind(
        "proof_fell",
        _("A proof of an official account no longer holds"),
        "connect accounts",
        subject=gettext_noop("{organisation}: a proof no longer holds"),
        many=gettext_noop("{count} proofs of official accounts no longer hold."),
        page="official_accounts",
        verbs=("PROOF_FELL",),
        settled_by=("PROOF_HOLDS",),
    ),
    Kind(
        "official_review",
        _("An official account is to be reviewed"),
        "connect accounts",
        subject=gettext_noop("{organisation}: is this account still yours?"),
        many=gettext_noop("{count} official accounts are to be reviewed."),
        page="official_accounts",
        reminds=True,
        verbs=("OFFICIAL_ACCOUNT_TO_REVIEW",),
        settled_by=("OFFICIAL_ACCOUNT_REVIEWED",),
    ),
    Kind(
        "webhook_off",
        _("A webhook is switched off because it takes no call"),
        "run the organisation",
        subject=gettext_noop("{organisation}: a webhook is switched off"),
        many=gettext_noop("{count} webhooks were switched off."),
        page="webhooks",
        one="webhook",
        verbs=("WEBHOOK_SWITCHED_OFF",),
        settled_by=("WEBHOOK_SWITCHED_ON", "WEBHOOK_REMOVED"),
    ),
    Kind(
        "access_lost",
        _("A network no longer takes our key"),
        "connect accounts",
        subject=gettext_noop("{organisation}: access to an account is lost"),
        many=gettext_noop("Access to {count} accounts was lost."),
        page="accounts",
        verbs=("ACCESS_LOST",),
        settled_by=("ACCOUNT_RECONNECTED",),
    ),
)

KINDS: Mapping[str, Kind] = {kind.name: kind for kind in _ALL}
TELLS: Mapping[str, Kind] = {verb: kind for kind in _ALL for verb in kind.verbs}
