"""What an organisation still needs before it can rely on Beffroi: each decided by what is so, not by a ticked box."""

from beffroi.site.needs.standing import Standing, missing, standings, standings_from

__all__ = ["Standing", "missing", "standings", "standings_from"]
