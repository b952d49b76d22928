"""The portrait's numbers against plain pandas and shapely, and against the functions of the app."""

import re
from datetime import date

import numpy as np
import pytest
import shapely

from atlas.errors import ViewError
from atlas.i18n import LANGUAGES
from atlas.scene.publish.portrait import make_portrait, portrait_caption
from atlas.scene.query.formatting import write_number
from atlas.scene.query.permalink import parse_permalink
from atlas.scene.query.row_masks import row_mask
from atlas.scene.query.view import View

LENS, BODY, BASIN, ABROAD = "62498", "246200364", "nord_pas_de_calais", "leon_palencia"


@pytest.fixture(scope="module")
def portrait(atlas):
    made = {}

    def make(territory, lang="fr"):
        key = (territory, lang)
        if key not in made:
            made[key] = make_portrait(territory, atlas, lang)
        return made[key]

    return make


def rows(portrait):
    return {row.layer: row for section in portrait.sections for row in section.rows}


@pytest.mark.parametrize("territory", [LENS, BODY, BASIN])
def test_every_count_is_that_of_the_app_and_of_a_plain_intersection(portrait, atlas, territory):
    level = next(
        layer.id for layer in atlas.catalog.values() if layer.level and territory in atlas.frames[layer.id].index
    )
    outline = atlas.frames[level].geometry[territory]
    view = View(territory=(territory,))
    listed = rows(portrait(territory))
    assert {"unesco_components", "slag_heaps", "green_corridors"} <= set(listed)
    for layer_id, row in listed.items():
        count = int(row_mask(layer_id, view, atlas).sum())
        assert row.count.removeprefix("au moins ") == write_number(count, "fr"), layer_id
        shapes = atlas.frames[layer_id].geometry
        assert count == int(shapes[shapes.notna()].intersects(outline).sum()), layer_id


@pytest.mark.parametrize(
    ("territory", "lang", "level"),
    [
        (LENS, "fr", "Commune"),
        (LENS, "pt", "Município"),
        (BODY, "en", "Inter-municipal body"),
        (BASIN, "fr", "Bassin minier"),
    ],
)
def test_one_territory_is_named_by_its_level_in_the_singular(portrait, territory, lang, level):
    assert portrait(territory, lang).level == level


@pytest.mark.parametrize("territory", [LENS, BODY, BASIN])
def test_classes_sum_to_their_layer(portrait, territory):
    digits = re.compile(r"\D")
    for row in rows(portrait(territory)).values():
        if row.classes:
            assert sum(int(digits.sub("", count)) for _, count in row.classes) == int(digits.sub("", row.count))


@pytest.mark.parametrize(("territory", "body"), [(LENS, None), (BODY, BODY), (BASIN, "all")])
def test_twins_are_those_of_its_communes(portrait, frames, territory, body):
    communes, twinnings = frames["communes"], frames["twinnings"]
    own = (
        {LENS} if body is None else set(communes.index[communes["intercommunality"] == body]) if body != "all" else None
    )
    expected = twinnings if own is None else twinnings[twinnings["commune"].isin(own)]
    assert len(portrait(territory).twins) == len(expected)
    assert sorted(twin.town for twin in portrait(territory).twins) == sorted(expected["partner_city"])


def test_what_is_not_there_is_said_where_it_was_looked_for(portrait):
    names = [name for section in portrait(LENS).sections for name in section.empty]
    assert "Espaces naturels protégés" in names


def test_where_nobody_looked_nothing_is_said_to_be_missing(portrait):
    abroad = portrait(ABROAD)
    assert [section.empty for section in abroad.sections] == [()] * len(abroad.sections)
    assert "slag_heaps" not in rows(abroad)
    assert any("ne couvrent pas ce territoire" in note for note in abroad.notes)
    assert any("approximatif" in note for note in abroad.notes)
    assert abroad.twins == ()


def test_every_fact_and_figure_has_a_source_and_every_figure_its_coverage(portrait):
    for territory in (LENS, BODY, BASIN, ABROAD):
        made = portrait(territory)
        assert all(title and text and source for title, text, source in made.facts)
        assert all(figure.source and figure.value for figure in made.figures)
    assert all(re.fullmatch(r"[\d\s]+ / [\d\s]+", figure.coverage) for figure in portrait(BODY).figures)
    # A figure of a basin abroad is that of the page it was read on, not of the producer of its outline.
    sources = {title: source for title, _, source in portrait(ABROAD).facts}
    assert "GISCO" not in sources["Première extraction ou découverte"]
    assert "GISCO" in sources["Surface du contour"]


def test_figures_stand_beside_the_basin_and_the_basin_beside_nothing(portrait):
    assert portrait(BODY).figures
    assert portrait(BODY).beside
    assert all(figure.beside for figure in portrait(BODY).figures)
    assert portrait(BASIN).beside == ""
    assert all(figure.beside == "" for figure in portrait(BASIN).figures)


def test_the_population_of_a_commune_is_the_producers(portrait, frames):
    facts = {title: text for title, text, _ in portrait(LENS).facts}
    people = int(frames["communes"]["population_2023"][LENS])
    assert write_number(people, "fr") in facts.values()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_link_of_a_portrait_reopens_its_map(portrait, lang):
    made = portrait(BODY, lang)
    caption = portrait_caption(made, address="https://atlas.example/", made=date(2026, 11, 22))
    view, problems = parse_permalink(caption.link)
    assert (view, problems) == (made.view, ())
    assert caption.title == made.name


@pytest.mark.journey
def test_every_territory_with_an_outline_has_a_portrait(atlas):
    layers = [layer.id for layer in atlas.catalog.values() if layer.level]
    chosen = []
    for layer_id in layers:
        gdf = atlas.frames[layer_id]
        areas = gdf.index[shapely.get_dimensions(gdf.geometry.to_numpy()) == 2]
        chosen += list(areas[np.linspace(0, len(areas) - 1, 4).astype(int)])
    for territory in chosen:
        made = make_portrait(territory, atlas, "en")
        assert made.name
        assert made.facts


def test_a_territory_without_outline_or_name_is_refused(frames, atlas):
    points = frames["mining_basins"].index[shapely.get_dimensions(frames["mining_basins"].geometry.to_numpy()) == 0]
    for territory in (points[0], "nowhere"):
        with pytest.raises(ViewError, match=territory):
            make_portrait(territory, atlas, "fr")


def test_a_portrait_says_what_is_not_complete_in_its_territory(portrait):
    made = portrait(BODY)
    figures = {figure.title: figure for figure in made.figures}
    assert figures["Terrils avec contour"].value.startswith("au moins ")
    nearest = next(figure for title, figure in figures.items() if title.startswith("Distance médiane"))
    assert (nearest.value, nearest.note) == ("inconnu", "sans valeur : la couche n’est pas complète ici")
    assert any("le canal d’Aire, le canal de Lens, la Souchez et le canal de la Sensée" in gap for gap in made.gaps)
    counted = rows(made)
    assert counted["mine_shafts"].count.startswith("au moins ")
    assert "sans dire si la liste est complète" in counted["mine_shafts"].note
    assert not counted["unesco_components"].count.startswith("au moins ")
    assert counted["unesco_components"].note == ""


@pytest.mark.parametrize("territory", [LENS, BODY, BASIN])
def test_no_number_of_a_portrait_stands_for_a_layer_that_is_not_complete_without_a_word(portrait, territory):
    for figure in portrait(territory).figures:
        if figure.gaps:
            assert figure.note or figure.value.startswith(("au moins ", "au plus ")), figure.title
