"""Past hand-overs propose a service: explained by its words, measured on later ones, silent when it is not sure."""

from beffroi.engines.proposing import LEAST, Example, Learnt, Proposal, learn, propose, tried, words_of

ROADS, WATER, REGISTRY = 1, 2, 3
SAID = {
    ROADS: [
        "Le lampadaire est en panne",
        "Un trou dans la chaussée",
        "Le lampadaire clignote encore",
        "chaussée abîmée",
    ],
    WATER: ["Fuite d’eau devant chez moi", "Mon compteur fuit", "Une fuite sur le compteur", "L’eau est coupée"],
    REGISTRY: ["Un acte de naissance", "Refaire mon passeport", "Rendez-vous pour un passeport", "acte de mariage"],
}


def past(rounds: int) -> list[Example]:
    return [(text, team) for nth in range(rounds) for team, texts in SAID.items() for text in [texts[nth % 4]]]


def test_it_proposes_the_service_and_names_the_words_that_speak_for_it() -> None:
    learnt = learn(past(40))
    assert learnt is not None
    proposal = propose(learnt, "Bonjour, le lampadaire ne marche plus")
    assert isinstance(proposal, Proposal)
    assert proposal.service == ROADS
    assert proposal.words[0] == "lampadaire"
    assert proposal.share >= 0.7


def test_it_is_silent_about_what_it_does_not_know() -> None:
    learnt = learn(past(40))
    assert learnt is not None
    assert propose(learnt, "Quand a lieu le marché de Noël ?") is None
    assert propose(learnt, "") is None


def test_it_is_silent_between_two_services() -> None:
    learnt = learn(past(40))
    assert learnt is not None
    assert propose(learnt, "lampadaire passeport") is None


def test_too_few_past_cases_teach_nothing() -> None:
    assert learn(past(LEAST // 3)) is None
    assert learn([("Le lampadaire est en panne", ROADS)] * 200) is None


def test_a_service_that_was_hardly_ever_chosen_is_not_proposed() -> None:
    learnt = learn([*past(40), ("piscine fermée", 9), ("piscine froide", 9)])
    assert learnt is not None
    assert learnt.services == (ROADS, WATER, REGISTRY)


def test_no_word_of_a_single_case_and_no_number_is_kept() -> None:
    learnt = learn([*past(40), ("Madame Zibeline habite au 12345 @zibeline https://zibeline.example", ROADS)])
    assert learnt is not None
    assert not {word for word in learnt.words if "zibeline" in word or "12345" in word}
    assert words_of("@ana 42 eau d’eau #Fuite au") == {"eau", "fuite"}


def test_it_is_measured_only_on_what_came_after_what_it_learned_from() -> None:
    """The words of the last fifth were never said before: it proposes nothing there, and is not called right."""
    unheard = [("zzz yyy xxx", ROADS)] * 30
    assert tried([*past(40), *unheard]).proposed == 0
    trial = tried(past(60))
    assert (trial.tried, trial.right) == (36, trial.proposed)
    assert trial.proposed > 30


def test_what_was_learned_is_the_same_after_it_was_stored() -> None:
    learnt = learn(past(40))
    assert learnt is not None
    text = "fuite au compteur"
    again = propose(Learnt.from_json(learnt.as_json()), text)
    first = propose(learnt, text)
    assert first is not None
    assert again is not None
    assert (first.service, first.words) == (again.service, again.words)
