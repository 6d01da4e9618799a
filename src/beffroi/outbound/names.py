"""What the DNS says of a name: its TXT records, and where it is, asked of the machine's name server or of one of ours.

texts("_atproto.ville.example", policy)      ["did=did:plc:…"]
client(policy, resolve=resolver(policy))     a client for whom that name server says where a host is
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING

from beffroi.outbound.connect import Resolve, system_resolver
from beffroi.outbound.errors import Reason, TooSlow, Unreachable
from beffroi.outbound.policy import Policy

if TYPE_CHECKING:
    from dns.resolver import Answer, Resolver


def texts(name: str, policy: Policy) -> list[str]:
    """The TXT records of `name`, each whole; none for a name without any. Raises TooSlow or Unreachable."""
    import dns.exception  # only who asks pays for it
    import dns.resolver

    try:
        found = _asked(policy, name, "TXT")
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except dns.exception.Timeout as error:
        raise TooSlow(Reason.NO_ANSWER, host=name) from error
    except dns.exception.DNSException as error:
        raise Unreachable(Reason.UNKNOWN_NAME, host=name) from error
    return [b"".join(record.strings).decode("utf-8", errors="replace") for record in found]


def resolver(policy: Policy) -> Resolve:
    """Where a host is, as the policy's name server says; as this machine says where the policy names none."""
    if not policy.name_server:
        return system_resolver

    def resolve(host: str, _port: int) -> Sequence[str]:
        import dns.exception

        try:
            return [str(record) for record in _asked(policy, host, "A")]
        except dns.exception.DNSException as error:
            raise OSError("no address for this name") from error

    return resolve


def _asked(policy: Policy, name: str, kind: str) -> "Answer":
    return _ask_of(policy).resolve(f"{name.rstrip('.')}.", kind, lifetime=policy.connect_seconds, search=False)


def _ask_of(policy: Policy) -> "Resolver":
    import dns.resolver

    if not policy.name_server:
        return dns.resolver.Resolver()
    host, _, port = policy.name_server.rpartition(":")
    ours = dns.resolver.Resolver(configure=False)
    ours.nameservers, ours.port = [host.strip("[]")], int(port)
    return ours
