"""What a program may ask of our accounts, and of the public register."""

from beffroi.directory.api import accounts, keys, official
from beffroi.directory.api.accounts import AccountShown, account_shown, open_router

ROUTERS = [accounts.router, keys.router, accounts.register, official.router]

__all__ = ["ROUTERS", "AccountShown", "account_shown", "open_router"]
