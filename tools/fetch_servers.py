"""Fetches what the network tests talk to before the tests: pytest's clock is for tests, not for downloads."""

import sys

from tests.network import mastodon_recordings, servers

if __name__ == "__main__":
    for fetch in (servers.install, mastodon_recordings.fetch):
        try:
            fetch()
        except (servers.ServersMissing, mastodon_recordings.RecordingsMissing) as reason:  # their tests will say so
            print(f"Not fetched: {reason}", file=sys.stderr)
