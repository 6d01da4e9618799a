"""A real identity provider on loopback (oidc-provider), set up as ProConnect is. See identity.mjs."""

import json
import os
import re
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx

from tests.network import servers

SECRET = "of-no-use-elsewhere"
FEURS, ROANNE = "21420094200018", "21420187400017"  # made up in the form of real ones


def person(
    given: str, usual: str, email: str, *, siret: str = FEURS, amr: tuple[str, ...] = ("pwd",)
) -> dict[str, object]:
    claims = {"given_name": given, "usual_name": usual, "email": email, "uid": email, "siret": siret}
    return {**claims, "amr": list(amr)}


PEOPLE: dict[str, dict[str, object]] = {
    "bruno": person("Bruno", "Lefort", "bruno@feurs.example"),
    "chloe": person("Chloé", "Garnier", "chloe@feurs.example", amr=("pwd", "mfa")),
    "fanny": person("Fanny", "Roux", "fanny@feurs.example"),
    "eve": person("Eve", "Ailleurs", "eve@roanne.example", siret=ROANNE),
    "thief": person("Bruno", "Lefort", "bruno@feurs.example", amr=("pwd", "mfa")),  # says the same address
    "nameless": {"email": "x@feurs.example", "uid": "x"},
}


@dataclass(frozen=True)
class Identity:
    issuer: str

    def settings(self, client: str = "beffroi") -> dict[str, str]:
        """What an administrator sets."""
        return {"OIDC_ISSUER": self.issuer, "OIDC_CLIENT_ID": client, "OIDC_CLIENT_SECRET": SECRET}

    def sign_in(self, address: str, login: str) -> str:
        """A person opens `address`, types a login, and is sent back; the path and query at which they arrive."""
        with httpx.Client(follow_redirects=False) as browser:
            answer = _until_a_page(browser, browser.get(address))
            if answer.status_code == 200:
                answer = _until_a_page(browser, browser.post(str(answer.url), data={"login": login}))
        split = urlsplit(answer.headers["location"])
        assert re.search(r"/sign-in/provider/return$", split.path), answer.text
        return f"{split.path}?{split.query}"

    def asked(self, address: str) -> dict[str, str]:
        """What the program asked, as the provider reads it."""
        assert address.startswith(f"{self.issuer}/")
        return {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}


def _until_a_page(browser: httpx.Client, answer: httpx.Response) -> httpx.Response:
    """Follows the provider from address to address, until it shows something or leads back to us."""
    home = str(answer.url.netloc)
    while answer.is_redirect and str((there := answer.url.join(answer.headers["location"])).netloc) == home:
        answer = browser.get(there)
    return answer


@contextmanager
def identity_provider(*redirects: str, people: Mapping[str, Mapping[str, object]] = PEOPLE) -> Iterator[Identity]:
    """Runs one that leads back to `redirects` (origins). Raises ServersMissing, or RuntimeError with what it said."""
    servers.install()
    settings = {"PEOPLE": json.dumps(people), "REDIRECTS": json.dumps(redirects), "NODE_ENV": "test"}
    with tempfile.TemporaryDirectory(prefix="beffroi-identity-") as folder:
        log = Path(folder) / "provider.log"
        with log.open("wb") as output:
            program = subprocess.Popen(
                [servers.NODE, servers.HERE / "identity.mjs"],
                stdout=subprocess.PIPE,
                stderr=output,
                env={**os.environ, **settings},
            )
        try:
            yield Identity(servers.ready_line(program, log)["issuer"])
        finally:
            servers.stop(program)
