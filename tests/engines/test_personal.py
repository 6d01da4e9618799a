"""Personal data in a text: found where it is a citizen's, let pass where a town speaks of itself."""

import pytest

from beffroi.engines.texts.personal import is_iban, is_nir, personal_data


@pytest.mark.parametrize(
    ("text", "kind", "found"),
    [
        ("Rappelez-moi au 06 12 34 56 78.", "phone", "06 12 34 56 78"),
        ("Tél. 0612345678", "phone", "0612345678"),
        ("joignable au +33 6 12 34 56 78", "phone", "+33 6 12 34 56 78"),
        ("au +33 (0)6.12.34.56.78 ce soir", "phone", "+33 (0)6.12.34.56.78"),
        ("au 07-12-34-56-78", "phone", "07-12-34-56-78"),
        ("Contactez Mme Durand au 04 77 26 10 20", "phone", "04 77 26 10 20"),
        ("Réponse à marie.durand@feurs.fr", "email", "marie.durand@feurs.fr"),
        ("écrivez à jdurand42@gmail.com", "email", "jdurand42@gmail.com"),
        ("JEAN-PIERRE.MARTIN@orange.fr", "email", "JEAN-PIERRE.MARTIN@orange.fr"),
        ("Virement : FR76 3000 6000 0112 3456 7890 189.", "iban", "FR76 3000 6000 0112 3456 7890 189"),
        ("IBAN FR7630006000011234567890189 MERCI", "iban", "FR7630006000011234567890189"),
        ("Son numéro : 2 55 08 14 168 025 38", "nir", "2 55 08 14 168 025 38"),
        ("n° 255081416802538", "nir", "255081416802538"),
        ("Le véhicule AB-123-CD gêne la sortie.", "plate", "AB-123-CD"),
        ("voiture immatriculée AB 123 CD", "plate", "AB 123 CD"),
        ("le camion 1234 AB 42 est mal garé", "plate", "1234 AB 42"),
        ("M. Durand, demeurant 12 rue des Lilas à Feurs", "address", "12 rue des Lilas à Feurs"),
        ("Elle habite au 4 bis, avenue Jean Jaurès.", "address", "4 bis, avenue Jean Jaurès"),
        ("domiciliée 7 chemin du Lac", "address", "7 chemin du Lac"),
    ],
)
def test_what_is_a_citizens_is_found(text: str, kind: str, found: str) -> None:
    assert [(datum.kind, datum.text) for datum in personal_data(text)] == [(kind, found)]


@pytest.mark.parametrize(
    "text",
    [
        "Renseignements à la mairie au 04 77 27 40 00, de 8 h 30 à 12 h.",
        "Numéro vert : 0 800 00 42 42. Urgences : 15, 17, 18 ou 112.",
        "Inscriptions : mairie@feurs.fr ou contact@villedefeurs.fr",
        "mairie.feurs@orange.fr, comitedesfetes.feurs@gmail.com, etat-civil@feurs.fr, police.municipale@feurs.fr",
        "Le budget 2026 est de 12 345 678 901 euros, voté le 15 03 2026 à 20 h 30.",
        "Rendez-vous au 12 rue de la Mairie, 42110 Feurs, le 14 juillet.",
        "La médiathèque, 3 place du Forum, est ouverte de 10 h à 18 h.",
        "Délibération n° 2026-11-042, arrêté 2026 123 AR du 20 novembre.",
        "Les lignes TER-123-AB et A 72 sont coupées. Sortie 33.",
        "Photo : @marie.durand.bsky.social et @feurs@social.example",
        "Plus de 1 200 habitants résident dans le quartier : 350 ont répondu à l’enquête.",
        "SIRET 214 200 941 00015, SIREN 214200941",
        "FR76 ne suffit pas, FR76 3000 6000 0112 3456 7890 188 est une faute de frappe",
        "La route D 1089 est barrée entre le PR 12 et le PR 14. DE 100 EN moyenne.",
    ],
)
def test_what_a_town_says_of_itself_passes(text: str) -> None:
    assert personal_data(text) == []


def test_a_number_found_as_one_thing_is_not_found_as_another() -> None:
    found = personal_data("FR76 3000 6000 0112 3456 7890 189 et 06 12 34 56 78")
    assert [datum.kind for datum in found] == ["iban", "phone"]


def test_the_same_datum_twice_is_said_once() -> None:
    assert len(personal_data("06 12 34 56 78 ou encore 06 12 34 56 78")) == 1


def test_the_hint_does_not_give_it_away_again() -> None:
    [datum] = personal_data("06 12 34 56 78")
    assert datum.hint == "06 12…"


@pytest.mark.parametrize(
    ("iban", "right"),
    [
        ("FR7630006000011234567890189", True),
        ("DE89370400440532013000", True),
        ("FR7630006000011234567890188", False),
        ("FR763000600001123456789018", False),
    ],
)
def test_an_iban_is_known_by_its_key_and_its_length(iban: str, right: bool) -> None:
    assert is_iban(iban) is right


@pytest.mark.parametrize(
    ("nir", "right"), [("255081416802538", True), ("255081416802539", False), ("25508141680253", False)]
)
def test_a_social_security_number_is_known_by_its_key(nir: str, right: bool) -> None:
    assert is_nir(nir) is right


def test_a_number_of_corsica_has_its_own_key() -> None:
    number = 97 - int("2550819168025") % 97
    assert is_nir(f"255082A168025{number:02}")
