"""Cases, their answers, and the clock from the first hit to the answer."""

from beffroi.inbox.models.calendar import Calendar as Calendar
from beffroi.inbox.models.case import Case as Case
from beffroi.inbox.models.clock import Clock as Clock
from beffroi.inbox.models.deadline import Deadline as Deadline
from beffroi.inbox.models.elsewhere import ElsewhereAnswer as ElsewhereAnswer
from beffroi.inbox.models.elsewhere import Overwritten as Overwritten
from beffroi.inbox.models.poll import MentionPoll as MentionPoll
from beffroi.inbox.models.reckoning import Reckoning as Reckoning
from beffroi.inbox.models.reply import Assignment as Assignment
from beffroi.inbox.models.reply import Reply as Reply
from beffroi.inbox.models.target import ResponseTarget as ResponseTarget
