"""A file that is made for one answer, and is gone with it."""

import tempfile

IN_MEMORY = 8 * 2**20  # bytes; what is larger is written to the disk while it is made


class Made(tempfile.SpooledTemporaryFile[bytes]):
    """Whoever breaks off a download leaves it unread: then it closes itself, without a word."""

    def __init__(self) -> None:
        super().__init__(IN_MEMORY)

    def __del__(self) -> None:
        self.close()
