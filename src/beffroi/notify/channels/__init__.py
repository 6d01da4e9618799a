"""The ways to reach a person."""

from collections.abc import Mapping

from beffroi.notify.channels.contract import Channel
from beffroi.notify.channels.mail import MAIL
from beffroi.notify.channels.matrix import MATRIX
from beffroi.notify.channels.others import OTHERS
from beffroi.notify.channels.push import PUSH
from beffroi.notify.channels.sms import SMS
from beffroi.notify.channels.webhook import WEBHOOK

CHANNELS: Mapping[str, Channel] = {channel.name: channel for channel in (MAIL, SMS, MATRIX, PUSH, WEBHOOK, OTHERS)}

RINGING = tuple(channel.name for channel in CHANNELS.values() if channel.rings)

__all__ = ["CHANNELS", "RINGING", "Channel"]
