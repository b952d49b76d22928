import base64
import re

import numpy as np
import pytest

from atlas.analysis.indicators import REGISTRY
from atlas.analysis.statistics.classify import SCHEMES
from atlas.catalog.filter import NUMERIC, Filter
from atlas.i18n import words
from atlas.render.assets import theme_style
from atlas.render.scene_message import scene_message
from atlas.scene.map.classes import PAPER, describe_classes, variable_of
from atlas.scene.map.compose import compose, make_mark
from atlas.scene.query.permalink import parse_permalink
from atlas.scene.query.validate_view import validate_view
from atlas.scene.query.view import Classes, View

DEPTH = Classes("mine_shafts", "depth_m", "quantiles", 5)


def brightness(colour):
    return int(colour[1:3], 16) * 0.2126 + int(colour[3:5], 16) * 0.7152 + int(colour[5:7], 16) * 0.0722


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("count", [2, 7])
def test_missing_values_have_a_symbol_of_their_own(atlas, scheme, count):
    gdf = atlas.frames["mine_shafts"]
    mark = make_mark(atlas.catalog["mine_shafts"], gdf, "fr", Classes("mine_shafts", "depth_m", scheme, count))
    assert mark.classed
    assert mark.field == "depth_m"
    assert len(mark.symbols) == count + 1
    unknown = gdf["depth_m"].isna().to_numpy()
    assert ((mark.symbol_of == count) == unknown).all()
    assert (mark.symbols[-1].code, mark.symbols[-1].title, mark.symbols[-1].pattern) == (None, "inconnu", "hatch")
    for k, symbol in enumerate(mark.symbols[:-1]):
        low, high = symbol.bounds
        own = gdf["depth_m"][mark.symbol_of == k]
        assert (low is None, high is None) == (k == 0, k == count - 1)
        if low is not None:
            assert own.min() >= low
        if high is not None:
            assert own.max() <= high


def test_the_ramp_darkens_on_light_paper_and_brightens_on_dark(atlas):
    symbols = make_mark(atlas.catalog["mine_shafts"], atlas.frames["mine_shafts"], "fr", DEPTH).symbols[:-1]
    light, dark = ([brightness(getattr(s, key)) for s in symbols] for key in ("color", "color_dark"))
    assert light == sorted(light, reverse=True)
    assert dark == sorted(dark)
    style = atlas.catalog["mine_shafts"].style
    assert (symbols[-1].color, symbols[-1].color_dark) == (style.color, style.color_dark)


def test_the_paper_is_that_of_the_theme():
    blocks = (
        re.search(r"\[data-theme=\"" + name + r"\"\] \{(.*?)\}", theme_style(), re.DOTALL)[1]
        for name in ("light", "dark")
    )
    assert tuple(re.search(r"--paper: (#\w+)", block)[1].upper() for block in blocks) == PAPER


def test_the_legend_counts_the_rows_of_each_class(atlas):
    scene = compose(View(layers=("mine_shafts",), classes=(DEPTH,)), atlas)
    [mark] = scene.marks
    assert sum(entry.count for entry in scene.legend) == 636
    low, high = mark.symbols[1].bounds
    bounds = (Filter("mine_shafts", "depth_m", "gte", bound=low), Filter("mine_shafts", "depth_m", "lte", bound=high))
    chosen = compose(View(layers=("mine_shafts",), classes=(DEPTH,), filters=bounds), atlas)
    assert [entry.count for entry in chosen.legend] == [entry.count for entry in scene.legend]
    assert [entry.chosen for entry in chosen.legend] == [False, True, False, False, False, False]
    assert chosen.kept["mine_shafts"].sum() == scene.legend[1].count


def test_the_message_holds_the_symbols_and_the_symbol_of_each_row(atlas):
    message = scene_message(compose(View(layers=("mine_shafts", "slag_heaps"), classes=(DEPTH,)), atlas))
    assert list(message["classes"]) == ["mine_shafts"]
    classes = message["classes"]["mine_shafts"]
    assert classes["field"] == "depth_m"
    assert classes["symbols"][0]["bounds"][0] is None
    np.testing.assert_array_equal(
        np.frombuffer(base64.b64decode(classes["of"]), dtype=np.uint8),
        make_mark(atlas.catalog["mine_shafts"], atlas.frames["mine_shafts"], "fr", DEPTH).symbol_of,
    )
    assert scene_message(compose(View(layers=("mine_shafts",)), atlas))["classes"] == {}


