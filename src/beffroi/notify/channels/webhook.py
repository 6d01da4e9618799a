"""A person's own webhook: one POST of JSON to an address that is itself the key."""

import json

from django.utils.translation import gettext_noop

from beffroi import outbound
from beffroi.notify.channels import web_address
from beffroi.notify.channels.answers import POLICY_SECONDS, weigh
from beffroi.notify.channels.contract import Channel, Later, Notice
from beffroi.vocabulary import Sentence


def send(notice: Notice) -> None:
    said = {"type": "notice", "data": {"subject": notice.subject, "text": notice.text, "link": notice.link}}
    headers = {"Content-Type": "application/json", "webhook-id": notice.key}
    body = json.dumps(said, ensure_ascii=False).encode()
    try:
        weigh(
            web_address.way_out(POLICY_SECONDS).request(
                "POST", notice.address, content=body, headers=headers, follow_redirects=False
            )
        )
    except outbound.OutboundError as error:
        raise Later(Sentence(str(error.reason))) from error


WEBHOOK = Channel(
    name="webhook",
    label=Sentence(gettext_noop("my own webhook")),
    heading=Sentence(gettext_noop("By a webhook of my own")),
    is_set=lambda: True,
    to_set=Sentence(""),
    cleaned=web_address.cleaned,
    send=send,
    shown=web_address.shown,
)
