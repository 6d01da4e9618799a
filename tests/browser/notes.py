"""A note on a blog that a search has found, as following the blog would bring it. Run as a program, with the product's
own data folder: the browser's tests have no database of their own."""

import os
import subprocess
import sys

from tests.browser.product import Product, environment


def found_on_a_blog(product: Product, search: str, text: str, *, page: str) -> str:
    """The address behind which the hit is answered. `search` is the name of the search that found it."""
    command = [sys.executable, "-m", "tests.browser.notes", search, text, page]
    told = {**environment(), "BEFFROI_DATA_DIR": str(product.data)}
    found = subprocess.run(command, env=told, check=True, capture_output=True, text=True)
    return f"/inbox/from-match/{int(found.stdout)}"


def _note(search: str, text: str, page: str) -> int:
    # Django must know its settings before its models are imported
    import django

    os.environ["DJANGO_SETTINGS_MODULE"] = "beffroi.site.settings"
    django.setup()
    from django.utils import timezone

    from beffroi.archive.models import Post
    from beffroi.listening.models import Match, SavedSearch
    from beffroi.vocabulary import Post as SeenPost
    from beffroi.vocabulary import Profile

    now = timezone.now()
    author = Profile("feed", "https://carnet.example/feed", "carnet.example", "Carnet du canal")
    seen = SeenPost(network="feed", native_id=page, author=author, text=text, url=page, published_at=now, lang="fr")
    chosen = SavedSearch.objects.filter(name=search, organisation__is_resting=False).latest("pk")
    match = Match.note(chosen, Post.store(seen, now=now), now=now)
    assert match is not None
    return match.pk


if __name__ == "__main__":
    print(_note(*sys.argv[1:]))
