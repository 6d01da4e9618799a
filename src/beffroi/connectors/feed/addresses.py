"""Addresses that a feed or a page gives: of the web, whole, and such that a database can hold them; or none."""

from urllib.parse import urljoin

from beffroi.connectors.values import storable


def joined(here: str, said: str) -> str:
    """`said` as a whole web address, seen from `here`; empty for what is none, as a link that runs a script."""
    try:
        address = urljoin(here, storable(said).strip())
    except ValueError:  # "http://[" and its like
        return ""
    return address if said.strip() and address.lower().startswith(("https://", "http://")) else ""
