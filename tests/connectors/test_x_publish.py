"""What leaves for X, and what is found of it afterwards."""

import json
from datetime import timedelta

import httpx
import pytest

from beffroi.connectors.contract import Refused, TryLater
from beffroi.connectors.x import CAPABILITIES, troubles
from beffroi.connectors.x.media import upload
from beffroi.connectors.x.session import XSession
from beffroi.outbound import Policy, client
from beffroi.vocabulary import Media, Ref
from tests.connectors.far_x import NOW, connected, failing, forget, outgoing, wire
from tests.network.x_model import CLOCK, XModel, problem

PNG = Media("image/png", "Un carré rouge", content=b"\x89PNG" * 300_000)


def test_a_post_leaves_once_with_its_receipt() -> None:
    model = XModel()
    ana = model.join("Ana", "feurs")
    receipt = connected(model, ana).publish(outgoing("L’été à Aÿ : https://ay.example/été?a=1 & <b>"))
    assert model.texts(ana) == ["L’été à Aÿ : https://ay.example/été?a=1 & <b>"]
    assert receipt.url == f"https://x.com/feurs/status/{receipt.native_id}"
    assert json.loads(receipt.sent) == {"text": "L’été à Aÿ : https://ay.example/été?a=1 & <b>"}


def test_an_image_goes_ahead_in_pieces_with_its_description() -> None:
    model = XModel()
    ana = model.join("Ana")
    connected(model, ana).publish(outgoing("Vu", media=(PNG,)))
    (image,) = model.images.values()
    assert (b"".join(image["pieces"].values()), image["alt"]) == (PNG.content, PNG.alt)
    assert len(image["pieces"]) == 2
    assert len(model.called("POST", "/2/tweets")) == 1


def test_a_decorative_image_costs_no_description() -> None:
    model = XModel()
    connected(model, model.join("Ana")).publish(outgoing("Vu", media=(Media("image/png", "", content=b"x"),)))
    assert model.called("POST", "/2/media/metadata") == []


def test_an_image_that_x_works_on_is_waited_for() -> None:
    model = XModel(processing=3)
    waited: list[float] = []
    upload(session(model), PNG, pause=waited.append)
    assert waited == [1, 1, 1]


def test_an_image_that_x_never_finishes_is_tried_later_and_nothing_left() -> None:
    model = XModel(processing=99)
    with pytest.raises(TryLater) as trouble:
        upload(session(model), PNG, pause=lambda seconds: None)
    assert (str(trouble.value), trouble.value.delivered) == (troubles.STILL_WORKING, False)


def session(model: XModel) -> XSession:
    return XSession(model.credentials(model.join("Ana")), forget, client(Policy(), over=wire(model)))


def test_an_answer_names_the_post_it_answers() -> None:
    model = XModel()
    ana, eve = model.join("Ana"), model.join("Eve")
    question = model.say(eve, "Et la piscine ?")
    connected(model, ana).publish(outgoing("Elle ouvre samedi.", reply_to=Ref(question)))
    assert model.tweets[-1]["referenced_tweets"] == [{"type": "replied_to", "id": question}]


def test_a_time_out_while_sending_leaves_a_doubt() -> None:
    model = XModel()

    def slow(request: httpx.Request) -> httpx.Response | None:
        if request.url.path == "/2/tweets":
            raise httpx.ReadTimeout("too slow")
        return None

    model.fault = slow
    with pytest.raises(TryLater) as trouble:
        connected(model, model.join("Ana")).publish(outgoing())
    assert trouble.value.delivered is None


def test_a_time_out_before_sending_leaves_none() -> None:
    model = XModel()

    def slow(request: httpx.Request) -> httpx.Response | None:
        if request.url.path.startswith("/2/media"):
            raise httpx.ReadTimeout("too slow")
        return None

    model.fault = slow
    with pytest.raises(TryLater) as trouble:
        connected(model, model.join("Ana")).publish(outgoing(media=(PNG,)))
    assert trouble.value.delivered is False


@pytest.mark.parametrize("answer", [httpx.Response(201, text="<html>"), httpx.Response(201, json={"data": {}})])
def test_an_answer_without_a_receipt_leaves_a_doubt(answer: httpx.Response) -> None:
    model = XModel(fault=failing("POST", "/2/tweets", answer))
    with pytest.raises(TryLater) as trouble:
        connected(model, model.join("Ana")).publish(outgoing())
    assert trouble.value.delivered is None


