"""The report in Markdown. What people wrote is quoted and escaped: it can be no heading, no link and no HTML."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

MARKUP = re.compile(r"([\\`*_\[\]<>|~&])")
LINE_START = re.compile(r"^(\s*)([#+=-]|\d+(?=[.)](?:\s|$)))")
LINKS_BY_ITSELF = re.compile(r"(?<=\w)(?=://)|(?<=\bwww)(?=\.)", re.IGNORECASE)


def escaped(text: str) -> str:
    """One line that reads as it stands, whatever is in it."""
    flat = LINKS_BY_ITSELF.sub("\0", " ".join(text.split()))
    marked = LINE_START.sub(_escape_start, MARKUP.sub(r"\\\1", flat))
    return marked.replace("\0", "\\")


def _escape_start(found: re.Match[str]) -> str:
    sign = found[2]
    return f"{found[1]}{sign}\\" if sign.isdigit() else f"{found[1]}\\{sign}"


def quoted(text: str) -> str:
    return "\n".join(f"> {escaped(line)}".rstrip() for line in text.splitlines())


def markdown(report: Mapping[str, Any]) -> str:
    """`report` is what `plain` made."""
    return "\n\n".join(part for part in _parts(report) if part) + "\n"


def _parts(report: Mapping[str, Any]) -> Iterator[str]:
    labels = report["labels"]
    yield f"# {escaped(report['title'])}"
    yield f"{labels['report']} · {escaped(report['organisation'])} · {report['when']}"
    yield f"**{report['early']}**" if report["early"] else ""
    yield "\n".join(f"- **{escaped(figure['value'])}** {escaped(figure['label'])}" for figure in report["figures"])
    yield from _section(labels["summary"], report["summary"])
    yield from _curve(report["curve"], labels)
    for episode in report["episodes"]:
        yield f"## {episode['name']}"
        for line in episode["lines"]:
            yield from _line(line)
    yield from _section(labels["outcome"], report["outcome"])
    yield from _voices(report["voices"], labels)
    yield report["more_voices"]
    yield from _section(labels["method_title"], labels["method"])
    yield report["made"]


def _section(title: str, text: str) -> Iterator[str]:
    if text:
        yield f"## {title}"
        yield "\n\n".join(escaped(line) for line in text.splitlines() if line.strip())


def _curve(curve: Mapping[str, Any], labels: Mapping[str, str]) -> Iterator[str]:
    if curve["peak"]:
        yield f"## {labels['curve']}"
        yield _table(
            [labels["from"], labels["to"], labels["posts"], labels["rate"]],
            [[pace["from"], pace["to"], pace["posts"], pace["rate"]] for pace in curve["paces"]],
        )


def _line(line: Mapping[str, str]) -> Iterator[str]:
    who = f"{line['name']} ({line['who']})" if line["who"] else line["source"]
    ours = f", {line['ours']}" if line["ours"] else ""
    yield f"**{line['at']}** {escaped(who)}{ours}"
    yield escaped(line["said"])
    yield quoted(line["text"])
    address = f" · <{_in_brackets(line['address'])}>" if line["address"] else ""
    yield f"{escaped(line['source'])} · {line['captured']} · sha256 `{line['sha256']}`{address}"
    yield f"**{line['warning']}**" if line["warning"] else ""


def _in_brackets(address: str) -> str:
    return re.sub(r"[\s<>\\]", "", address)


def _voices(voices: list[Mapping[str, str]], labels: Mapping[str, str]) -> Iterator[str]:
    if voices:
        yield f"## {labels['voices']}"
        yield _table(
            [labels["voice"], labels["network"], labels["first"], labels["posts"], labels["audience"]],
            [_cells(voice) for voice in voices],
        )


def _cells(voice: Mapping[str, str]) -> list[str]:
    who = f"{voice['name']} ({voice['handle']})"
    return [who, voice["network"], voice["first"], voice["posts"], voice["audience"]]


def _table(head: list[str], rows: list[list[str]]) -> str:
    lines = [head, ["---"] * len(head)]
    body = [[escaped(cell) for cell in row] for row in rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in [*lines, *body])
