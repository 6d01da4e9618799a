"""What leaves for a Page, and what is found of it afterwards."""

import json
from datetime import timedelta

import httpx
import pytest

from beffroi.connectors.contract import AccessLost, Refused, TryLater
from beffroi.connectors.facebook import troubles
from beffroi.vocabulary import Card, Media, Ref
from tests.connectors.far_facebook import NOW, connected, failing, outgoing
from tests.network.facebook_model import CLOCK, FacebookModel, problem

PNG = Media("image/png", "Un carré <b>rouge</b>", content=b"\x89PNG-content")


def test_the_page_says_who_it_is() -> None:
    model = FacebookModel()
    feurs = model.join("Ville de Feurs", "villedefeurs")
    profile = connected(model, feurs).whoami()
    assert (profile.native_id, profile.handle, profile.name) == (feurs.native_id, "villedefeurs", "Ville de Feurs")
    assert (profile.summary, profile.followers) == ("Page officielle", 12)


def test_a_persons_token_is_not_taken_for_the_pages() -> None:
    model = FacebookModel()
    feurs, bruno = model.join("Ville de Feurs"), model.join("Bruno")
    with pytest.raises(AccessLost, match=f"opens Bruno, not the Page {feurs.native_id}"):
        connected(model, feurs, access_token=bruno.token).whoami()


def test_the_token_is_in_no_address_and_no_secret_is_shown() -> None:
    model = FacebookModel(app_secret="app-secret")
    feurs = model.join("Ville de Feurs")
    connector = connected(model, feurs)
    connector.publish(outgoing())
    shown = [str(request.url) for request in model.asked] + [repr(connector), repr(connector._session)]
    assert not any(secret in words for words in shown for secret in (feurs.token, "app-secret"))


def test_without_the_app_secret_that_the_app_demands_it_is_refused_in_words() -> None:
    model = FacebookModel(app_secret="app-secret")
    with pytest.raises(Refused, match="appsecret_proof"):
        connected(model, model.join("Ville de Feurs"), app_secret="").whoami()


def test_a_post_leaves_with_its_link() -> None:
    model = FacebookModel()
    feurs = model.join("Ville de Feurs")
    card = Card("https://feurs.example/agenda", "Agenda")
    receipt = connected(model, feurs).publish(outgoing("L’agenda & <b>", card=card))
    assert model.said[-1]["form"] == {"message": "L’agenda & <b>", "link": "https://feurs.example/agenda"}
    assert receipt.url == f"https://www.facebook.com/{receipt.native_id}"
    assert json.loads(receipt.sent)["message"] == "L’agenda & <b>"


def test_photos_go_ahead_unseen_with_their_description() -> None:
    model = FacebookModel()
    feurs = model.join("Ville de Feurs")
    card = Card("https://feurs.example/agenda", "Agenda")
    connected(model, feurs).publish(outgoing("Vu", media=(PNG, PNG), card=card))
    photos = list(model.photos)
    assert [photo[b"source"] for photo in model.photos.values()] == [PNG.content] * 2
    assert [photo[b"alt_text_custom"].decode() for photo in model.photos.values()] == [PNG.alt] * 2
    assert [photo[b"published"] for photo in model.photos.values()] == [b"false"] * 2
    expected = {f"attached_media[{n}]": json.dumps({"media_fbid": photo}) for n, photo in enumerate(photos)}
    assert model.said[-1]["form"] == {"message": "Vu", **expected}


def test_an_answer_is_a_comment_of_the_page_with_one_image_at_most() -> None:
    model = FacebookModel()
    feurs, eve = model.join("Ville de Feurs"), model.join("Eve")
    connector = connected(model, feurs)
    post = connector.publish(outgoing()).native_id
    question = model.say(eve, "Et la piscine ?", reply_to=post)
    answer = outgoing("Elle ouvre samedi.", reply_to=Ref(question), media=(PNG,))
    receipt = connector.publish(answer)
    assert model.said[-1]["parent"] == {"id": question}
    assert model.said[-1]["form"]["attachment_id"] == next(iter(model.photos))
    assert connector.find(answer) == receipt
    with pytest.raises(Refused, match="one image"):
        connector.publish(outgoing("Deux", reply_to=Ref(question), media=(PNG, PNG)))
    assert len(model.photos) == 1


def test_an_edit_changes_the_words_only() -> None:
    model = FacebookModel()
    feurs = model.join("Ville de Feurs")
    connector = connected(model, feurs)
    first = connector.publish(outgoing("Le conseil est à 21 h."))
    edited = connector.edit(first.native_id, outgoing("Le conseil est à 20 h."))
    assert (edited.native_id, model.texts(feurs)) == (first.native_id, ["Le conseil est à 20 h."])


