"""Makes a data folder with so many bodies of the shipped register, each commune with an account and a proof.

python -m bench.open_pages_town FOLDER BODIES
"""

import gzip
import os
import sys
from pathlib import Path

from bench.settled import tables


def main(folder: Path, bodies: int) -> None:
    os.environ["BEFFROI_DATA_DIR"] = str(folder)
    os.environ["DJANGO_SETTINGS_MODULE"] = "beffroi.site.settings"
    tables()
    from django.utils import timezone

    from beffroi.directory.models import Body, OfficialAccount, Proof
    from beffroi.directory.register.loading import load

    now = timezone.now()
    load(now=now, data=cut(folder / "register", bodies))
    communes = list(Body.objects.filter(kind="commune").order_by("pk"))
    accounts = [
        OfficialAccount(body=each, network="bluesky", handle=f"{each.code}.example", looks=each.code, changed_at=now)
        for each in communes
    ]
    OfficialAccount.objects.bulk_create(accounts, batch_size=2_000)
    proofs = [Proof(account=each, kind="site", proven_at=now, added_at=now) for each in accounts]
    Proof.objects.bulk_create(proofs, batch_size=2_000)


def cut(folder: Path, bodies: int) -> Path:
    """The files of the register with the first `bodies` communes: those of whole départements, so that a page of one is
    as long as where all are listed."""
    from beffroi.directory.register.files import DATA

    folder.mkdir()
    for file in DATA.glob("*.csv.gz"):
        titles, *rows = gzip.decompress(file.read_bytes()).decode().splitlines()
        some = rows[:bodies] if file.name == "communes.csv.gz" else rows
        (folder / file.name).write_bytes(gzip.compress("\n".join([titles, *some]).encode(), mtime=0))
    return folder


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]))
