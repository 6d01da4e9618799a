"""What towns say every day raises no finding at all."""

import pytest

from beffroi.publishing.checks import LinkSeen
from beffroi.publishing.checks.run import findings
from tests.publishing.checks import checked

ORDINARY = [
    "Le conseil municipal se réunit jeudi 26 novembre à 20 h, salle de l’Eden. Séance publique. #Feurs",
    "Marché de Noël les 12 et 13 décembre, place du Forum. Renseignements : 04 77 27 40 00. 🎄",
    "Vigilance orange « vent violent » dans la Loire jusqu’à demain 6 h. Évitez vos déplacements. #Loire",
    "La rue de Verdun est fermée à la circulation du 23 au 27 novembre. Déviation par l’avenue Jean-Jaurès.",
    "Collecte des déchets verts : mardi 24 novembre. Sortez vos bacs la veille au soir.",
    "La piscine rouvre lundi ! Horaires et tarifs : https://www.feurs.example/piscine",
    "Bravo aux jeunes du CMJ et aux pompiers du SDIS 42 pour cette belle journée citoyenne.",
    "Inscriptions sur les listes électorales jusqu’au 12 mars : mairie@feurs.example ou en mairie, 4 place Drivet.",
    "Hommage aux victimes ce 13 novembre. La mairie met les drapeaux en berne.",
    "Enquête publique sur le PLUi : le commissaire-enquêteur vous reçoit le 3 décembre de 9 h à 12 h.",
    "Le TER 886312 de 18 h 02 est supprimé. La SNCF met en place un car.",
    "Don du sang, vendredi de 15 h 30 à 19 h, salle Équinoxe. L’EFS manque de O négatif.",
    "Recrutement : la Ville recherche un(e) ATSEM (CDD, 35 h). Candidatures avant le 30/11/2026.",
    "Merci @sdis42, on vous répond : le service Voirie passe demain matin. Bonne journée !",
    "Bonjour, votre signalement est transmis au service Éclairage public (réf. 2026-4512).",
]


@pytest.mark.parametrize("text", ORDINARY)
def test_it_passes(text: str) -> None:
    seen = {"https://www.feurs.example/piscine": LinkSeen(200)}
    assert [str(each.words) for each in findings(checked(text, links=seen, known=["feurs.example", "sdis69"]))] == []
