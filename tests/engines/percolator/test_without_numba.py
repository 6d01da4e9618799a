"""Where Numba is not installed the same hits come from the reference matcher."""

import subprocess
import sys

WITHOUT_NUMBA = """
import sys
sys.modules["numba"] = None
from beffroi.engines.percolator import Index, Unrestorable
from beffroi.engines.query import Document, parse
index = Index([(5, parse("eau")), (2, parse("inond* OR crue"))], {"eau": 3}, 7)
index.add(9, parse("lang:fr crue"))
index.remove(5)
index.add(5, parse("eau -foot"))
assert index.found([Document("L'eau"), Document("foot, eau"), Document("crue", lang="fr")]) == [(0, 5), (2, 2), (2, 9)]
commit = b'{"operation": "create", "collection": "app.bsky.feed.post", "rkey": "1", "record": {"text": "eau"}}'
line = b'{"did": "x", "commit": ' + commit + b"}"
assert index.found_in_lines(b"x\\n" + line).hits == [(1, 5)]
assert index.compacted().found([Document("eau")]) == [(0, 5)] and len(index) == 3
refused = {ValueError: lambda: index.add(5, parse("x")), KeyError: lambda: index.remove(6), Unrestorable: index.arrays}
for wrong, act in refused.items():
    try:
        act()
    except wrong:
        continue
    raise AssertionError(wrong)
print(type(index).__name__)
"""


def test_it_works_without_numba() -> None:
    done = subprocess.run([sys.executable, "-c", WITHOUT_NUMBA], capture_output=True, text=True, timeout=100)
    assert (done.stdout, done.stderr) == ("PlainIndex\n", "")
