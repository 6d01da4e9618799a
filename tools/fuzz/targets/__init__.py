"""The targets by name, each with the module that holds it: a module is imported only by who fuzzes or replays it."""

MODULES = {
    **dict.fromkeys(("bluesky", "mastodon", "x", "facebook", "identity"), "networks"),
    **dict.fromkeys(("bluesky-stream", "bluesky-firehose", "mastodon-stream", "relay"), "streams"),
    **dict.fromkeys(("feeds", "pages", "markup", "link-cards", "pictures", "picture-cards"), "web"),
    **dict.fromkeys(("senat", "assemblee", "jorf", "own-sources", "source-addresses"), "sources"),
    **dict.fromkeys(("search", "addresses", "mails", "announcements"), "words"),
    **dict.fromkeys(("tables", "plannings", "listings", "registers", "annuaire", "editions", "posts-files"), "files"),
}


# The packages of which atheris counts what is reached, by module of targets: few, or it takes minutes to begin.
WATCHED = {
    "networks": ["beffroi.connectors"],
    "streams": ["beffroi.connectors", "beffroi.listening.relay"],
    "web": ["beffroi.connectors", "beffroi.publishing.images", "beffroi.publishing.reading_links", "feedparser"],
    "sources": ["beffroi.engines.procedure", "beffroi.sources", "icalendar", "jsonpath"],
    "words": ["beffroi.engines", "email"],
    "files": [
        "beffroi.directory.bringing_in",
        "beffroi.engines",
        "beffroi.rankings",
        "beffroi.site.commands.guard.files",
    ],
}


def module_of(name: str) -> str:
    return f"tools.fuzz.targets.{MODULES[name]}"
