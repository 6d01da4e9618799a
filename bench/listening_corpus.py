"""Writes the posts and searches on which matching is measured: `python -m bench.listening_corpus --posts FILE …`

The posts of FILE remain their authors': nothing that is written here goes into the repository. From the same files and
the same Python come the same bytes; the SHA-256 of each is printed.

- `posts.jsonl`: lines as Jetstream sends them. Two of five are real posts as they are, the others a crop of a real post
  with an inserted commune, topic, official, handle, tag, emoji or link: they are hit more often than real ones.
- `posts_real.jsonl`: every real post once.
- `queries.txt`: searches as a town hall, an agency or a party might save them; real customers' are not public.
"""

import argparse
import csv
import gzip
import hashlib
import itertools
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from random import Random

import msgspec

from bench.listening_words import DEPARTMENTS, EMOJI, EXCLUDED, FIRST_NAMES, LAST_NAMES, STARTS, TOPICS

POSTS_SEED, REAL_SEED, SEARCHES_SEED = 20261120, 20261121, 7
AUTHORS = 60_000
DID_LETTERS = "abcdefghijklmnopqrstuvwxyz234567"
LINK_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGH0123456789"
Towns = Sequence[tuple[str, int]]  # names and populations


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.listening_corpus", description=__doc__)
    parser.add_argument("--posts", type=Path, required=True, help="real posts: gzipped lines of {x: text, lang: …}")
    parser.add_argument("--communes", type=Path, required=True, help="CSV with nom and population")
    parser.add_argument("--groupings", type=Path, help="CSV with nom; beside the communes: epci_2026.csv")
    parser.add_argument("--corpus", type=Path, required=True, help="the folder to write to, outside the repository")
    parser.add_argument("--number", type=int, default=1_000_000, help="posts")
    parser.add_argument("--searches", type=int, default=1_000_000, help="the first ones are always the same")
    asked = parser.parse_args()
    asked.corpus.mkdir(parents=True, exist_ok=True)
    groupings = asked.groupings or asked.communes.with_name("epci_2026.csv")
    with gzip.open(asked.posts, "rt", encoding="utf-8") as lines:
        read = [json.loads(line) for line in lines]
    communes = [(row["nom"], int(row["population"] or 0)) for row in _rows(asked.communes)]
    corpus = Corpus(
        {(post["x"], post["lang"]) for post in read if len(post["x"]) > 8},
        communes,
        [row["nom"] for row in _rows(groupings)],
    )
    for name, told in corpus.write(asked.corpus, asked.number, asked.searches):
        print(name, told, flush=True)
    return 0


def _written(path: Path, lines: Iterator[bytes]) -> str:
    """Writes the lines; gives back their SHA-256."""
    sum_of_all = hashlib.sha256()
    with path.open("wb") as out:
        for line in lines:
            sum_of_all.update(line)
            out.write(line)
    return sum_of_all.hexdigest()


