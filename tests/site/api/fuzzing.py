"""Strange calls of every operation: made by schemathesis, checked by it, kept where something was wrong."""

import base64
import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import seed as with_seed
from hypothesis import strategies as st
from schemathesis.checks import load_all_checks
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.generation import GenerationMode

CORPUS = Path(__file__).parent / "corpus"
# A search that cannot be read, a day that has passed, an account of nobody: the schema lets them through, the form does
# not. And what is a wrong value to the schema may be a right one to us: "true" in an address, or 1.0.
NOT_FOR_US = {"positive_data_acceptance", "negative_data_rejection"}

NAMES: tuple[str, ...] = (
    "drafts",
    "publications",
    "templates",
    "delegations",
    "slots",
    "blackouts",
    "cases",
    "saved-replies",
    "labels",
)
NAMES += ("routing-rules", "response-targets", "facts", "attestations", "sources", "searches", "alerts", "feeds")
NAMES += ("alarms", "identities", "playbooks", "accounts", "incidents")
NAMES += ("matches", "moderation", "consultations", "teams", "waves", "mergings", "past-readings")
NAMES += ("incoming-webhooks", "opening-hours", "peers", "people", "invitations", "webhooks", "webhook-calls")
NAMES += ("entries", "account-roles", "official-accounts", "stories", "mutes", "opt-outs", "witnesses", "holds")
NAMES += ("outside-approvers", "on-call")

Call = Callable[[Any], Any]


def excluded() -> list[Any]:
    load_all_checks()
    return [check for check in schemathesis.checks.CHECKS.get_all() if check.__name__ in NOT_FOR_US]


def operations_of(schema: Any) -> Iterator[Any]:
    for result in schema.get_all_operations():
        yield result.ok()


def strange_calls(
    operation: Any, call: Call, *, examples: int, numbers: Mapping[str, int], seed: int | None = None
) -> None:
    """Calls one operation so often. `numbers` are those of things that exist, by what stands before them in an
    address: every other call is of one. Raises FailureGroup for what no answer should be."""
    kept = operation.path.split("/")[3] if operation.path.count("/") > 2 else ""
    number = numbers.get(kept)
    mode = st.sampled_from([GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
    cases = mode.flatmap(lambda chosen: _cases(operation, chosen))

    @settings(
        max_examples=examples,
        deadline=None,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
        derandomize=seed is None,
    )
    @given(case=cases, is_real=st.booleans())
    def each(case: Any, is_real: bool) -> None:
        if is_real and number is not None and case.path_parameters:
            case.path_parameters = dict.fromkeys(case.path_parameters, number)
        call(case)

    (each if seed is None else with_seed(seed)(each))()


def _cases(operation: Any, mode: GenerationMode) -> Any:
    return operation.as_strategy(generation_mode=mode)


def keep(case: Any, failure: BaseException) -> Path:
    """Writes one call down that was answered as none should be, so that a test makes it again for good."""
    sent = case.as_transport_kwargs(base_url="http://testserver")
    body = sent.get("data") if sent.get("data") is not None else sent.get("json")
    raw = body if isinstance(body, bytes) else json.dumps(body).encode() if body is not None else b""
    said = {
        "operation": case.operation.label,
        "method": case.method,
        "address": case.formatted_path,
        "query": case.query or {},
        "body": base64.b64encode(raw).decode(),
        "found": _words(failure),
    }
    text = json.dumps(said, indent=1, ensure_ascii=True, default=str, sort_keys=True)
    CORPUS.mkdir(exist_ok=True)
    file = CORPUS / f"{hashlib.sha256(text.encode()).hexdigest()[:16]}.json"
    file.write_text(text + "\n")
    return file


def _words(failure: BaseException) -> str:
    if isinstance(failure, FailureGroup):
        return "; ".join(_words(each) for each in failure.exceptions)
    title = failure.title if isinstance(failure, Failure) else type(failure).__name__
    return f"{title}: {str(failure)[:300]}"
