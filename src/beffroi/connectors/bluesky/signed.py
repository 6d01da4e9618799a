"""What an account really said: a commit of its repository, signed with its key, and the tree that the commit signs.

Three things make a record its author's: the commit bears a signature of the author's key; every block has the hash by
which it is called; and the tree under the commit leads to the record by its key. A record that merely travels along is
nobody's. https://atproto.com/specs/repository
"""

from typing import Any
from urllib.parse import quote

import libipld
from atproto_crypto.did import get_did_key  # type: ignore[import-untyped]  # the kit has no types
from atproto_crypto.exceptions import DidKeyError  # type: ignore[import-untyped]  # the kit has no types
from atproto_crypto.verify import verify_signature  # type: ignore[import-untyped]  # the kit has no types

from beffroi import outbound
from beffroi.connectors.bluesky.blocks import LINK, OF_FILES, OF_RECORDS, Block, Blocks, blocks_in
from beffroi.connectors.bluesky.troubles import NO_DIRECTORY, not_reached
from beffroi.connectors.contract import TryLater
from beffroi.connectors.values import at, items, words

KNOWN = 20_000  # keys that are remembered
DEEPEST = 64  # a tree of a thousand million records is 15 deep


class Unproven(ValueError):
    """What came does not show that the account said it."""


class Keys:
    """Signing keys as the directory of identities gives them. `directory` is the base URL of PLC."""

    def __init__(self, directory: str, policy: outbound.Policy, transport: outbound.Transport) -> None:
        self._http = outbound.client(policy, base_url=directory, over=transport)
        self._known: dict[str, str] = {}

    def of(self, did: str) -> str:
        if did not in self._known:
            if len(self._known) >= KNOWN:
                self._known.pop(next(iter(self._known)))
            self._known[did] = self._ask(did)
        return self._known[did]

    def forget(self, did: str) -> None:
        """An account may have changed its key."""
        self._known.pop(did, None)

    def _ask(self, did: str) -> str:
        """The key of `did` as a did:key. Raises Unproven when it has none, TryLater when nobody answers."""
        method, _, name = did.removeprefix("did:").partition(":")
        if method not in ("plc", "web") or not name.replace("-", "").replace(".", "").isalnum():
            raise Unproven("an identity of an unknown kind")
        address = f"https://{name}/.well-known/did.json" if method == "web" else f"/{quote(did, safe=':')}"
        try:
            answer = self._http.get(address)
        except outbound.OutboundError as error:
            if method == "web":  # a server of the author's own choice must not hold up all others
                raise Unproven("an identity that nobody vouches for") from error
            raise not_reached(error) from error
        if answer.status_code >= 500 or answer.status_code == 429:
            raise TryLater(NO_DIRECTORY, delivered=False)
        return key_in(answer)


def key_in(answer: outbound.Response) -> str:
    try:
        document = answer.json()
    except ValueError as error:
        raise Unproven("no document of identity") from error
    for method in items(at(document, "verificationMethod")):
        if words(method, "id").endswith("#atproto"):
            key = get_did_key(words(method, "type"), words(method, "publicKeyMultibase"))
            if key:
                return str(key)
    raise Unproven("an identity without a signing key")


def blocks_of(car: bytes, root: bytes) -> tuple[Block, Blocks]:
    """The commit called `root`, and all blocks that came with it, each with the hash that it is called by."""
    try:
        blocks = blocks_in(car)
    except ValueError as error:
        raise Unproven("blocks that cannot be read") from error
    if not isinstance(blocks.get(root), dict):
        raise Unproven("no commit among the blocks")
    return blocks[root], blocks


def check_signature(commit: Block, did: str, key: str) -> None:
    """Raises Unproven."""
    signature = commit.get("sig")
    unsigned = libipld.encode_dag_cbor({name: value for name, value in commit.items() if name != "sig"})
    try:
        is_signed = isinstance(signature, bytes) and verify_signature(key, unsigned, signature)
    except (DidKeyError, ValueError) as error:
        raise Unproven("a signature that cannot be read") from error
    if not is_signed or commit.get("did") != did:
        raise Unproven("a signature of somebody else")


def stands_at(path: str, commit: Block, blocks: Blocks) -> bytes | None:
    """What the tree under `commit` calls by `path`; None when it calls nothing so. Raises Unproven when the part of the
    tree that would tell did not come along."""
    wanted, place = path.encode(), commit.get("data")
    for _ in range(DEEPEST):
        if place is None:
            return None
        if place not in blocks:
            raise Unproven("a part of the tree is missing")
        found, place = within(blocks[place], wanted)
        if found is not None:
            return found
    raise Unproven("a tree without end")


def within(node: Block, wanted: bytes) -> tuple[bytes | None, bytes | None]:
    """What one node of the tree calls `wanted`, else the branch in which it would stand."""
    branch, key = at(node, "l"), b""
    for entry in items(at(node, "e")):
        begins, ends = at(entry, "p"), at(entry, "k")
        if not isinstance(begins, int) or not isinstance(ends, bytes):
            raise Unproven("a tree that cannot be read")
        key = key[:begins] + ends
        if key == wanted:
            return at(entry, "v"), None
        if key > wanted:
            break
        branch = at(entry, "t")
    return None, branch


def as_json(value: Block) -> Any:
    """A record as JSON says it: a link is an object, bytes that are none are left out."""
    if isinstance(value, dict):
        return {name: as_json(one) for name, one in value.items()}
    if isinstance(value, list):
        return [as_json(one) for one in value]
    if isinstance(value, bytes):
        is_link = len(value) == LINK and value.startswith((OF_RECORDS, OF_FILES))
        return {"$link": libipld.encode_cid(value)} if is_link else None
    return value
