"""Numbers keep their digits, whatever says them: legend, card, table, conditions, charts, sentences, stories."""

import re

import numpy as np
import pytest

from atlas.analysis.statistics.classify import SCHEMES
from atlas.catalog.filter import Filter
from atlas.io.atlas import open_atlas
from atlas.scene.explore.charts import make_charts
from atlas.scene.explore.describe import describe_view
from atlas.scene.explore.table import Page, make_table
from atlas.scene.map.classes import class_rows
from atlas.scene.map.question import write_question
from atlas.scene.objects.object_card import make_card
from atlas.scene.query.conditions import describe_conditions
from atlas.scene.query.view import Classes, View
from atlas.scene.story.inline_figures import evaluate_figure
from tests.own_layers import write_own_layer

RATES = tuple(round(0.0005 + 0.0001 * k + 0.00003 * (k % 3), 5) for k in range(40))
COLUMNS = {
    "rates": RATES,
    "rates with one far off": (*RATES, 5000.0),
    "around a hundred": tuple(100 + rate for rate in RATES),
    "around a million": tuple(1_000_000 + 10 * rate for rate in RATES),
    "negative": tuple(-rate for rate in RATES),
    "over zero": tuple(rate - 0.0025 for rate in RATES),
    "tiny": tuple(rate * 1e-9 for rate in RATES),
    "huge": tuple(rate * 1e20 for rate in RATES),
    "shares": tuple(rate * 200 for rate in RATES),
    "few values": (0.0005, 0.0005, 0.0012, 0.0012, 0.0012, 0.0031),
    "one value": (0.0005,) * 5,
    "with zero": (0.0, 0.0, *RATES),
    "whole": tuple(float(k % 4) for k in range(20)),
    "of all sizes": tuple(10 ** (k / 4 - 7) for k in range(30)),
    "mixed": (0.0005, 0.00061, 0.0123, 0.5, 3.25, 12_000.0, 12_000.5, 250_000.75),
    "beyond whole numbers": tuple(1e15 + 30.0 * k for k in range(12)),
    "tiny and close": tuple(1e-7 + 1e-11 * k for k in range(12)),
    "at random": tuple(np.random.default_rng(1).normal(0, 1, 50).round(9).tolist()),
    "close at random": tuple((7 + np.random.default_rng(2).uniform(0, 1e-6, 50)).round(12).tolist()),
}


LOWERED = str.maketrans("⁻⁰¹²³⁴⁵⁶⁷⁸⁹", "-0123456789")


@pytest.fixture(scope="module")
def own_atlas(tmp_path_factory):
    made = {}

    def make(name):
        if name not in made:
            folder = tmp_path_factory.mktemp("layers")
            chart = '[[charts]]\nkind = "histogram"\nfield = "size"\n'
            write_own_layer(folder, "rates", sizes=COLUMNS[name], more=chart)
            made[name] = open_atlas(folder)
        return made[name]

    return make


def classes(atlas, scheme="quantiles", count=5):
    layer, gdf = atlas.catalog["rates"], atlas.frames["rates"]
    return class_rows(layer, gdf, Classes("rates", "size", scheme, count), "en")


def numbers_in(title):
    """Return the numbers of a title, without its unit."""
    plain = title.removesuffix("\u00a0ha").replace(",", "")
    plain = re.sub(r"\u00a0×\u00a010(\S+)", lambda power: "e" + power[1].translate(LOWERED), plain)
    return [float(number) for number in plain.split(" – ")]


@pytest.mark.parametrize("scheme", SCHEMES)
@pytest.mark.parametrize("name", COLUMNS)
def test_classes_read_differently_and_hold_what_they_say(own_atlas, name, scheme):
    classed, sizes = classes(own_atlas(name), scheme), np.array(COLUMNS[name])
    titles = [symbol.title for symbol in classed.symbols[:-1]]
    assert len(set(titles)) == len(titles)
    span, ended = sizes.max() - sizes.min(), -np.inf
    for k, title in enumerate(titles):
        held, said = sizes[classed.symbol_of == k], numbers_in(title)
        assert len(said) == (1 if len(set(held)) == 1 else 2)
        assert said == sorted(said)
        if len(said) == 1:
            assert said == [pytest.approx(held[0], abs=0.01 * span, rel=0.01)]
            continue
        # Every row lies between the bounds that it reads under, and no class begins before the last one has ended.
        assert said[0] <= held.min() <= held.max() <= said[1]
        assert said[0] >= ended
        ended = said[1]


def test_the_legend_of_small_rates(own_atlas):
    titles = [symbol.title for symbol in classes(own_atlas("rates")).symbols[:-1]]
    assert titles[0].startswith("0.0005 – 0.0013")
    assert titles[-1].endswith("0.0044\u00a0ha")
    alone = [symbol.title for symbol in classes(own_atlas("few values")).symbols[:-1]]
    assert alone == ["0.0005\u00a0ha", "0.0012\u00a0ha", "0.0031\u00a0ha"]


@pytest.mark.parametrize("name", COLUMNS)
def test_card_and_table_write_each_value_as_another(own_atlas, name):
    atlas, sizes = own_atlas(name), COLUMNS[name]
    layer, gdf = atlas.catalog["rates"], atlas.frames["rates"]
    page = make_table("rates", View(lang="en", layers=("rates",)), atlas, Page(count=100, columns=("size",)))
    texts = {row["id"]: row["cells"][0][0] for row in page["rows"]}
    for k, size in enumerate(sizes):
        card = make_card(layer, gdf, f"row {k}", "en")
        assert {field["title"]: field["text"] for field in card["fields"]}["Size"] == texts[f"row {k}"]
        assert (texts[f"row {k}"] == "0\u00a0ha") == (size == 0)
    # Of values by chance some are closer than a thousandth of their spread.
    assert len(set(texts.values())) == len(set(sizes)) or "random" in name


@pytest.mark.parametrize("name", COLUMNS)
def test_sentences_charts_and_stories_write_no_nothing_for_something(own_atlas, name):
    atlas, sizes = own_atlas(name), COLUMNS[name]
    view = View(lang="en", layers=("rates",))
    said = " ".join(describe_view(view, atlas))
    bars = [bar["title"] for bar in make_charts("rates", view, atlas)["charts"][0]["bars"]]
    assert len(set(bars)) == len(bars)
    most = evaluate_figure("{max rates.size}", view, atlas).text
    if min(sizes) > 0:
        assert not re.search(r"(?<![\d.])0\u00a0ha", said)
        assert most != "0\u00a0ha"


@pytest.mark.parametrize("bound", [0.00051, 12345.67, 1e-9, 100.0005])
def test_the_bound_of_a_filter_keeps_its_digits(own_atlas, bound):
    atlas = own_atlas("rates")
    view = View(lang="en", layers=("rates",), filters=(Filter("rates", "size", "gte", bound=bound),))
    [condition] = describe_conditions(view, atlas)
    written = condition.text.partition("≥ ")[2]
    assert numbers_in(written) == [pytest.approx(bound, rel=1e-12)]
    assert written.replace("\u00a0ha", "") in (write_question(view, {"rates": 1}, atlas))
