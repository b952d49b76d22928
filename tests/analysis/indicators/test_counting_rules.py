"""Which objects a territory has: what meets it counts in it, whatever else it meets."""

import inspect
import re

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from pyproj import Geod

from atlas.analysis.indicators import REGISTRY, RULES, measure
from atlas.analysis.indicators.registry import indicator
from atlas.analysis.spatial.overlay import SLIVER_M, SLIVER_M2, meeting_features
from atlas.analysis.spatial.territories import Territories
from atlas.scene.query.territories import HOME_BASIN

LOOS = "62528"
MEASURES = {item.id: item for declared in REGISTRY.values() for item in declared.measures}
MEETING = {name: layer for name, item in MEASURES.items() for layer, rule in item.rules if rule == "meets"}
GEOD = Geod(ellps="WGS84")


@pytest.fixture(scope="module")
def inside(territories, frames):
    """Pairs of a territory and a row of a layer of which more than a sliver is inside, by plain intersections."""

    def cut(outlines, layer):
        shapes = frames[layer].geometry
        pairs = set()
        for territory, outline in outlines.items():
            for row in shapes.index[shapes.intersects(outline)]:
                part = shapes[row].intersection(outline)
                spread = shapely.get_dimensions(shapes[row])
                metres = GEOD.geometry_length(part) if spread == 1 else 0
                ground = sum(
                    abs(GEOD.geometry_area_perimeter(polygon)[0])
                    for polygon in shapely.get_parts(part)
                    if polygon.geom_type == "Polygon"
                )
                # Between the two ways to measure an area there is one part in 10,000.
                if ground > 1.001 * SLIVER_M2 or metres > 1.001 * SLIVER_M:
                    pairs.add((territory, row))
        return pairs

    return {
        (level, layer): cut(own.outlines, layer)
        for level, own in territories.items()
        if level != "partner"
        for layer in sorted(set(MEETING.values()))
    }


def rows_of(number, layer):
    """Pairs of a territory and a row that a number is computed from."""
    pairs = number.rows[layer]
    ids = number.value.index
    return {(ids[t], pairs.ids[row]) for t, row in zip(pairs.territory, pairs.row, strict=True)}


def test_a_component_that_reaches_into_loos_en_gohelle_counts_there(measured):
    """Its point on surface is in another commune: it was counted there alone, and Loos had none and came last."""
    found = measured["commune"]["world_heritage_intensity"]
    assert found["property_share"].value[LOOS] == pytest.approx(0.057, abs=0.0005)
    assert found[""].amount[LOOS] > 0
    assert found[""].value[LOOS] > found[""].value.median()
    assert "across_borders" in found[""].notes[LOOS]


def test_the_number_of_communes_that_have_a_component_is_a_version_of_the_contested_figure(measured, catalog):
    versions = catalog["unesco_components"].figures["property_communes"].versions
    count = measured["commune"]["world_heritage_intensity"][""].amount
    assert (count > 0).sum() == int(versions["counted"].value) == 93


@pytest.mark.parametrize("level", ["basin", "intercommunality", "commune", "drawn"])
@pytest.mark.parametrize("name", MEETING)
def test_what_has_more_than_a_sliver_inside_is_counted_there(level, name, measured, inside):
    """No count is zero where the area or length inside is not."""
    item = MEASURES[name]
    basin, own = (measured[which][item.indicator][item.part] for which in ("basin", level))
    for layer in (layer for layer, rule in item.rules if rule == "meets"):
        counted = {row for _, row in rows_of(basin, layer)}
        expected = {(territory, row) for territory, row in inside[level, layer] if row in counted}
        # The drawn circle has no pond and no Natura 2000 site.
        assert expected or level == "drawn"
        assert expected <= rows_of(own, layer)
        # What is counted between patches are their gaps.
        if own.amount is not None and item.indicator != "network_gaps":
            count = own.amount.dropna()
            assert (count[count.index.isin({territory for territory, _ in expected})] > 0).all()


