"""Opening hours: how much of them passes between two moments, and when so much of them has passed."""

from beffroi.engines.worktime.calendar import Calendar as Calendar
from beffroi.engines.worktime.calendar import Closure as Closure
from beffroi.engines.worktime.calendar import Nights as Nights
from beffroi.engines.worktime.calendar import Slot as Slot
from beffroi.engines.worktime.calendar import Unusable as Unusable
from beffroi.engines.worktime.calendar import always as always
from beffroi.engines.worktime.holidays import TERRITORIES as TERRITORIES
from beffroi.engines.worktime.holidays import holidays as holidays
from beffroi.engines.worktime.hours import Hours as Hours
from beffroi.engines.worktime.hours import NeverPasses as NeverPasses
from beffroi.engines.worktime.hours import Pause as Pause
from beffroi.engines.worktime.hours import hours_of as hours_of
