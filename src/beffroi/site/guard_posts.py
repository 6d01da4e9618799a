"""The posts of a kept history: do their links lead to a listed place?"""

from collections.abc import Iterator
from pathlib import Path

from beffroi.engines.takeover.detectors import Finding
from beffroi.engines.takeover.listed import Lists
from beffroi.engines.takeover.paragraphs import leads_to_listed
from beffroi.site.guard_files import Flaws, lines


def listed_links(path: Path, lists: Lists, flaws: Flaws) -> Iterator[tuple[str, str, Finding]]:
    """Account, time and finding of each post that leads to a listed place, once per account and link."""
    told: set[tuple[str, str]] = set()
    for number, row in lines(path, flaws):
        time, links = row.get("t"), row.get("u", [])
        if not isinstance(time, str) or not isinstance(links, list):
            flaws.note(path, number, "A post has its time in t and its links in u.")
            continue
        flaws.good[path.name] += 1
        for link in links:
            category = lists.category(link) if isinstance(link, str) else None
            if category and (row["a"], link) not in told:
                told.add((row["a"], link))
                yield row["a"], time, leads_to_listed(row["a"], link, category)
