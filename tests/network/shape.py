"""The shape of JSON, learnt from samples: which keys are always there, which may be, of what kind their values are."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any


@dataclass
class Shape:
    """`anywhere` has the kinds of value that each key was ever seen with, in whatever object it stood."""

    anywhere: dict[str, set[str]] = field(default_factory=dict)
    kinds: set[str] = field(default_factory=set)
    objects: int = 0
    keys: dict[str, "Shape"] = field(default_factory=dict)
    times: dict[str, int] = field(default_factory=dict)
    inside: "Shape | None" = None

    @classmethod
    def of(cls, samples: Iterable[Any], anywhere: dict[str, set[str]] | None = None) -> "Shape":
        shape = cls({} if anywhere is None else anywhere)
        for sample in samples:
            shape.learn(sample)
        return shape

    def learn(self, value: Any) -> None:
        self.kinds.add(kind_of(value))
        if isinstance(value, dict):
            self.objects += 1
            for key, one in value.items():
                self.anywhere.setdefault(key, set()).add(kind_of(one))
                self.keys.setdefault(key, Shape(self.anywhere)).learn(one)
                self.times[key] = self.times.get(key, 0) + 1
        if isinstance(value, list):
            self.inside = self.inside or Shape(self.anywhere)
            for one in value:
                self.inside.learn(one)

    def complaints(self, value: Any, where: str = "") -> Iterator[str]:
        """What no sample ever did."""
        if kind_of(value) not in self.kinds | self.anywhere.get(where.rpartition(".")[2], set()):
            yield f"{where} is a {kind_of(value)}, not {' or '.join(sorted(self.kinds))}"
        elif isinstance(value, dict) and self.objects:
            always = {key for key, times in self.times.items() if times == self.objects}
            yield from (f"{where}.{key} is missing" for key in sorted(always - set(value)))
            yield from (f"{where}.{key} is new" for key in sorted(set(value) - set(self.keys)))
            for key in sorted(set(value) & set(self.keys)):
                yield from self.keys[key].complaints(value[key], f"{where}.{key}")
        elif isinstance(value, list) and self.inside and self.inside.kinds:
            for one in value:
                yield from self.inside.complaints(one, f"{where}[]")


def kind_of(value: Any) -> str:
    if value is None or isinstance(value, bool):
        return "bool" if value is not None else "nothing"
    return "number" if isinstance(value, int | float) else type(value).__name__
