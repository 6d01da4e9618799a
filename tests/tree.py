"""The project's own files: those that git tracks, or would if asked."""

import subprocess
from pathlib import Path

PROJECT = Path(__file__).parent.parent


def files(pattern: str = "*") -> list[Path]:
    # safe.directory: in a container the checkout often belongs to somebody else
    listed = ["git", "-c", "safe.directory=*", "ls-files", "-z", "--cached", "--others", "--exclude-standard", pattern]
    names = subprocess.run(listed, cwd=PROJECT, capture_output=True, text=True, check=True).stdout.split("\0")
    return [path for name in names if name and (path := PROJECT / name).is_file()]
