"""Fetches what the network tests talk to before the tests: pytest's clock is for tests, not for downloads."""

import sys

from tests.network import homeserver, mastodon_recordings, servers

MISSING = (servers.ServersMissing, homeserver.HomeserverMissing, mastodon_recordings.RecordingsMissing)

if __name__ == "__main__":
    for fetch in (servers.install, homeserver.install, mastodon_recordings.fetch):
        try:
            fetch()
        except MISSING as reason:  # their tests will say so
            print(f"Not fetched: {reason}", file=sys.stderr)
