"""All checks, in the order in which their findings are shown."""

from beffroi.publishing.checks import Check, Checked, Finding, accounts, images, length

CHECKS: tuple[Check, ...] = (accounts.check, length.check, images.check)


def findings(checked: Checked) -> list[Finding]:
    return [finding for check in CHECKS for finding in check(checked)]
