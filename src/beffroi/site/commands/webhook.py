"""`beffroi webhook test`: calls the programs of an organisation now, and says what came of it."""

import argparse
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    Commands = argparse._SubParsersAction[argparse.ArgumentParser]


def add(commands: "Commands", data: Callable[[argparse.ArgumentParser], None], guarded: Callable[..., object]) -> None:
    webhook = commands.add_parser("webhook", help="the programs that are called when something happens")
    acts = webhook.add_subparsers(required=True, metavar="COMMAND")
    test = acts.add_parser("test", help="call them now and say what came of it; 1 when one did not take the call")
    data(test)
    test.add_argument("--organisation", metavar="NAME", help="whose; without it those of all")
    test.add_argument("--place", metavar="HOST", help="only those at this host")
    test.set_defaults(run=guarded(lambda asked: run(asked.organisation, asked.place, sys.stdout)))


def run(organisation: str | None, place: str | None, out: TextIO) -> int:
    """Prints one line for each; 1 when one was not reached, or when there is none."""
    from django.utils import timezone

    from beffroi.journal.sentences import translated
    from beffroi.notify.calling import call
    from beffroi.notify.models import WebhookEndpoint
    from beffroi.notify.reading_on import write_test

    standing = WebhookEndpoint.objects.filter(removed_at=None, is_active=True, organisation__is_demo=False)
    if organisation is not None:
        standing = standing.filter(organisation__name=organisation)
    chosen = [each for each in standing.select_related("organisation") if place in (None, each.place)]
    well = bool(chosen)
    if not chosen:
        print("beffroi: no webhook is switched on there; nothing was called", file=out)
    for endpoint in chosen:
        delivery = write_test(endpoint, timezone.now())
        call(delivery, timezone.now)
        taken = delivery.state == "sent"
        well &= taken
        came = f"{delivery.status} in {delivery.took} ms" if taken else translated(delivery.trouble)
        print(f"{'ok ' if taken else 'BAD'}  {endpoint.organisation}, {endpoint}: {came}", file=out)
    return 0 if well else 1