class Corpus:
    """`real` are texts with their languages, `communes` names with their populations, `groupings` names."""

    def __init__(self, real: Iterable[tuple[str, str]], communes: Towns, groupings: Sequence[str]) -> None:
        self._random = Random(POSTS_SEED)
        self._real = sorted(real)
        self._bodies = [text.split(" ") for text, lang in self._real if lang == "fr" and text.count(" ") >= 5]
        inhabited = [(name, people) for name, people in communes if people > 0]
        self._names = [name for name, _people in inhabited]
        self._places = range(len(self._names))
        inhabitants = [people for _name, people in inhabited]
        self._searched = list(itertools.accumulate(number**0.5 for number in inhabitants))
        self._said = list(itertools.accumulate(number**0.8 for number in inhabitants))
        self._groupings = [name.replace('"', "") for name in groupings]
        self._officials = [(first, last.replace("-", " ")) for first in FIRST_NAMES for last in LAST_NAMES]
        self._random.shuffle(self._officials)
        self._handles = [
            *("ville" + slug(name).lower() for name in self._names),
            *(slug(first + last).lower() for first, last in self._officials),
            *("mairie_" + slug(name).lower()[:20] for name in self._names),
        ]
        self._authors = ["did:plc:" + "".join(self._random.choices(DID_LETTERS, k=24)) for _ in range(AUTHORS)]

    def write(self, folder: Path, posts: int, searches: int) -> Iterator[tuple[str, str]]:
        """Each file that is written, with its SHA-256."""
        yield "posts.jsonl", _written(folder / "posts.jsonl", self.posts(posts))
        yield "posts_real.jsonl", _written(folder / "posts_real.jsonl", self.real_posts())
        yield "queries.txt", _written(folder / "queries.txt", self.searches(searches))

    def posts(self, number: int) -> Iterator[bytes]:
        self._random.seed(POSTS_SEED)
        for n in range(number):
            real = self._random.random() < 0.40
            yield self._line(n, *(self._as_it_is(*self._random.choice(self._real)) if real else self._composed()))

    def real_posts(self) -> Iterator[bytes]:
        self._random.seed(REAL_SEED)
        for n, (text, lang) in enumerate(self._real):
            yield self._line(n, *self._as_it_is(text, lang))

    def searches(self, number: int) -> Iterator[bytes]:
        """Distinct searches, one a line."""
        self._random.seed(SEARCHES_SEED)
        seen: set[str] = set()
        while len(seen) < number:
            search = self._search()
            if search not in seen:
                seen.add(search)
                yield f"{search}\n".encode()

    def _as_it_is(self, text: str, lang: str) -> tuple[str, str]:
        return re.sub("<url>", lambda _: self._link(), text), "" if lang == "und" else lang

    def _composed(self) -> tuple[str, str]:
        random = self._random
        words = random.choice(self._bodies)
        length = random.randint(6, 22)
        if len(words) > length:
            start = random.randint(0, len(words) - length)
            words = words[start : start + length]
        parts = [self._link() if word == "<url>" else word for word in words]
        name = self._names[random.choices(self._places, cum_weights=self._said)[0]]
        for inserted in self._insertions(name):
            parts.insert(random.randint(0, len(parts)), inserted)
        if random.random() < 0.25:
            topics = ["#" + camel(random.choice(TOPICS)), "#" + slug(random.choice(TOPICS))]
            parts.append(random.choice(["#" + slug(name), *topics, "#Municipales2026"]))
        if random.random() < 0.12:
            parts.append(random.choice(EMOJI))
        if random.random() < 0.25:
            parts.append(self._link())
        return " ".join(parts)[:300], "fr"

    def _insertions(self, name: str) -> list[str]:
        random = self._random
        inserted: list[str] = []
        if random.random() < 0.55:
            plain = name.replace("Saint-", "St ").replace("-", " ")
            inserted.append(random.choice([name, name, name, name.lower(), name.upper(), "à " + name, plain]))
        if random.random() < 0.5:
            inserted.append(random.choice(TOPICS))
        if random.random() < 0.1:
            inserted.append(" ".join(random.choice(self._officials)))
        if random.random() < 0.15:
            inserted.append("@" + random.choice(self._handles))
        return inserted

    def _link(self) -> str:
        return "https://t.co/" + "".join(self._random.choices(LINK_LETTERS, k=10))

    def _line(self, n: int, text: str, lang: str) -> bytes:
        record = {
            "$type": "app.bsky.feed.post",
            "createdAt": f"2026-11-20T12:00:00.{n % 1000:03}Z",
            "langs": [lang] if lang else [],
            "text": text,
        }
        commit = {
            "rev": f"3m5zq{n:07}2x",
            "operation": "create",
            "collection": "app.bsky.feed.post",
            "rkey": f"3m5zq{n:07}2c",
            "record": record,
            "cid": f"bafyrei{n * 7919:052x}",
        }
        author, time = self._random.choice(self._authors), 1763640000000000 + n * 7
        return msgspec.json.encode({"did": author, "time_us": time, "kind": "commit", "commit": commit}) + b"\n"

    def _search(self) -> str:
        kinds: list[tuple[float, Callable[[str], str]]] = [
            (0.25, lambda name: f"{quoted(name)} AND {self._topics(self._random.randint(2, 5))}"),
            (0.40, self._topic_without),
            (0.50, lambda name: f"(#{slug(name)} OR {quoted(name)}) AND {self._topic()}"),
            (0.60, self._of_an_official),
            (0.70, self._of_a_handle),
            (0.80, self._of_a_tag),
            (0.90, self._of_a_region),
            (0.95, lambda name: f"{quoted(name)} AND ({self._some(STARTS, self._random.randint(1, 3))})"),
            (0.98, self._near),
            (1.01, self._long),
        ]
        drawn, name = self._random.random(), self._a_searched_name()
        return next(kind for below, kind in kinds if drawn < below)(name)

    def _a_searched_name(self) -> str:
        return self._names[self._random.choices(self._places, cum_weights=self._searched)[0]]

    def _topic(self) -> str:
        return in_quotes(self._random.choice(TOPICS))

    def _topics(self, number: int) -> str:
        return "(" + " OR ".join(in_quotes(topic) for topic in self._random.sample(TOPICS, number)) + ")"

    def _some(self, words: list[str], number: int) -> str:
        return " OR ".join(self._random.sample(words, number))

    def _topic_without(self, name: str) -> str:
        return f"{quoted(name)} {self._topic()} NOT ({self._some(EXCLUDED, self._random.randint(1, 3))})"

    def _of_an_official(self, name: str) -> str:
        first, last = self._random.choice(self._officials)
        whole = f'"{first} {last}"'
        handle = slug(first + last).lower()
        kinds = [f"{whole} AND {quoted(name)}", f"{whole} OR @{handle}", f"{whole} AND {self._topics(3)}"]
        return self._random.choice(kinds)

    def _of_a_handle(self, name: str) -> str:
        handle = self._random.choice(self._handles)
        author = self._random.choice(self._authors)
        kinds = [f"@{handle} OR from:{author}", f"@{handle} -lang:en", f"@{handle} {self._topic()}"]
        return self._random.choice([*kinds, f"@{handle} AND (has:link OR #{slug(name)})"])

    def _of_a_tag(self, name: str) -> str:
        one, other = self._random.choice(TOPICS), self._random.choice(TOPICS)
        tags = [f"#{slug(name)}", f"#{slug(name)} OR #ville{slug(name)}"]
        return self._random.choice([*tags, f"#{camel(one)} AND {quoted(name)}", f"#{slug(name)} #{slug(camel(other))}"])

    def _of_a_region(self, name: str) -> str:
        topic = self._topic()
        department, grouping = self._random.choice(DEPARTMENTS), self._random.choice(self._groupings)
        return f'{topic} AND ("{department}" OR "{grouping}" OR {quoted(name)}) lang:fr'

    def _near(self, name: str) -> str:
        distance = self._random.choice([3, 5, 8])
        return f"{quoted(name)} NEAR/{distance} {self._random.choice([topic for topic in TOPICS if ' ' not in topic])}"

    def _long(self, _name: str) -> str:
        names = [self._a_searched_name() for _ in range(self._random.randint(4, 20))]
        topics = self._topics(self._random.randint(4, 12))
        return f"({' OR '.join(map(quoted, names))}) AND {topics} NOT ({self._some(EXCLUDED, 3)})"


def slug(name: str) -> str:
    plain = (char for char in unicodedata.normalize("NFKD", name) if not unicodedata.combining(char))
    return re.sub(r"[^A-Za-z0-9]", "", "".join(plain))


def camel(words: str) -> str:
    return "".join(word[:1].upper() + word[1:] for word in re.split(r"[ '’\-]", words))


def quoted(name: str) -> str:
    return f'"{name}"' if re.search(r"[ '\-]", name) else name


def in_quotes(topic: str) -> str:
    return f'"{topic}"' if " " in topic else topic


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


if __name__ == "__main__":
    raise SystemExit(main())
