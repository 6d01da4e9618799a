"""Accounts, their connections (the keys), their freezes, and who holds them."""

from beffroi.directory.models.account import Account, Connection, Freeze, network_name
from beffroi.directory.models.key_holder import KeyHolder, KeyProof

__all__ = ["Account", "Connection", "Freeze", "KeyHolder", "KeyProof", "network_name"]
