"""Is this account official? The answer for programs, of any site, without a token."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import conditional_page

from beffroi.access.open_page import open_page
from beffroi.directory import asking
from beffroi.directory.models import OfficialAccount, Proof
from beffroi.directory.verifying import Verdict, verify
from beffroi.engines.addresses import Address, NoAddress, read
from beffroi.journal.sentences import translated


@csrf_exempt
@conditional_page
@open_page(asking.KEPT)
def answer(request: HttpRequest) -> JsonResponse:
    said = _answered(request)
    said["Access-Control-Allow-Origin"] = "*"
    return said


def _answered(request: HttpRequest) -> JsonResponse:
    if request.method not in ("GET", "HEAD"):
        refusal = _refuse(405, _("Ask this address with %(method)s.") % {"method": "GET"})
        refusal["Allow"] = "GET, HEAD"
        return refusal
    if seconds := asking.seconds_to_wait(request):
        refusal = _refuse(429, asking.too_often(seconds))
        refusal["Retry-After"] = str(seconds)
        return refusal
    try:
        address = read(request.GET.get("address", ""))
    except NoAddress as trouble:
        return _refuse(400, translated(trouble.words.as_json()))
    return JsonResponse(_said(verify(address, now=timezone.now()), address, request))


def _said(verdict: Verdict, address: Address, request: HttpRequest) -> dict[str, Any]:
    return {
        "asked": {"network": address.network, "handle": address.handle, "native_id": address.native_id},
        "answer": verdict.answer,
        "reason": verdict.reason,
        "words": translated(verdict.words.as_json()),
        "account": _account(verdict.account, request) if verdict.account else None,
        "proofs": [_proof(proof) for proof in verdict.proofs],
        "nearest": _accounts(verdict.nearest, request),
        "page": request.build_absolute_uri(asking.answer_to(address)),
    }


def _accounts(accounts: Sequence[OfficialAccount], request: HttpRequest) -> list[dict[str, Any]]:
    return [_account(account, request) for account in accounts]


def _account(account: OfficialAccount, request: HttpRequest) -> dict[str, Any]:
    body = account.body
    return {
        "id": account.pk,
        "network": account.network,
        "handle": account.handle,
        "native_id": account.native_id,
        "url": account.url or Address(account.network, account.handle, account.native_id).url,
        "speaks_for": str(account.owner),
        "institutional": account.is_institutional,
        "body": {"kind": body.kind, "code": body.code, "name": body.name} if body else None,
        "status": account.status,
        "badge": request.build_absolute_uri(reverse("directory_badge", args=[account.pk])),
    }


def _proof(proof: Proof) -> dict[str, Any]:
    at = proof.proven_at.isoformat() if proof.proven_at else None
    return {"kind": proof.kind, "address": proof.address, "proven_at": at}


def _refuse(status: int, words: str) -> JsonResponse:
    return JsonResponse({"error": words}, status=status)
