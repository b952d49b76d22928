import re
from dataclasses import replace

import geopandas as gpd
import numpy as np
import pytest
import shapely
from pyproj import Geod

from atlas.analysis.indicators import NORMS
from atlas.scene.compare.maps import colour_maps, measure_variable, outlines
from atlas.scene.compare.measures import measure_title
from atlas.scene.compare.territories import ids_of
from atlas.scene.compare.true_size import true_outline
from atlas.scene.query.compare_parameters import all_measures
from atlas.scene.query.view import View

GEOD = Geod(ellps="WGS84")


def drawn_km2(rings):
    """Return the area of the drawn rings by the shoelace formula."""
    total = 0.0
    for ring in rings:
        x, y = np.array(ring[::2]), np.array(ring[1::2])
        total += float(np.sum(x[:-1] * y[1:] - x[1:] * y[:-1])) / 2
    return abs(total)


def test_every_basin_is_drawn_at_its_true_size_within_half_a_percent(atlas):
    ids = tuple(ids_of("basin", atlas))
    found = outlines(ids, View(lang="en"), atlas)
    assert len(found) == 28
    for outline in found:
        true = (
            abs(
                GEOD.geometry_area_perimeter(
                    shapely.segmentize(atlas.frames["mining_basins"].geometry[outline["id"]], 0.02)
                )[0]
            )
            / 1e6
        )
        assert drawn_km2(outline["rings"]) == pytest.approx(true, rel=0.005), outline["name"]
        assert outline["area_km2"] == pytest.approx(true, rel=0.001)


@pytest.mark.parametrize("lat", [-75, -43.3, 0, 50.4, 78])
@pytest.mark.parametrize("lon", [-120.0, 2.8, 176.0])
@pytest.mark.parametrize("degrees", [0.1, 2.0])
def test_a_shape_keeps_its_area_anywhere_on_earth(lat, lon, degrees):
    around = np.linspace(0, 360, 90, endpoint=False)
    radius = degrees * 20_000
    lons, lats, _ = GEOD.fwd(np.full(90, lon), np.full(90, float(lat)), around, np.full(90, radius))
    shape = shapely.Polygon(np.column_stack([lons, lats]))
    true = abs(GEOD.geometry_area_perimeter(shape)[0]) / 1e6
    assert drawn_km2(true_outline(shape)["rings"]) == pytest.approx(true, rel=0.005)


def test_an_outline_cut_at_the_180th_meridian_is_as_large_and_in_one_piece_as_elsewhere():
    cut = shapely.union_all([shapely.box(179.4, -17.5, 180, -16.5), shapely.box(-180, -17.5, -179.6, -16.5)])
    there, elsewhere = true_outline(cut), true_outline(shapely.box(10, -17.5, 11, -16.5))
    assert len(there["rings"]) == 1
    assert there["bounds"] == pytest.approx(elsewhere["bounds"], abs=0.01)
    assert there["centre"] == (pytest.approx(-17), pytest.approx(179.9))
    assert drawn_km2(there["rings"]) == pytest.approx(drawn_km2(elsewhere["rings"]), rel=1e-3)


def test_distances_are_in_kilometres_and_north_is_up():
    box = shapely.box(2.8, 50.4, 2.9, 50.5)
    west, south, east, north = true_outline(box)["bounds"]
    assert north - south == pytest.approx(GEOD.inv(2.85, 50.4, 2.85, 50.5)[2] / 1000, rel=0.005)
    assert east - west == pytest.approx(GEOD.inv(2.8, 50.4, 2.9, 50.4)[2] / 1000, rel=0.005)


def test_small_maps_colour_the_communes_and_leave_unknown_values_uncoloured(atlas, frames):
    found = colour_maps(all_measures({})["poverty_gap"], View(lang="en", compare=("intercommunality",)), atlas)
    areas = {area["id"]: area for drawn in found["maps"] for area in drawn["areas"]}
    rate = frames["communes"]["poverty_rate_2021_percent"]
    assert set(areas) == set(frames["communes"].index)
    assert {commune for commune, area in areas.items() if area["class"] is None} == set(rate.index[rate.isna()])
    assert all(area["rings"] for area in areas.values())
    bounds = [part["bound"] for part in found["breaks"]]
    assert bounds == sorted(bounds)
    for commune, value in rate.dropna().items():
        shade = next(part["class"] for part in found["breaks"] if value / 100 <= part["bound"] + 1e-12)
        assert areas[commune]["class"] == shade


def test_zero_is_a_class_of_its_own(atlas):
    found = colour_maps(all_measures({})["world_heritage_intensity"], View(lang="en"), atlas)
    assert found["breaks"][0] == {"bound": 0.0, "class": 0, "text": "0\u00a0per 100 km²", "alone": True}


def test_all_maps_share_one_scale(atlas, frames):
    found = colour_maps(all_measures({})["heap_density"], View(lang="en"), atlas)
    for drawn in found["maps"]:
        west, south, east, north = drawn["bounds"]
        outline = gpd.GeoSeries([frames["intercommunalities"].geometry[drawn["id"]]], crs=4326).to_crs(2154)
        width, height = (
            outline.total_bounds[2] - outline.total_bounds[0],
            outline.total_bounds[3] - outline.total_bounds[1],
        )
        # Lambert-93 turns the map by a degree there.
        assert (east - west, north - south) == pytest.approx((width / 1000, height / 1000), rel=0.05)


def test_a_partner_basin_is_one_area(atlas):
    found = colour_maps(all_measures({})["years_since_closure"], View(lang="en", compare=("ruhr", "asturias")), atlas)
    assert [len(drawn["areas"]) for drawn in found["maps"]] == [1, 1]


def test_a_territory_without_outline_has_no_map(atlas):
    assert outlines(("falun",), View(), atlas) == []


@pytest.mark.parametrize("lang", ["fr", "en", "pt"])
def test_the_legend_of_a_map_names_the_measure_its_unit_and_its_years(lang, atlas):
    for measure in all_measures({}).values():
        for norm in NORMS:
            variable = measure_variable(measure, measure.unit_in(norm), atlas, lang)
            assert measure_title(measure, atlas.catalog, lang) in variable
            assert re.search(r"\([^()]+\).*\d{4}|\d{4}.*\([^()]+\)", variable), variable


def test_an_amount_on_a_map_warns_and_its_density_does_not(atlas):
    measures, view = all_measures({}), View(lang="en", compare=("246200364",))
    amount = colour_maps(measures["population"], view, atlas)
    assert amount["variable"] == "Population, 2023 (inhabitants)"
    assert amount["warning"] == "Amounts as colours show the size of an area before anything else."
    density = colour_maps(measures[measures["population"].instead], view, atlas)
    assert (density["variable"], density["warning"]) == ("Population density, 2023 (inhabitants/km²)", None)
    heaps = colour_maps(measures["heap_density"], view, atlas)
    assert heaps["variable"] == "Slag heaps with an outline (per 100 km²), data of 2012–2026"
    assert heaps["warning"] is None
    assert colour_maps(measures["heap_density"], replace(view, norm="absolute"), atlas)["warning"]
