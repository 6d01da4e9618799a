"""Cases, what the desk does with them, their answers, and the clock from the first hit to the answer."""

from beffroi.inbox.models.act import Act as Act
from beffroi.inbox.models.case import Case as Case
from beffroi.inbox.models.clock import Clock as Clock
from beffroi.inbox.models.elsewhere import ElsewhereAnswer as ElsewhereAnswer
from beffroi.inbox.models.elsewhere import Overwritten as Overwritten
from beffroi.inbox.models.joining import Apart as Apart
from beffroi.inbox.models.joining import Merging as Merging
from beffroi.inbox.models.label import CaseLabel as CaseLabel
from beffroi.inbox.models.label import Label as Label
from beffroi.inbox.models.note import Note as Note
from beffroi.inbox.models.poll import MentionPoll as MentionPoll
from beffroi.inbox.models.reply import Assignment as Assignment
from beffroi.inbox.models.reply import Reply as Reply
from beffroi.inbox.models.saved import SavedReply as SavedReply
from beffroi.inbox.models.seat import Seat as Seat
from beffroi.inbox.models.snooze import Snooze as Snooze
from beffroi.inbox.models.typed import TypedMessage as TypedMessage
from beffroi.inbox.models.writing import Writing as Writing
