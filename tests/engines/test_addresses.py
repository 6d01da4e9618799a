"""Addresses as people copy them from browsers, telephones and posters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from beffroi.engines.addresses import Address, NoAddress, network_called, read

DID = "did:plc:ewvi7nxzyoun6zhxrhs64oiz"
CHANNEL = "UC" + "a1_-" * 5 + "zz"


@pytest.mark.parametrize(
    ("text", "network", "handle"),
    [
        ("https://twitter.com/VilledeLyon", "x", "VilledeLyon"),
        ("https://x.com/VilledeLyon/", "x", "VilledeLyon"),
        ("HTTPS://WWW.TWITTER.COM/VilledeLyon", "x", "VilledeLyon"),
        ("mobile.twitter.com/VilledeLyon?lang=fr", "x", "VilledeLyon"),
        ("http://twitter.com/#!/VilledeLyon", "x", "VilledeLyon"),
        ("https://twitter.com/intent/user?screen_name=VilledeLyon", "x", "VilledeLyon"),
        ("https://twitter.com/@VilledeLyon", "x", "VilledeLyon"),
        ("https://bsky.app/profile/ville.example.fr", "bluesky", "ville.example.fr"),
        ("https://bsky.app/profile/Mairie.BSKY.social?ref=x", "bluesky", "mairie.bsky.social"),
        ("https://bsky.app/profile/évian.example", "bluesky", "xn--vian-9oa.example"),
        ("@ville.example.fr", "bluesky", "ville.example.fr"),
        ("mairie.bsky.social", "bluesky", "mairie.bsky.social"),
        ("at://ville.example.fr", "bluesky", "ville.example.fr"),
        ("https://social.example/@ville", "mastodon", "ville@social.example"),
        ("https://social.example/@ville@other.example", "mastodon", "ville@other.example"),
        ("https://social.example/users/ville", "mastodon", "ville@social.example"),
        ("https://social.example/web/@ville/", "mastodon", "ville@social.example"),
        ("https://sociàl.example/@ville", "mastodon", "ville@xn--socil-uqa.example"),
        ("ville@social.example", "mastodon", "ville@social.example"),
        ("@ville@Social.Example", "mastodon", "ville@social.example"),
        ("acct:ville@social.example", "mastodon", "ville@social.example"),
        ("https://www.facebook.com/mairie.annecy", "facebook", "mairie.annecy"),
        ("https://fr-fr.facebook.com/mairie.annecy/?ref=page_internal", "facebook", "mairie.annecy"),
        ("https://m.facebook.com/mairie.annecy/about?locale=fr_FR", "facebook", "mairie.annecy"),
        ("fb.me/mairie.annecy", "facebook", "mairie.annecy"),
        ("https://www.facebook.com/pg/mairie.annecy/posts/", "facebook", "mairie.annecy"),
        ("https://l.facebook.com/l.php?u=https%3A%2F%2Fx.com%2FVilledeLyon&h=AT0", "x", "VilledeLyon"),
        ("https://www.instagram.com/Ville_de.Lyon/?igshid=1", "instagram", "ville_de.lyon"),
        ("https://instagram.com/_u/villedelyon", "instagram", "villedelyon"),
        ("https://www.threads.net/@villedelyon", "threads", "villedelyon"),
        ("https://www.threads.com/@villedelyon?xmt=1", "threads", "villedelyon"),
        ("https://fr.linkedin.com/company/ville-de-lyon/about/", "linkedin", "company/ville-de-lyon"),
        ("https://www.linkedin.com/in/ana-l%C3%A9opard", "linkedin", "in/ana-léopard"),
        ("https://www.youtube.com/@VilledeLyon/videos", "youtube", "VilledeLyon"),
        ("https://www.youtube.com/c/VilledeLyon", "youtube", "c/VilledeLyon"),
        ("youtube.com/user/lyon", "youtube", "user/lyon"),
        ("https://m.tiktok.com/@Ville.de.Lyon?_t=1", "tiktok", "ville.de.lyon"),
        (" « https://x.com/VilledeLyon »", "x", "VilledeLyon"),
        ("\u200bhttps://x.com/VilledeLyon\u200f", "x", "VilledeLyon"),
        ("<https://x.com/VilledeLyon>", "x", "VilledeLyon"),
    ],
)
def test_an_address_of_an_account_names_it(text: str, network: str, handle: str) -> None:
    assert read(text) == Address(network, handle)


@pytest.mark.parametrize(
    ("text", "network", "number"),
    [
        ("https://www.facebook.com/profile.php?id=100064", "", ""),
        ("https://www.facebook.com/profile.php?id=100064123456789&sk=about", "facebook", "100064123456789"),
        ("https://www.facebook.com/pages/Mairie-de-Lay/152233441", "facebook", "152233441"),
        ("https://www.facebook.com/Mairie-de-Lay-Saint-Remy-152233441/", "facebook", "152233441"),
        ("https://www.facebook.com/people/Mairie/100064123456789/", "facebook", "100064123456789"),
        ("https://www.facebook.com/p/Commune-de-Lay-100064123456789/", "facebook", "100064123456789"),
        ("https://twitter.com/i/user/783214", "x", "783214"),
        (f"https://bsky.app/profile/{DID}", "bluesky", DID),
        (DID, "bluesky", DID),
        (f"https://www.youtube.com/channel/{CHANNEL}", "youtube", CHANNEL),
        ("https://www.linkedin.com/company/1234567/", "linkedin", "1234567"),
    ],
)
def test_a_number_that_never_changes_is_told_as_such(text: str, network: str, number: str) -> None:
    if network:
        assert read(text) == Address(network, native_id=number)
    else:
        assert read(text) == Address("facebook", "100064")  # too short for a number: a page may be called so


@pytest.mark.parametrize(
    ("text", "whose"),
    [
        ("https://twitter.com/VilledeLyon/status/1580?s=20", Address("x", "VilledeLyon", post="1580")),
        ("https://bsky.app/profile/v.example.fr/post/3kabc", Address("bluesky", "v.example.fr", post="3kabc")),
        (f"at://{DID}/app.bsky.feed.post/3kabc", Address("bluesky", native_id=DID, post="3kabc")),
        ("https://social.example/@ville/110", Address("mastodon", "ville@social.example", post="110")),
        ("https://social.example/users/ville/statuses/110", Address("mastodon", "ville@social.example", post="110")),
        ("https://a.example/@ville@b.example/110", Address("mastodon", "ville@b.example", post="110")),
        (
            "https://www.facebook.com/mairie/posts/pfbid0abcdefghijkl",
            Address("facebook", "mairie", post="pfbid0abcdefghijkl"),
        ),
        (
            "https://m.facebook.com/story.php?story_fbid=12345&id=152233441",
            Address("facebook", "", "152233441", "12345"),
        ),
        ("https://www.instagram.com/ville/p/Cabc/", Address("instagram", "ville", post="Cabc")),
        ("https://www.threads.net/@ville/post/Cabc", Address("threads", "ville", post="Cabc")),
        ("https://www.tiktok.com/@ville/video/731", Address("tiktok", "ville", post="731")),
        (
            "https://www.linkedin.com/posts/ana-leopard_voirie-activity-7012345678901234567-AbCd",
            Address("linkedin", "in/ana-leopard", post="7012345678901234567"),
        ),
    ],
)
def test_an_address_of_a_post_names_its_account_too(text: str, whose: Address) -> None:
    assert read(text) == whose


@pytest.mark.parametrize(
    "text",
    [
        "",
        "   ",
        "néant",
        "@villedelyon",  # on which network?
        "https://www.villedelyon.example",
        "https://www.villedelyon.example/actualites",
        "mairie@commune.example",
        "jean.dupont@orange.fr",
        "https://twitter.com/",
        "https://twitter.com/search?q=lyon",
        "https://twitter.com/i/status/1580",
        "https://twitter.com/a-name",
        "https://www.facebook.com/groups/123",
        "https://www.facebook.com/photo/?fbid=1234567",
        "https://www.facebook.com/share/p/abc/",
        "https://fb.watch/abc/",
        "https://t.co/abc",
        "https://youtu.be/dQw4w9WgXcQ",
        "https://www.youtube.com/watch?v=dQw4w9WgXcQ",
        "https://www.instagram.com/p/Cabc/",
        "https://www.linkedin.com/feed/update/urn:li:activity:7012345678901234567/",
        "https://vm.tiktok.com/ZMabc/",
        "https://medium.com/@ville",
        "https://twitter.com@evil.example/VilledeLyon",  # a browser goes to evil.example
        "https://evil.example\\@twitter.com/VilledeLyon",
        "https://twitter.com.evil.example/VilledeLyon",
        "https://x.com/Ville\u202edeLyon",
        "https://x.com/Ville\0",
        "javascript:alert(1)",
        "at://",
        "x" * 5_000,
    ],
)
def test_what_names_no_account_is_refused_in_words(text: str) -> None:
    with pytest.raises(NoAddress) as refused:
        read(text)
    assert str(refused.value.words)


def test_letters_that_only_look_like_a_site_are_not_that_site() -> None:
    with pytest.raises(NoAddress):
        read("https://twіtter.com/VilledeLyon")  # a Cyrillic i
    assert read("https://twіtter.com/@VilledeLyon").network == "mastodon"


@pytest.mark.parametrize(
    ("text", "network", "handle"),
    [
        ("@VilledeLyon", "x", "VilledeLyon"),
        ("VilledeLyon", "x", "VilledeLyon"),
        ("ville.example.fr", "bluesky", "ville.example.fr"),
        ("mairie@social.example", "mastodon", "mairie@social.example"),
        ("mairie.annecy", "facebook", "mairie.annecy"),
        ("@villedelyon", "instagram", "villedelyon"),
        ("ville-de-lyon", "linkedin", "company/ville-de-lyon"),
        ("@VilledeLyon", "youtube", "VilledeLyon"),
        ("@villedelyon", "tiktok", "villedelyon"),
    ],
)
def test_a_bare_handle_is_enough_where_the_network_is_known(text: str, network: str, handle: str) -> None:
    assert read(text, network=network) == Address(network, handle)


def test_an_address_on_another_network_than_was_said_is_refused() -> None:
    with pytest.raises(NoAddress, match="on Facebook, and not on X"):
        read("https://www.facebook.com/mairie.annecy", network="x")


@pytest.mark.parametrize(
    ("said", "network"),
    [
        ("Twitter", "x"),
        ("X (ex-Twitter)", "x"),
        ("X", "x"),
        ("Page Facebook", "facebook"),
        ("Chaîne YouTube", "youtube"),
    ],
)
def test_a_network_is_known_by_what_people_call_it(said: str, network: str) -> None:
    assert network_called(said) == network
    assert network_called("site internet") == ""


def test_two_spellings_of_one_account_share_their_key() -> None:
    assert read("https://www.facebook.com/Mairie.Annecy").key == read("fb.me/mairieannecy").key
    assert read("https://x.com/villedelyon").key == read("@VilledeLyon", network="x").key
    assert read("https://www.instagram.com/a.b").key != read("https://www.instagram.com/ab").key


ODD = st.text(st.sampled_from("abZ09@./:?#&=%_-~\\ é\u202e\u200b\0٣"), max_size=40)
BEGINNINGS = (
    *("", "@", "https://", "https://x.com/", "https://bsky.app/profile/", "https://social.example/@", "at://"),
    *("https://www.facebook.com/", "https://www.linkedin.com/company/", "https://www.youtube.com/@", "a@b.example"),
)


@given(st.sampled_from(BEGINNINGS), ODD)
def test_whatever_is_typed_names_an_account_that_its_own_address_names_again_or_is_refused(
    start: str, rest: str
) -> None:
    try:
        found = read(start + rest)
    except NoAddress:
        return
    again = read(found.url)
    assert (again.network, again.key) == (found.network, found.key)