@pytest.mark.parametrize(
    ("link", "sentence"),
    [
        ("classes=mine_shafts.depth_m:pretty:5", "classes: no value 'pretty'; choose one of natural_breaks"),
        ("classes=projects.start_year:quantiles:5", "classes: 'projects' is a table"),
        ("classes=mine_shafts.company:quantiles:5", "classes: 'mine_shafts.company:quantiles:5'"),
        (
            "classes=mine_shafts.depth_m:quantiles:5&classes=mine_shafts.sunk_year:quantiles:5",
            "classes: 'mine_shafts' is classed twice",
        ),
    ],
)
def test_an_invalid_classification_is_an_error(atlas, link, sentence):
    view, _ = parse_permalink(f"?{link}")
    _, [problem] = validate_view(view, atlas)
    assert str(problem).startswith(sentence)


def test_the_histogram_lies_under_the_breaks(atlas):
    gdf = atlas.frames["mine_shafts"]
    kept = (gdf["sunk_year"] >= 1900).fillna(value=False).to_numpy(dtype=bool)
    options = describe_classes(atlas.catalog["mine_shafts"], gdf, kept, DEPTH, "en")
    assert {field["id"] for field in options["fields"]} >= {"depth_m", "sunk_year", "closed_year"}
    chosen = options["chosen"]
    assert sum(bar["of"] for bar in chosen["histogram"]) == gdf["depth_m"].notna().sum()
    assert sum(bar["kept"] for bar in chosen["histogram"]) == sum(interval["kept"] for interval in chosen["classes"])
    assert sum(interval["kept"] for interval in chosen["classes"]) + chosen["unknown"] == kept.sum()
    assert chosen["histogram"][0]["start"] <= np.nanmin(gdf["depth_m"])
    assert describe_classes(atlas.catalog["mine_shafts"], gdf, kept, None, "en")["chosen"] is None


@pytest.mark.parametrize(
    ("lang", "variable"),
    [
        ("en", "Population 2023 (number): amounts, no densities"),
        ("fr", "Population 2023 (nombre) : des quantités, pas des densités"),
        ("pt", "População 2023 (número): quantidades, não densidades"),
    ],
)
def test_a_legend_names_its_variable_unit_and_year_and_says_that_it_is_an_amount(atlas, lang, variable):
    people = Classes("communes", "population_2023", "quantiles", 5)
    scene = compose(View(lang=lang, layers=("communes",), classes=(people,)), atlas)
    assert scene.marks[0].variable == variable
    assert scene_message(scene)["classes"]["communes"]["variable"] == variable
    kept = np.ones(len(atlas.frames["communes"]), dtype=bool)
    chosen = describe_classes(atlas.catalog["communes"], atlas.frames["communes"], kept, people, lang)["chosen"]
    assert chosen["variable"] == variable
    assert chosen["warning"] == words(lang)["classes.warning"]
    assert chosen["density"] == {"id": "population_density", "title": words(lang)["measure.population_density"]}


def test_a_rate_and_the_depth_of_a_point_need_no_warning(atlas):
    rate = Classes("communes", "poverty_rate_2021_percent", "quantiles", 5)
    kept = np.ones(len(atlas.frames["communes"]), dtype=bool)
    chosen = describe_classes(atlas.catalog["communes"], atlas.frames["communes"], kept, rate, "en")["chosen"]
    assert (chosen["warning"], chosen["density"]) == (None, None)
    mark = make_mark(atlas.catalog["mine_shafts"], atlas.frames["mine_shafts"], "en", DEPTH)
    assert mark.variable == "Depth (m), data of 2026"
    assert make_mark(atlas.catalog["mine_shafts"], atlas.frames["mine_shafts"], "en").variable is None


# Numbers of areas that do not grow with their size: ratios, money, codes.
NO_AMOUNTS = {"number", "section_number", "component", "lsm", "d9_d1_2021", "cited_facts", "rank", "min_zoom"}


def test_every_number_of_an_area_is_an_amount_or_known_not_to_be_one(catalog):
    for layer in catalog.values():
        if layer.geometry in {"polygon", "mixed"} and not layer.backdrop:
            for name, field in layer.fields.items():
                if field.type in {"integer", "number"} and field.unit is None and name not in NO_AMOUNTS:
                    assert field.amount, f"{layer.id}.{name}"
                if field.unit in {"ha", "km²", "km"}:
                    assert field.is_amount
                if field.unit in {"€", "%"}:
                    assert not field.is_amount
                assert field.density is None or (field.is_amount and field.density in REGISTRY)


@pytest.mark.parametrize("lang", ["fr", "en", "pt"])
def test_every_variable_has_a_unit_in_brackets_and_a_year(catalog, lang):
    for layer in catalog.values():
        for name, field in layer.fields.items():
            if layer.style and field.type in NUMERIC:
                assert re.search(r"\([^()]+\).*\d{4}|\d{4}.*\([^()]+\)", variable_of(layer, name, lang)), name
