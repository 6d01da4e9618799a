"""The real servers on loopback that the tests of the way out use."""

from tests.outbound.conftest import certificate, listen, serve

__all__ = ["certificate", "listen", "serve"]
