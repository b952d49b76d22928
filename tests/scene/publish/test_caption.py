from datetime import date

import pytest

from atlas.i18n import LANGUAGES
from atlas.scene.publish.caption import make_caption, printed_scene
from atlas.scene.query.permalink import parse_permalink
from atlas.scene.query.validate_view import validate_view

DAY = date(2026, 11, 22)


@pytest.fixture
def caption(atlas):
    def make(link, **more):
        view, problems = validate_view(parse_permalink(link)[0], atlas)
        assert problems == ()
        return make_caption(view, atlas, made=DAY, **more)

    return make


@pytest.mark.parametrize(
    ("link", "title"),
    [
        ("?", "Bassin minier du Nord – Pas-de-Calais"),
        ("?territory=62498", "Lens"),
        ("?territory=62498&territory=62510", "Lens, Liévin"),
        ("?layers=slag_heaps", "Terrils"),
        ("?lang=en&layers=slag_heaps&layers=mine_shafts", "Slag heaps, Former mine shafts"),
        ("?layers=slag_heaps&at=50.43,2.83,12", "Bassin minier du Nord – Pas-de-Calais"),
        ("?at=-19.6,-43.2,9", "Atlas des territoires post-miniers"),
        ("?layers=", "Atlas des territoires post-miniers"),
    ],
)
def test_a_map_is_called_after_what_it_shows(caption, link, title):
    assert caption(link).title == title


def test_the_explanation_says_what_is_asked(caption):
    lead = caption("?layers=slag_heaps&slag_heaps.form=conical&near=slag_heaps:green_corridors:300&year=1960").lead
    for words in ("Forme", "Conique", "300", "1960"):
        assert words in lead


def test_the_explanation_says_what_colours_stand_for(caption):
    lead = caption("?layers=communes&classes=communes.median_income_2021:quantiles:5").lead
    assert lead == "Communes · Niveau de vie médian 2021 (quantiles)"


def test_many_layers_are_named_in_part(caption, catalog):
    lead = caption("?territory=62498").lead
    assert f"{len(catalog.shown) - 3} autres couches" in lead
    assert "\n" not in lead


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_link_reopens_the_same_map(caption, lang):
    link = f"?lang={lang}&layers=slag_heaps&slag_heaps.area_ha__gte=10&at=50.43,2.83,12"
    made = caption(link, address="https://atlas.example/")
    assert made.link.startswith("https://atlas.example/?")
    again, _ = parse_permalink(made.link)
    assert again == parse_permalink(link)[0]
    assert caption(link).link.startswith("?")


def test_the_first_view_has_no_link_without_an_address(caption):
    assert caption("?").link == ""
    assert caption("?", address="https://atlas.example/").link == "https://atlas.example/"


def test_an_online_background_is_not_printed_and_that_is_said(caption, atlas):
    assert caption("?").notes == ()
    made = caption("?basemap=ign_orthophoto")
    assert len(made.notes) == 1
    assert "basemap=ign_orthophoto" in made.link
    view, _ = validate_view(parse_permalink("?basemap=ign_orthophoto")[0], atlas)
    assert printed_scene(view, atlas).tiles is None


@pytest.mark.parametrize(
    ("link", "words"),
    [
        ("?territory=62498", "objets situés en tout ou en partie dans Lens"),
        ("?territory=62498&territory_rule=centre", "objets dont le centre est dans Lens"),
        ("?lang=en&territory=62498&territory_rule=0.5", "objects that lie at least half in Lens"),
        ("?lang=pt&territory=62498&territory_rule=0.3", "objetos com pelo menos 30\u00a0% em Lens"),
        ("?lang=en&select=circle:50.4,2.8,900&territory_rule=within", "objects that lie entirely in the drawn shape"),
    ],
)
def test_the_explanation_says_how_objects_lie_in_the_place(caption, link, words):
    lead = caption(link + "&layers=slag_heaps").lead
    assert words in lead
    assert "sélection" not in lead, "there is none on paper"


def test_the_caption_of_a_question_is_its_headline_and_names_the_answers(caption):
    link = "?lang=en&layers=slag_heaps&slag_heaps.area_ha__gte=10&slag_heaps.state=remaining_in_part"
    made = caption(f"{link}&territory=246200364&near=slag_heaps:green_corridors:500")
    assert made.title.startswith("4\u00a0slag heaps of at least 10\u00a0ha, neither inscribed nor levelled")
    assert made.lead.startswith("3/4 Meurchin est chemin des îles, Cavalier du 18 de Lens, 7 de Liévin, 10 sud de")
