"""What access does by itself."""

from beffroi.access.models.token import forget_answers
from beffroi.work.duty import Duty

DUTIES = [
    Duty(
        name="access.forget_api_answers",
        does="Forgets, after a day, the answers that were kept for calls of the API made again.",
        run=forget_answers,
        rests=3600,
    ),
]
