"""What everybody would see is not played in the demonstration."""

import pytest
from django.test import Client
from django.urls import reverse

from beffroi.rankings.models import Ranking
from tests.cast import Feurs
from tests.site.test_doors import patterns

PUBLIC_ACTS = {
    "official_body",
    "official_new",
    "official_declaration",
    "official_review",
    "official_look",
    "directory_import_writing",
    "ranking_reply",
    "ranking_settings",
    "ranking_stop",
}


@pytest.mark.parametrize("name", sorted(PUBLIC_ACTS))
def test_the_demonstration_changes_neither_the_directory_nor_the_rankings(
    name: str, feurs: Feurs, client: Client
) -> None:
    feurs.organisation.is_demo = True
    feurs.organisation.save()
    client.force_login(feurs.ana)
    arguments = {"ranking_reply": [1, "commune", "42094"]}
    with_a_number = next(p for p in patterns() if p.name == name).pattern.converters
    address = reverse(name, args=arguments.get(name, [1] if with_a_number else []))

    answer = client.post(address, headers={"accept-language": "en"})

    assert answer.status_code == 403
    assert "the demonstration changes neither" in answer.content.decode()
    assert not Ranking.objects.exists()
