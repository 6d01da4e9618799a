"""All checks, in the order in which their findings are shown."""

from beffroi.publishing.checks import (
    Check,
    Checked,
    Finding,
    accounts,
    amendment,
    announcement,
    blackout,
    capitals,
    cost,
    emoji,
    fancy,
    hashtags,
    images,
    length,
    links,
    lookalike,
    personal,
    private,
    similar,
)

CHECKS: tuple[Check, ...] = (
    accounts.check,
    amendment.check,
    announcement.check,
    blackout.check,
    length.check,
    images.check,
    cost.check,
    private.check,
    personal.check,
    lookalike.check,
    links.check,
    similar.check,
    fancy.check,
    capitals.check,
    hashtags.check,
    emoji.check,
)


def findings(checked: Checked) -> list[Finding]:
    return [finding for check in CHECKS for finding in check(checked)]
