"""Cases, their answers, who is asked about them, and the clock from the first hit to the answer."""

from beffroi.inbox.models.calendar import Calendar as Calendar
from beffroi.inbox.models.case import Case as Case
from beffroi.inbox.models.charter import ModerationCharter as ModerationCharter
from beffroi.inbox.models.charter import Motive as Motive
from beffroi.inbox.models.clock import Clock as Clock
from beffroi.inbox.models.deadline import Deadline as Deadline
from beffroi.inbox.models.consultation import Consultation as Consultation
from beffroi.inbox.models.consultation import ConsultationLink as ConsultationLink
from beffroi.inbox.models.elsewhere import ElsewhereAnswer as ElsewhereAnswer
from beffroi.inbox.models.elsewhere import Overwritten as Overwritten
from beffroi.inbox.models.learned import LearnedServices as LearnedServices
from beffroi.inbox.models.moderation import ModerationAct as ModerationAct
from beffroi.inbox.models.place import Place as Place
from beffroi.inbox.models.poll import MentionPoll as MentionPoll
from beffroi.inbox.models.reckoning import Reckoning as Reckoning
from beffroi.inbox.models.reply import Assignment as Assignment
from beffroi.inbox.models.reply import Reply as Reply
from beffroi.inbox.models.target import ResponseTarget as ResponseTarget
from beffroi.inbox.models.routing import Routing as Routing
from beffroi.inbox.models.rule import RoutingRule as RoutingRule
from beffroi.inbox.models.service import ServiceContact as ServiceContact
from beffroi.inbox.models.status import StatusPage as StatusPage