@pytest.mark.parametrize("name", MEETING)
def test_every_object_of_the_basin_counts_in_one_of_its_communes_at_least(name, measured, frames):
    item = MEASURES[name]
    for layer in (layer for layer, rule in item.rules if rule == "meets"):
        basin, communes = (
            {row for _, row in rows_of(measured[level][item.indicator][item.part], layer)}
            for level in ("basin", "commune")
        )
        # Heaps without a position are of the list of the basin; some points lie in slits between simplified outlines.
        spread = frames[layer].index[shapely.get_dimensions(frames[layer].geometry.to_numpy()) > 0]
        assert (basin & set(spread)) <= communes


@pytest.mark.parametrize("name", ["world_heritage_intensity", "estate_density", "heap_density"])
def test_counts_of_communes_exceed_that_of_the_basin_by_what_lies_across_borders(name, measured):
    basin, communes = (measured[level][name][""] for level in ("basin", "commune"))
    layer = REGISTRY[name].layers[0]
    times = pd.Series(communes.rows[layer].row).value_counts()
    assert communes.amount.sum() == basin.amount.item() + (times - 1).sum()
    crossing = communes.notes.str.contains("across_borders")
    assert crossing.any()
    assert basin.notes is None or not basin.notes.str.contains("across_borders").any()


def test_a_sliver_is_left_out_and_a_small_object_is_not_lost(territories, frames):
    components = frames["unesco_components"].geometry
    own = territories["commune"]
    pairs = meeting_features(own, components)
    touching = components.sindex.query(own.outlines.to_numpy(), predicate="intersects")
    assert len(pairs.row) < touching.shape[1]
    small = np.flatnonzero(components.to_crs(6933).area < SLIVER_M2)
    assert len(small) > 0
    assert set(small) <= set(pairs.row)


@pytest.mark.parametrize("name", REGISTRY)
def test_an_indicator_states_a_rule_for_each_layer_and_its_docstring_says_it(name):
    declared = REGISTRY[name]
    text = inspect.getdoc(declared.function).partition("Parameters\n")[2].partition("Returns\n")[0]
    for layer in declared.layers:
        stated = {rule for item in declared.measures for read, rule in item.rules if read == layer}
        assert stated
        about = re.search(rf"^(?:.*, )?{layer}(?:,.*)?\n((?:    .*\n)+)", text, re.MULTILINE)[1]
        assert set(re.findall(r"``(\w+)``", about)) & set(RULES) == stated, (layer, about)


@pytest.mark.parametrize("name", MEASURES)
def test_a_number_is_computed_from_the_layers_that_have_a_rule(name, measured):
    item = MEASURES[name]
    number = measured["basin"][item.indicator][item.part]
    assert set(number.rows) <= {layer for layer, _ in item.rules}


def test_areas_and_lines_are_not_counted_by_a_point_on_their_surface(frames):
    """The rule `centre` gives an object to one territory only: it is for points."""
    for item in MEASURES.values():
        for layer, rule in item.rules:
            if rule == "centre":
                assert not (shapely.get_dimensions(frames[layer].geometry.to_numpy()) > 0).any()


@pytest.mark.parametrize(
    ("rules", "message"),
    [
        ({}, "state a rule for each of the layers slag_heaps"),
        ({"slag_heaps": "meets", "mine_shafts": "inside"}, "and for no other"),
        ({"slag_heaps": "touches"}, "is one of meets, inside, share, centre, member, anywhere"),
        ({"slag_heaps": {"area": "inside"}}, "name parts"),
        ({"slag_heaps": {}}, "name parts"),
    ],
)
def test_an_indicator_without_a_rule_is_not_registered(rules, message):
    def unruly(territories, slag_heaps):
        raise NotImplementedError

    with pytest.raises(TypeError, match=message):
        indicator("1", rules=rules)(unruly)
    assert "unruly" not in REGISTRY


