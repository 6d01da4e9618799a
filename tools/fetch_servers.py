"""Fetches the Bluesky servers of the network tests before the tests: pytest's clock is for tests, not for downloads."""

import sys

from tests.network.servers import ServersMissing, install

if __name__ == "__main__":
    try:
        install()
    except ServersMissing as reason:  # the tests that need them will say what that means
        print(f"Not fetched: {reason}", file=sys.stderr)