@pytest.mark.parametrize("path", ["photos", "feed"])
def test_a_time_out_leaves_a_doubt_only_where_the_post_itself_was_sent(path: str) -> None:
    model = FacebookModel()

    def slow(request: httpx.Request) -> httpx.Response | None:
        if request.url.path.endswith(path):
            raise httpx.ReadTimeout("too slow")
        return None

    model.fault = slow
    with pytest.raises(TryLater) as trouble:
        connected(model, model.join("Ville de Feurs")).publish(outgoing(media=(PNG,)))
    assert trouble.value.delivered is (None if path == "feed" else False)


@pytest.mark.parametrize("answer", ["<html>", '{"id": ', "{}", "[]"])
def test_an_answer_without_a_receipt_leaves_a_doubt(answer: str) -> None:
    model = FacebookModel()
    feurs = model.join("Ville de Feurs")
    model.fault = failing("POST", f"/{feurs.native_id}/feed", httpx.Response(200, text=answer))
    with pytest.raises(TryLater) as trouble:
        connected(model, feurs).publish(outgoing())
    assert trouble.value.delivered is None


def test_the_same_text_again_gives_the_receipt_of_the_first() -> None:
    model = FacebookModel()
    connector = connected(model, model.join("Ville de Feurs"))
    post = outgoing()
    assert connector.publish(post) == connector.publish(post)
    assert len(model.said) == 1


def test_the_text_of_an_older_post_is_refused_as_such() -> None:
    model = FacebookModel(clock=NOW - timedelta(days=1))
    feurs = model.join("Ville de Feurs")
    model.say(feurs, outgoing().text)
    model.clock = CLOCK
    with pytest.raises(Refused, match=troubles.DUPLICATE):
        connected(model, feurs).publish(outgoing())


def test_a_post_that_is_not_there_is_said_so_and_what_visitors_write_is_not_ours() -> None:
    model = FacebookModel()
    feurs, eve = model.join("Ville de Feurs"), model.join("Eve")
    model.say(eve, outgoing().text, on=feurs.native_id)
    assert connected(model, feurs).find(outgoing()) is None


def test_the_second_page_is_read_too() -> None:
    model = FacebookModel(per_page=2)
    feurs = model.join("Ville de Feurs")
    native_id = model.say(feurs, outgoing().text)
    for number in range(3):
        model.say(feurs, f"{number} : une tout autre nouvelle du jour")
    found = connected(model, feurs).find(outgoing())
    assert found and found.native_id == native_id


@pytest.mark.parametrize("text", ["Le conseil commence à 21 h.", ""])
def test_a_post_that_could_be_ours_is_left_to_a_person(text: str) -> None:
    model = FacebookModel()
    feurs = model.join("Ville de Feurs")
    model.say(feurs, text)
    with pytest.raises(Refused, match="please look"):
        connected(model, feurs).find(outgoing())


def test_a_list_that_never_ends_is_no_answer() -> None:
    model = FacebookModel()
    feurs = model.join("Ville de Feurs")
    endless = {"data": [], "paging": {"cursors": {"after": "again"}, "next": "https://graph.example/again"}}
    model.fault = failing("GET", f"/{feurs.native_id}/feed", httpx.Response(200, json=endless))
    with pytest.raises(TryLater):
        connected(model, feurs).find(outgoing())
    assert len(model.asked) < 5


def test_what_is_not_shown_yet_may_still_come() -> None:
    model = FacebookModel(clock=NOW + timedelta(seconds=40))
    with pytest.raises(TryLater, match="too early"):
        connected(model, model.join("Ville de Feurs")).find(outgoing())


def test_deleting_what_is_gone_is_no_error_and_what_is_not_ours_stays() -> None:
    model = FacebookModel()
    feurs, eve = model.join("Ville de Feurs"), model.join("Eve")
    connector = connected(model, feurs)
    ours, hers = connector.publish(outgoing()).native_id, model.say(eve, "Je suis là.")
    connector.delete(ours)
    connector.delete(ours)
    with pytest.raises(Refused):
        connector.delete(hers)
    assert [entry["id"] for entry in model.said] == [hers]


def test_a_block_for_spam_is_refused_in_words() -> None:
    model = FacebookModel()
    feurs = model.join("Ville de Feurs")
    model.fault = failing("POST", f"/{feurs.native_id}/feed", problem(400, 368, "The action attempted is abusive."))
    with pytest.raises(Refused, match="spam"):
        connected(model, feurs).publish(outgoing())
