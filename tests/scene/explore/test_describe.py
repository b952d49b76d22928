"""The map in words says what Python counts."""

import pytest

from atlas.i18n import LANGUAGES
from atlas.scene.explore.describe import describe_view
from atlas.scene.map.answer import question_of
from atlas.scene.query.permalink import parse_permalink
from atlas.scene.query.validate_view import validate_view


def described(link, atlas):
    view, _ = parse_permalink(link)
    fitted, problems = validate_view(view, atlas)
    assert problems == ()
    return describe_view(fitted, atlas)


def test_it_counts_names_the_extremes_and_says_what_is_missing(atlas):
    heaps = atlas.frames["slag_heaps"]
    paragraphs = described("?lang=en&layers=slag_heaps", atlas)
    assert paragraphs[0] == "1 layer shown, without condition."
    assert "Slag heaps: 333, all shown." in paragraphs[1]
    assert heaps.loc[heaps["area_ha"].idxmax(), "name"] in paragraphs[1]
    assert f"Area: unknown for {int(heaps['area_ha'].isna().sum())}." in paragraphs[1]
    assert "6 without position, not on the map." in paragraphs[1]


def test_it_says_the_conditions_asked(atlas):
    paragraphs = described("?lang=en&layers=slag_heaps&slag_heaps.area_ha__gte=10&year=1950", atlas)
    assert "Area ≥ 10" in paragraphs[1]
    assert "In 1950" in paragraphs[1]
    assert "Slag heaps: 5" in paragraphs[2]


def test_a_question_is_said_first_with_its_answer_as_above_the_map(atlas):
    link = "layers=slag_heaps&territory=246200364&slag_heaps.area_ha__gte=10&near=slag_heaps:green_corridors:500"
    for lang in LANGUAGES:
        paragraphs = described(f"?lang={lang}&{link}", atlas)
        view, _ = parse_permalink(f"?lang={lang}&{link}")
        assert paragraphs[0] == f"{question_of(view, atlas)}."
        assert paragraphs[0].split("\u00a0")[0].isdigit()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_layer_can_be_described_in_every_language(lang, atlas):
    paragraphs = described("?lang=" + lang + "".join(f"&layers={layer}" for layer in atlas.catalog), atlas)
    assert len(paragraphs) == len(atlas.catalog) + 1
    assert all(text.strip() for text in paragraphs)


def test_an_empty_answer_is_described_as_empty(atlas):
    paragraphs = described("?lang=en&layers=slag_heaps&slag_heaps.area_ha__gte=9999", atlas)
    assert paragraphs[0].startswith("No slag heaps of at least")
    assert paragraphs[2] == "Slag heaps: 0 of 333."
