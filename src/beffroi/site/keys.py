"""Keys that are made once and kept beside the data, readable by their owner only."""

import os
import secrets
from pathlib import Path


def kept(path: Path) -> str:
    """The key kept at `path`, made on first use. Two processes that start together agree on one key."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    if not path.exists():
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(32))
        try:
            os.link(draft, path)  # fails when another process was first: its key stands
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()
