"""Nothing may go wrong on a page unseen: what a test looks at is watched, whatever the test itself asserts."""

from dataclasses import dataclass, field
from urllib.parse import urlsplit

from playwright.sync_api import BrowserContext, ConsoleMessage, Request, Response, WebError

INSIDE = ("data", "blob", "about")
REPEATS_A_STATUS = "Failed to load resource: the server responded with a status of"
PAGES_AND_FORMS = ("document",)  # a refused form answers 409, 410 or 422 with a page that says why


@dataclass
class Watch:
    """Faults seen so far in the contexts it was attached to. They may ask `homes` and nobody else."""

    homes: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    elsewhere: list[str] = field(default_factory=list)
    forgiven: list[str] = field(default_factory=list)

    def attach(self, context: BrowserContext, *, home: str) -> None:
        self.homes.append(host(home))
        context.on("console", self.hear)
        context.on("weberror", self.stumble)
        context.on("request", self.see_request)
        context.on("response", self.see_response)

    def may_go_to(self, address: str) -> None:
        """The test follows a link that leaves the product: that site's own faults are not ours."""
        self.elsewhere.append(host(address))

    def forgive(self, words: str) -> None:
        """The test makes this fault happen itself, such as a network that is cut."""
        self.forgiven.append(words)

    def hear(self, message: ConsoleMessage) -> None:
        where = message.location.get("url", "")
        if message.type in ("error", "warning") and REPEATS_A_STATUS not in message.text and not self.outside(where):
            self.fault(f"console {message.type}: {message.text} ({where})")

    def stumble(self, error: WebError) -> None:
        self.fault(f"script: {error.error}")

    def see_request(self, request: Request) -> None:
        inside = urlsplit(request.url).scheme in INSIDE or host(request.url) in self.homes
        if not inside and not self.outside(request.url):
            self.fault(f"asked another host: {request.url}")

    def see_response(self, response: Response) -> None:
        if self.outside(response.url) or response.status < 400:
            return
        if response.status >= 500 or response.request.resource_type not in PAGES_AND_FORMS:
            self.fault(f"{response.status}: {response.url}")

    def outside(self, address: str) -> bool:
        return host(address) in self.elsewhere

    def fault(self, words: str) -> None:
        if not any(known in words for known in self.forgiven):
            self.faults.append(words)


def host(address: str) -> str:
    return urlsplit(address).netloc
