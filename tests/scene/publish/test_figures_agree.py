"""Every number of a territory that is in two outputs is the same: portrait, comparison, summary, JSON of indicators.

Where two outputs name two different things (objects that touch a territory, and those of which more than a sliver is in
it; lines, and lines with the inscribed railways), the difference between them is computed here from the layers.
"""

import geopandas as gpd
import pytest
import shapely

from atlas.analysis.indicators import REGISTRY, measure
from atlas.analysis.spatial.overlay import SLIVER_M2
from atlas.scene.compare.comparison import compare
from atlas.scene.compare.indicator_cache import spread_of_level
from atlas.scene.compare.indicator_rows import indicator_rows
from atlas.scene.compare.measures import measure_title, write_value
from atlas.scene.compare.provenance import trace_number
from atlas.scene.compare.territories import build_territories
from atlas.scene.explore.summary import summarize
from atlas.scene.publish.portrait import make_portrait
from atlas.scene.query.compare_parameters import all_measures
from atlas.scene.query.formatting import write_number
from atlas.scene.query.row_masks import territory_outline
from atlas.scene.query.territories import HOME_BASIN, territory_layer
from atlas.scene.query.view import View

BODIES = ["246200364", "200044618", "245901160"]
COMMUNES = ["62528", "62498", "62637", "59501", "59632", "59153"]
# One of each level; the others are slow.
FEW = (HOME_BASIN, "246200364", "62498")
TERRITORIES = [
    pytest.param(territory, marks=[pytest.mark.slow] * (territory not in FEW))
    for territory in (HOME_BASIN, *BODIES, *COMMUNES)
]
# Layers whose objects an indicator counts: the measure, and whether its amount or its coverage is the count.
COUNTS = {
    "unesco_components": ("world_heritage_intensity", "amount"),
    "mining_estates": ("estate_density", "amount"),
    "mine_shafts": ("shaft_density", "amount"),
    "heritage_elements": ("ouv_completeness", "expected"),
    "slag_heaps": ("heap_state_profile.not_verified", "expected"),
}
# Areas and lengths inside: the layer, the column of the summary, and the measure that is their share or amount.
SIZES = {
    "heap_footprint_share": ("slag_heaps", "area_ha"),
    "world_heritage_intensity.property_share": ("unesco_components", "area_ha"),
    "protected_area_share": ("protected_areas", "area_ha"),
    "core_area_share.neonatural": ("neonatural_spaces", "area_ha"),
    "mine_railway_density.lines": ("green_corridors", "length_km"),
    "waterway_density": ("blue_corridors", "length_km"),
}


@pytest.fixture(scope="module")
def json_rows(atlas):
    """Return the rows of ``atlas indicators --json`` by territory and measure, per 100 km² and as amounts."""

    class Rows(dict):
        def __missing__(self, key):
            norm, territory, _ = key
            view = View(norm=norm)
            own = build_territories([territory], view, atlas)
            numbers = {name: measure(declared, own, atlas.frames, norm) for name, declared in REGISTRY.items()}
            for row in indicator_rows(numbers, own, view, atlas):
                name = f"{row['indicator']}.{row['part']}" if row["part"] else row["indicator"]
                self[norm, row["territory"], name] = row
            return self[key]

    return Rows()


@pytest.fixture(scope="module")
def summaries(atlas):
    layers = tuple({*COUNTS, "unesco_buffer", *(layer for layer, _ in SIZES.values())})

    class Summaries(dict):
        def __missing__(self, territory):
            self[territory] = summarize(View(lang="en", territory=(territory,), layers=layers), atlas)
            return self[territory]

    return Summaries()


def layers_of(summary):
    return {layer["layer"]: layer for layer in summary["layers"]}


@pytest.mark.journey
@pytest.mark.parametrize("territory", TERRITORIES)
def test_the_comparison_and_the_json_of_indicators_agree(territory, json_rows, atlas):
    comparison = compare(View(compare=(territory,), ind=tuple(all_measures({}))), atlas)
    assert len(comparison.lines) == len(all_measures({}))
    for line in comparison.lines:
        cell, row = line.cells[0], json_rows["area", territory, line.measure.id]
        assert (cell.value is None) == (row["value"] is None), line.measure.id
        assert cell.value is None or cell.value == pytest.approx(row["value"], rel=1e-9), line.measure.id
        assert (cell.valid, cell.expected) == (row["valid"], row["expected"]), line.measure.id
        assert list(cell.notes) == [note for note in row["notes"].split(";") if note], line.measure.id


@pytest.mark.journey
@pytest.mark.parametrize("territory", TERRITORIES)
def test_the_portrait_writes_the_values_of_the_json(territory, json_rows, atlas):
    rows = {measure_title(item, atlas.catalog, "en"): (name, item) for name, item in all_measures({}).items()}
    portrait = make_portrait(territory, atlas, "en")
    assert portrait.figures
    for figure in portrait.figures:
        name, item = rows[figure.title]
        row = json_rows["area", territory, name]
        spread = spread_of_level(territory, item, View(), "area", atlas)
        assert write_value(row["value"], item.unit, "en", spread) in figure.value, name
        if figure.coverage:
            assert figure.coverage == f"{write_number(row['valid'], 'en')} / {write_number(row['expected'], 'en')}"