CORNERS = st.floats(0, 0.02), st.floats(0, 0.02), st.floats(0.00001, 0.01), st.floats(0.00001, 0.01)


def two_neighbours():
    """Two territories that share a border, at the place of Lens."""
    ids = ["west", "east"]
    outlines = gpd.GeoSeries(
        [shapely.box(2.80, 50.40, 2.81, 50.43), shapely.box(2.81, 50.40, 2.83, 50.43)], index=ids, crs=4326
    )
    same = {name: pd.Series(value, index=ids) for name, value in (("one", 1.0), ("no", False), ("zero", 0))}
    return Territories(
        outlines=outlines,
        level=pd.Series("commune", index=ids),
        area_km2=same["one"],
        surveyed=same["one"],
        approximate=same["no"],
        communes=dict.fromkeys(ids, ()),
        communes_expected=same["zero"],
        population=same["one"],
        home=HOME_BASIN,
        entire=False,
        year=2026,
    )


@settings(max_examples=60, deadline=None, derandomize=True)
@given(rectangles=st.lists(st.tuples(*CORNERS), min_size=1, max_size=6))
def test_a_rectangle_counts_on_both_sides_of_a_border_that_it_crosses(rectangles):
    shapes = [shapely.box(2.80 + x, 50.40 + y, 2.80 + x + w, 50.40 + y + h) for x, y, w, h in rectangles]
    made = gpd.GeoDataFrame(geometry=shapes, crs=4326, index=[f"r{n}" for n in range(len(shapes))])
    own = two_neighbours()
    found = measure(REGISTRY["estate_density"], own, {"mining_estates": made})[""]
    pairs = rows_of(found, "mining_estates")
    for name, shape in zip(made.index, shapes, strict=True):
        areas = {
            territory: abs(GEOD.geometry_area_perimeter(shape.intersection(outline))[0])
            for territory, outline in own.outlines.items()
        }
        for territory, square_metres in areas.items():
            if square_metres > 1.001 * SLIVER_M2:
                assert (territory, name) in pairs
                assert found.value[territory] > 0
            elif square_metres < 0.999 * SLIVER_M2 and max(areas.values()) > 1.001 * SLIVER_M2:
                assert (territory, name) not in pairs or shape.representative_point().intersects(
                    own.outlines[territory]
                )
        assert any(row == name for _, row in pairs)
    shares = found.rows["mining_estates"]
    assert np.bincount(shares.row, weights=shares.share).max() <= 1 + 1e-9


@pytest.mark.parametrize(
    ("metres", "expected"),
    [(250, {"west": 0.5, "east": 0.5}), (12, {"west": 0.976, "east": 0.024}), (8, {"west": 0.984})],
)
def test_a_line_counts_where_more_than_ten_metres_of_it_are(metres, expected):
    """A line of 500 m that reaches some metres across the border."""
    degrees = 0.001 / GEOD.line_length([2.81, 2.811], [50.41, 50.41])
    line = shapely.LineString([(2.81 - (500 - metres) * degrees, 50.41), (2.81 + metres * degrees, 50.41)])
    pairs = meeting_features(two_neighbours(), gpd.GeoSeries([line], crs=4326))
    found = {("west", "east")[t]: share for t, share in zip(pairs.territory, pairs.share, strict=True)}
    assert found == pytest.approx(expected, abs=0.001)
    assert set(found) == set(expected)


def test_a_point_on_a_border_counts_on_both_sides_and_nothing_without_position_counts():
    points = gpd.GeoSeries([shapely.Point(2.81, 50.41), shapely.Point(2.82, 50.41), None], crs=4326)
    pairs = meeting_features(two_neighbours(), points)
    assert sorted(zip(pairs.territory.tolist(), pairs.row.tolist(), strict=True)) == [(0, 0), (1, 0), (1, 1)]
    assert pairs.share.tolist() == [1, 1, 1]
