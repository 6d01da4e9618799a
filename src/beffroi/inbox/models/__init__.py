"""Cases, their answers, and the clock from the first hit to the answer."""

from beffroi.inbox.models.case import Case as Case
from beffroi.inbox.models.clock import Clock as Clock
from beffroi.inbox.models.elsewhere import ElsewhereAnswer as ElsewhereAnswer
from beffroi.inbox.models.elsewhere import Overwritten as Overwritten
from beffroi.inbox.models.poll import MentionPoll as MentionPoll
from beffroi.inbox.models.reply import Assignment as Assignment
from beffroi.inbox.models.reply import Reply as Reply