@pytest.mark.parametrize("territory", [HOME_BASIN, "246200364", "62528"])
def test_where_a_number_comes_from_is_said_of_the_same_number(territory, json_rows, atlas):
    for name in ("world_heritage_intensity", "mine_railway_density", "heap_footprint_share", "shaft_density"):
        found = trace_number(all_measures({})[name], territory, View(lang="en"), atlas)
        assert found["value"] == pytest.approx(json_rows["area", territory, name]["value"], rel=1e-9)


@pytest.mark.parametrize("territory", TERRITORIES)
def test_the_portrait_writes_the_numbers_of_the_summary(territory, summaries, atlas):
    portrait = make_portrait(territory, atlas, "en")
    written = {row.layer: row for section in portrait.sections for row in section.rows}
    for name, layer in layers_of(summaries[territory]).items():
        if name not in written:
            assert layer["count"] == 0
            continue
        bound = "at least " if layer["gaps"] else ""
        assert written[name].count == bound + write_number(layer["count"], "en")
        if not written[name].covers:
            for amount, unit in ((layer["area_ha"], "ha"), (layer["length_km"], "km")):
                assert not amount or write_number(amount, "en", unit) in written[name].amount


@pytest.mark.parametrize("territory", TERRITORIES)
@pytest.mark.parametrize("layer", COUNTS)
def test_the_summary_counts_what_touches_and_the_indicator_what_is_more_than_a_sliver(
    territory, layer, json_rows, summaries, frames, atlas
):
    name, column = COUNTS[layer]
    row = json_rows["absolute", territory, name]
    counted = row["value"] if column == "amount" else row["expected"]
    outline = territory_outline(territory, atlas)
    shapes = frames[layer].geometry
    touching = shapes[shapes.intersects(outline)]
    inside = gpd.GeoSeries(touching.intersection(outline), crs=shapes.crs).to_crs(6933).area
    slivers = touching[(shapely.get_dimensions(touching.to_numpy()) == 2) & (inside.to_numpy() <= SLIVER_M2)]
    lost = (~slivers.representative_point().within(outline)).sum()
    total = layers_of(summaries[territory])[layer]["count"]
    assert total == len(touching)
    # The list of heaps is that of the basin, also those without a position and one whose approximate point is outside.
    every = len(shapes) if territory == HOME_BASIN and layer == "slag_heaps" else total
    assert counted == every - lost


@pytest.mark.journey
@pytest.mark.parametrize("territory", TERRITORIES)
@pytest.mark.parametrize("name", SIZES)
def test_areas_and_lengths_of_the_summary_are_those_of_the_indicators(territory, name, json_rows, summaries):
    layer, column = SIZES[name]
    value = json_rows["absolute", territory, name]["value"]
    if value is None:
        pytest.skip("the indicator is blank there, with its reason")
    size = layers_of(summaries[territory])[layer][column] or 0
    amount = value * summaries[territory]["area_ha"] if all_measures({})[name].unit == "share" else value
    assert amount == pytest.approx(size, rel=2e-4, abs=0.02)


@pytest.mark.parametrize("territory", TERRITORIES)
def test_the_two_lengths_of_mine_railways_are_named(territory, json_rows, summaries):
    """Lens-Liévin: 152.9 km with the inscribed railways by their producer's length, 146.0 km of lines."""
    whole, inscribed, lines = (
        json_rows["absolute", territory, f"mine_railway_density{part}"]["value"]
        for part in ("", ".inscribed", ".lines")
    )
    assert lines <= whole + 1e-9 or inscribed == 0
    assert whole <= lines + inscribed + 1e-9
    if territory == "246200364":
        assert (round(whole, 1), round(lines, 1)) == (152.9, 146.0)
    if inscribed:
        assert "the length is that of the lines alone" in summaries[territory]["note"]


@pytest.mark.parametrize("territory", TERRITORIES)
def test_area_and_population_are_the_same_everywhere(territory, json_rows, summaries, atlas):
    known = build_territories([territory], View(), atlas)
    assert summaries[territory]["area_ha"] == pytest.approx(100 * known.area_km2.item(), abs=0.006)
    people = json_rows["area", territory, "population"]["value"]
    assert people == known.population.item()
    density = json_rows["area", territory, "population_density"]["value"]
    assert density * known.area_km2.item() == pytest.approx(people, rel=1e-9)
    row = atlas.frames[territory_layer(territory, atlas).id].loc[territory]
    assert row["area_km2"] == pytest.approx(known.area_km2.item(), rel=5e-4)
    if territory != HOME_BASIN:
        assert row["population_2023"] == people
