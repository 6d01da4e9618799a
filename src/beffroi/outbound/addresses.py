"""Which hosts are on the public internet. Pure: nothing is looked up here.

The special networks are those of the IANA registries (RFC 6890 and what followed), listed here because Python's
`is_global` knows only some and differs between releases.
"""

import re
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

NOT_PUBLIC_V4 = tuple(
    IPv4Network(special)
    for special in (
        "0.0.0.0/8",
        "10.0.0.0/8",
        "100.64.0.0/10",  # carrier-grade NAT, and the metadata address of one large host
        "127.0.0.0/8",
        "168.63.129.16/32",  # Azure's metadata: routable in form only
        "169.254.0.0/16",  # link-local, and the metadata address of most hosts
        "172.16.0.0/12",
        "192.0.0.0/24",
        "192.0.2.0/24",
        "192.88.99.0/24",
        "192.168.0.0/16",
        "198.18.0.0/15",
        "198.51.100.0/24",
        "203.0.113.0/24",
        "224.0.0.0/3",  # multicast, reserved and broadcast
    )
)
PUBLIC_V6 = IPv6Network("2000::/3")  # all else is local, mapped, translated (64:ff9b::/96) or unassigned
NOT_PUBLIC_V6 = tuple(
    IPv6Network(special)
    for special in (
        "2001::/23",  # protocol assignments: Teredo and others that carry an IPv4 address
        "2001:db8::/32",
        "2002::/16",  # 6to4 carries an IPv4 address
        "3fff::/20",
    )
)

LABEL = r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?"
NAME = re.compile(rf"(?:{LABEL}\.)*({LABEL})")
NUMBER = re.compile(r"[0-9]+|0x[0-9a-f]*")


def is_public(address: Address) -> bool:
    """Whether `address` can be that of a server anyone on the internet may call."""
    if isinstance(address, IPv4Address):
        return not any(address in special for special in NOT_PUBLIC_V4)
    return address in PUBLIC_V6 and not any(address in special for special in NOT_PUBLIC_V6)


def is_name(host: str) -> bool:
    """Whether `host` (lower case) is a host name.

    One whose last label is a number is not: resolvers take 2130706433, 0x7f.1 and 0177.0.0.1 for 127.0.0.1.
    """
    found = NAME.fullmatch(host)
    return found is not None and len(host) <= 253 and not NUMBER.fullmatch(found[1])


def literal(host: str) -> Address | None:
    """The address that `host` spells in its usual form, or None."""
    try:
        return ip_address(host)
    except ValueError:
        return None


def network(entry: str) -> Network | None:
    """The network, or the single address, that `entry` spells, or None."""
    try:
        return ip_network(entry.strip("[]"), strict=False)
    except ValueError:
        return None
