"""A chamber on loopback, in a process of its own: answers that change at a moment that is told beforehand.

    python -m bench.chamber            prints its address, and serves until it is killed

`/vote/N?at=SECONDS` says "open" until that time and "adopted" from then on. `/list/N` is a live list of the Sénat, in
its form, made at the moment of the request. `/asked` counts the requests by path.
"""

import json
import threading
import time
from collections import Counter
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

ARTICLES = 60
asked: Counter[str] = Counter()
lock = threading.Lock()


class Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        kind, _, _number = parts.path.strip("/").partition("/")
        if kind == "asked":
            self._say(dict(asked))
            return
        with lock:
            asked[parts.path] += 1
        if kind == "vote":
            at = float(parse_qs(parts.query)["at"][0])
            self._say({"status": "adopted" if time.time() >= at else "open"})
        else:
            self._say(live_list())

    def _say(self, what: Any) -> None:
        body = json.dumps(what).encode()
        self.send_response_only(200)
        self.send_header("Date", formatdate(usegmt=True))
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:
        pass


def live_list() -> dict[str, Any]:
    """Sixty articles with eight amendments each; the first half is decided."""
    rows = [
        {
            "libelle_subdivision": f"Article {article}",
            "Amendements": [
                {"num": f"{article}-{n}", **({"sort": "Adopté"} if article <= ARTICLES // 2 else {})} for n in range(8)
            ],
        }
        for article in range(1, ARTICLES + 1)
    ]
    return {"info_generales": {"tsgenhtml": str(int(time.time() * 1000))}, "Subdivisions": rows}


def main() -> None:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    server.daemon_threads = True
    print(f"http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
