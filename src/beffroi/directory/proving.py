"""Looks at what proves an account: one look asks the network, outside any transaction, and settles its proof."""

import re
from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.utils.translation import gettext_noop

from beffroi.connectors.contract import NetworkTrouble, TryLater
from beffroi.connectors.values import words
from beffroi.directory import outside
from beffroi.directory.following import TAKEN, Fails, follow
from beffroi.directory.models import OfficialAccount, Proof
from beffroi.directory.models.official import OPEN_NETWORKS
from beffroi.directory.models.proof import DECLARED
from beffroi.engines.likeness.vouching import domain_of, host_of, is_under, leads_to
from beffroi.engines.texts.links import links

BARE = re.compile(r"(?<![\w@/.:-])(?:[a-z0-9-]+\.)+[a-z]{2,}(?![\w@.])", re.IGNORECASE)  # as Bluesky makes links of it

NO_SITE = gettext_noop("No official site is known for {owner}.")
NO_LINK = gettext_noop("The page {address} has no link to the account.")
NO_DOMAIN = gettext_noop("{site} is not a domain of {owner} alone, so that it cannot prove a name.")
OTHER_DOMAIN = gettext_noop("The handle {handle} is not under the official domain {domain}.")
NO_PROFILE_LINK = gettext_noop("The profile of the account has no link to {site}.")
NO_LINK_BACK = gettext_noop("The page {address} has no link back to the account that says rel=me.")
NOT_LISTED = gettext_noop("The directory of the administration does not name this account.")
NOT_ASKED = gettext_noop("The directory of the administration is not asked, and the file that named it is a year old.")
TOO_OLD = gettext_noop("It was declared more than a year ago.")
NOT_ON_THIS = gettext_noop("On this network, a name proves nothing.")


def look(proof: Proof, *, now: datetime) -> bool:
    """Looks at one proof and settles it; whether it holds now."""
    account = proof.account
    if proof.kind == "dila" and not settings.ANNUAIRE and proof.proven_at and proof.proven_at > now - DECLARED:
        Proof.objects.filter(pk=proof.pk).update(due_at=proof.proven_at + DECLARED)
        return proof.holds()  # it came from a file, and there is nobody to ask
    try:
        if account.network in OPEN_NETWORKS and proof.kind != "declaration":
            follow(account, now=now)
            account.handle_is_back()
        KINDS[proof.kind](proof, now)
    except Fails as reason:
        if reason.words.say == TAKEN:
            account.handle_is_taken(now=now)
        proof.settle(reason.words, now=now)
    except TryLater as trouble:
        proof.not_seen(trouble.reason, now=now)
    except NetworkTrouble as trouble:
        proof.settle(trouble.reason, now=now)
    else:
        proof.settle(None, now=now)
    return proof.holds()


def kinds_for(account: OfficialAccount) -> list[str]:
    """The proofs that a machine can look for."""
    kinds = ["site"]
    if account.network in OPEN_NETWORKS:
        kinds += ["rel_me", "domain"]
    if settings.ANNUAIRE and account.body and account.is_institutional:
        kinds.append("dila")
    return kinds


def _site_of(account: OfficialAccount) -> str:
    """The official site: the body's, or the page that an assembly has of a person whose own account it is."""
    site = account.body.site if account.body and account.is_institutional else ""
    site = site or (account.person.official_page if account.person else "")
    if not site:
        raise Fails(NO_SITE, owner=str(account.owner))
    return site if "://" in site else f"https://{site}"


def _by_site(proof: Proof, _now: datetime) -> None:
    page = outside.page(proof.address or _site_of(proof.account))
    if not any(leads_to(link.href, proof.account.addresses) for link in page.links):
        raise Fails(NO_LINK, address=page.address)


def _by_domain(proof: Proof, _now: datetime) -> None:
    """`follow` has seen already that a Bluesky handle leads to the account and back; the rest is whose domain it is."""
    account = proof.account
    if account.network not in OPEN_NETWORKS:
        raise Fails(NOT_ON_THIS)
    site = _site_of(account)
    domain = domain_of(site)
    if not domain:
        raise Fails(NO_DOMAIN, site=host_of(site) or site, owner=str(account.owner))
    handle = account.handle
    if not is_under(handle.rpartition("@")[2], domain):
        raise Fails(OTHER_DOMAIN, handle=handle, domain=domain)


def _by_link_back(proof: Proof, _now: datetime) -> None:
    account = proof.account
    site = proof.address or _site_of(account)
    towards = [href for href in _profile_links(account) if host_of(href) == host_of(site)]
    if not towards:
        raise Fails(NO_PROFILE_LINK, site=host_of(site) or site)
    page = outside.page(towards[0])
    if not any("me" in link.rel and leads_to(link.href, account.addresses) for link in page.links):
        raise Fails(NO_LINK_BACK, address=page.address)


def _profile_links(account: OfficialAccount) -> list[str]:
    if account.network == "mastodon":
        return list(outside.mastodon(account.handle).links)
    names = outside.bluesky()
    profile = names.profile(names.document(account.native_id))
    said = f"{words(profile, 'description')} {words(profile, 'website')}"
    return [*links(said), *(f"https://{bare}" for bare in BARE.findall(said))]


def _by_entry(proof: Proof, _now: datetime) -> None:
    account = proof.account
    if not settings.ANNUAIRE or account.body is None:
        raise Fails(NOT_ASKED)
    for entry in outside.annuaire(account.body):
        if any(leads_to(address, account.addresses) for address in entry.accounts):
            proof.address = entry.page
            proof.save(update_fields=["address"])
            return
    raise Fails(NOT_LISTED)


def _by_declaration(_proof: Proof, _now: datetime) -> None:
    """It comes due only when its year is over."""
    raise Fails(TOO_OLD)


KINDS: dict[str, Callable[[Proof, datetime], None]] = {
    "site": _by_site,
    "domain": _by_domain,
    "rel_me": _by_link_back,
    "dila": _by_entry,
    "declaration": _by_declaration,
}
