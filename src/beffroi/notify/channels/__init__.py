"""The ways to reach a person."""

from collections.abc import Mapping

from beffroi.notify.channels.contract import Channel
from beffroi.notify.channels.mail import MAIL
from beffroi.notify.channels.matrix import MATRIX
from beffroi.notify.channels.sms import SMS

CHANNELS: Mapping[str, Channel] = {channel.name: channel for channel in (MAIL, SMS, MATRIX)}

__all__ = ["CHANNELS", "Channel"]
