"""Does a text announce an accomplished fact? Plain rules over tables of French and English expressions.

A fact is announced when the text would be false had the event not happened: "L'article 1er est adopté", "élue maire",
"the bill has passed". A plan, a wish, a question, a condition, a denial, a rumour, somebody else's words and what
happened long ago are not.
"""

from beffroi.engines.announce.finding import Announcement, announcements
from beffroi.engines.announce.kinds import KINDS

__all__ = ["KINDS", "Announcement", "announcements"]