def test_the_same_text_again_gives_the_receipt_of_the_first() -> None:
    model = XModel()
    connector = connected(model, model.join("Ana"))
    post = outgoing()
    assert connector.publish(post) == connector.publish(post)
    assert len(model.tweets) == 1


def test_the_text_of_an_older_post_is_refused_as_such() -> None:
    model = XModel(clock=NOW - timedelta(days=1))
    ana = model.join("Ana")
    model.say(ana, outgoing().text)
    model.clock = CLOCK
    with pytest.raises(Refused, match=troubles.DUPLICATE):
        connected(model, ana).publish(outgoing())


def test_a_post_is_found_however_x_shows_it() -> None:
    model = XModel()
    ana, eve = model.join("Ana"), model.join("Eve")
    question = model.say(eve, "Et la piscine ?")
    post = outgoing("Voyez www.piscine.example/horaires, « demain »  & après", reply_to=Ref(question), media=(PNG,))
    connector = connected(model, ana)
    assert connector.publish(post) == connector.find(post)


def test_a_post_that_is_not_there_is_said_so() -> None:
    model = XModel()
    ana = model.join("Ana")
    model.say(ana, "Une tout autre nouvelle, écrite à la main.")
    assert connected(model, ana).find(outgoing()) is None


def test_an_answer_to_somebody_else_is_not_taken_for_ours() -> None:
    model = XModel()
    ana, eve = model.join("Ana"), model.join("Eve")
    first, second = model.say(eve, "Et la piscine ?"), model.say(eve, "Et la patinoire ?")
    model.say(ana, "Merci !", reply_to=first)
    assert connected(model, ana).find(outgoing("Merci !", reply_to=Ref(second))) is None


def test_the_second_page_is_read_too() -> None:
    model = XModel(per_page=5)
    ana = model.join("Ana")
    native_id = model.say(ana, outgoing().text)
    for number in range(7):
        model.say(ana, f"{number} : une autre")
    found = connected(model, ana).find(outgoing())
    assert found and found.native_id == native_id


def test_a_post_much_like_ours_is_left_to_a_person() -> None:
    model = XModel()
    ana = model.join("Ana")
    model.say(ana, "Le conseil commence à 21 h.")
    with pytest.raises(Refused, match="please look"):
        connected(model, ana).find(outgoing())


def test_what_is_not_shown_yet_may_still_come() -> None:
    model = XModel(clock=NOW + timedelta(seconds=40))
    with pytest.raises(TryLater, match="too early"):
        connected(model, model.join("Ana")).find(outgoing())


def test_without_the_networks_clock_nobody_can_tell() -> None:
    model = XModel()
    ana = model.join("Ana")
    empty = httpx.Response(200, json={"meta": {"result_count": 0}}, headers={"date": "yesterday"})
    model.fault = failing("GET", f"/2/users/{ana.user_id}/tweets", empty)
    with pytest.raises(Refused, match="please look"):
        connected(model, ana).find(outgoing())


def test_a_list_that_never_ends_is_no_answer() -> None:
    model = XModel()
    ana = model.join("Ana")
    endless = httpx.Response(200, json={"meta": {"result_count": 0, "next_token": "again"}})
    model.fault = failing("GET", f"/2/users/{ana.user_id}/tweets", endless)
    with pytest.raises(TryLater):
        connected(model, ana).find(outgoing())
    assert len(model.asked) < 5


def test_a_post_that_is_gone_already_is_no_error() -> None:
    model = XModel()
    connector = connected(model, model.join("Ana"))
    native_id = connector.publish(outgoing()).native_id
    connector.delete(native_id)
    connector.delete(native_id)
    assert model.tweets == []


def test_the_post_of_somebody_else_is_not_ours_to_delete() -> None:
    model = XModel()
    ana, eve = model.join("Ana"), model.join("Eve")
    native_id = model.say(eve, "Je suis là.")
    with pytest.raises(Refused):
        connected(model, ana).delete(native_id)


def test_a_text_that_is_too_long_is_refused_in_words() -> None:
    model = XModel()
    connector = connected(model, model.join("Ana"))
    assert connector.publish(outgoing("é" * CAPABILITIES.max_length))
    with pytest.raises(Refused, match="280 characters"):
        connector.publish(outgoing("é" * (CAPABILITIES.max_length + 1)))


def test_no_credit_left_is_refused_in_words() -> None:
    model = XModel(fault=failing("POST", "/2/tweets", problem(402, "CreditsDepleted")))
    with pytest.raises(Refused, match="no credit left"):
        connected(model, model.join("Ana")).publish(outgoing())
