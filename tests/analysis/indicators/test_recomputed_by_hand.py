"""Figures of the atlas recomputed by hand, from the parquet files, with plain geopandas.

To be read like a notebook: each test is a sentence, the steps, and the value of the atlas beside. Areas are those of
the equal-area projection EPSG:6933, lengths and distances those of Lambert-93 (EPSG:2154): in the basin its lengths are
too long by 1.4 parts in a thousand, and geodesic ones are compared with that tolerance.
"""

import pandas as pd
import pytest

from atlas.analysis.indicators import REGISTRY, measure
from atlas.scene.compare.territories import build_territories
from atlas.scene.query.compare_parameters import all_measures
from atlas.scene.query.territories import HOME_BASIN
from atlas.scene.query.view import View
from tests.analysis.indicators.layers_by_hand import (
    basin,
    bodies,
    communes,
    components,
    dams,
    elements,
    estates,
    heaps,
    km2,
    layer,
    m2,
    met,
    nature,
    railways,
    shafts,
    united_m2,
    watched,
)

LENS_LIEVIN, HENIN_CARVIN, HAINAUT, VALENCIENNES = "246200364", "246200299", "200042190", "245901160"
LOOS, LENS, OIGNIES = "62528", "62498", "62637"


@pytest.fixture
def atlas_says(atlas):
    """The value of a measure of the atlas for a territory, under a normalisation."""

    def value(name, territory, norm="area"):
        one = all_measures({})[name]
        own = build_territories([territory], View(), atlas)
        return measure(REGISTRY[one.indicator], own, atlas.frames, norm)[one.part].value.item()

    return value


def test_components_that_meet_loos_en_gohelle(atlas_says):
    """More than 100 m² of how many components lies in Loos-en-Gohelle?"""
    loos = communes.geometry[LOOS]
    inside = met(components, loos)
    assert atlas_says("world_heritage_intensity", LOOS, "absolute") == len(inside)
    assert atlas_says("world_heritage_intensity", LOOS) == pytest.approx(100 * len(inside) / km2(loos), rel=1e-4)


def test_share_of_loos_en_gohelle_in_the_property(atlas_says):
    """72.9 ha of the property are 5.7 % of the ground of Loos-en-Gohelle."""
    loos = communes.geometry[LOOS]
    square_metres = united_m2(components, loos)
    assert square_metres / 1e4 == pytest.approx(72.9, abs=0.1)
    share = square_metres / 1e6 / km2(loos)
    assert share == pytest.approx(0.057, abs=0.0005)
    assert atlas_says("world_heritage_intensity.property_share", LOOS) == pytest.approx(share, rel=1e-4)


def test_components_of_the_basin(atlas_says):
    """All 109 components meet the basin of 1,790 km²: 6.1 for 100 km²."""
    inside = met(components, basin, least=0)
    assert len(inside) == len(components) == 109
    assert atlas_says("world_heritage_intensity", HOME_BASIN) == pytest.approx(100 * 109 / km2(basin), rel=1e-4)


def test_buffer_zone_for_each_hectare_of_property(atlas_says):
    """14,933 ha of buffer zone for 3,958 ha of property."""
    buffer = layer("heritage/unesco_buffer")
    ratio = united_m2(buffer, basin) / united_m2(components, basin)
    assert ratio == pytest.approx(3.77, abs=0.005)
    assert atlas_says("world_heritage_intensity.buffer_ratio", HOME_BASIN) == pytest.approx(ratio, rel=1e-4)


def test_heaps_of_lens_lievin(atlas_says):
    """Of the 161 heaps with an outline 45 meet Lens-Liévin, 5 of them from across its border."""
    outline = bodies.geometry[LENS_LIEVIN]
    inside = met(heaps, outline)
    assert len(inside) == 45
    assert inside.representative_point().within(outline).sum() == 40
    assert atlas_says("heap_density", LENS_LIEVIN) == pytest.approx(100 * 45 / km2(outline), rel=1e-4)


def test_ground_under_the_heaps_of_the_basin(atlas_says):
    """Outlines overlap: their areas add up to 1,679 ha, their union covers 1,617 ha, 0.90 % of the basin."""
    assert m2(heaps.geometry).sum() / 1e4 == pytest.approx(1679.0, abs=0.1)
    union = united_m2(heaps, basin)
    assert union / 1e4 == pytest.approx(1617.3, abs=0.1)
    assert atlas_says("heap_footprint_share", HOME_BASIN) == pytest.approx(union / 1e6 / km2(basin), rel=1e-5)


def test_share_of_the_heaps_of_lens_lievin_that_are_inscribed(atlas_says):
    """12 of the 45 heaps that meet Lens-Liévin are elements of the property."""
    inside = met(heaps, bodies.geometry[LENS_LIEVIN])
    inscribed = (inside["unesco"] == "inscribed").sum()
    assert inscribed == 12
    assert atlas_says("inscribed_heap_share", LENS_LIEVIN) == pytest.approx(inscribed / len(inside))


def test_share_of_the_ground_of_heaps_that_is_inscribed(atlas_says):
    """909 of 1,617 ha."""
    inscribed = heaps[heaps["unesco"] == "inscribed"]
    share = united_m2(inscribed, basin) / united_m2(heaps, basin)
    assert share == pytest.approx(0.562, abs=0.0005)
    assert atlas_says("inscribed_heap_share.area", HOME_BASIN) == pytest.approx(share, rel=1e-4)


def test_heaps_of_valenciennes_that_touch_the_property(atlas_says):
    """A heap counts if it touches a component anywhere, also outside the body."""
    inside = met(heaps, bodies.geometry[VALENCIENNES])
    touching = inside.geometry.intersects(components.union_all()).sum()
    assert atlas_says("protected_heap_share.property", VALENCIENNES) == pytest.approx(touching / len(inside))


def test_the_heap_of_rieulay(frames):
    """53.0 ha by its outline, wherever a page says 136 or 140 ha."""
    assert m2([heaps.geometry["t144"]]).item() / 1e4 == pytest.approx(53.03, abs=0.01)
    assert frames["slag_heaps"].loc["t144", "area_ha"] == pytest.approx(53.03, abs=0.01)


def test_shafts_of_the_commune_of_lens(atlas_says):
    """Points inside the outline of the commune, for 100 km²."""
    outline = communes.geometry[LENS]
    inside = shafts[shafts.within(outline)]
    assert len(inside) == 7
    assert atlas_says("shaft_density", LENS) == pytest.approx(100 * len(inside) / km2(outline), rel=1e-4)


def test_the_deepest_shaft_of_the_basin(atlas_says):
    """1,190 m; the producer's zeros mean unknown."""
    assert atlas_says("deepest_shaft_m", HOME_BASIN) == shafts[shafts.within(basin)]["depth_m"].max() == 1190


def test_mean_life_of_a_shaft_of_valenciennes(atlas_says):
    """Years from sinking to closing, of the shafts of which both are known."""
    inside = shafts[shafts.within(bodies.geometry[VALENCIENNES])]
    life = (inside["closed_year"] - inside["sunk_year"]).dropna()
    assert atlas_says("mean_shaft_life_years", VALENCIENNES) == pytest.approx(life.astype(float).mean())


def test_years_since_the_last_shaft_of_lens_lievin_was_closed(atlas_says, atlas):
    """It was filled in 2002, twelve years after the last extraction of the basin."""
    inside = shafts[shafts.within(bodies.geometry[LENS_LIEVIN])]
    assert inside["closed_year"].max() == 2002
    year = build_territories([LENS_LIEVIN], View(), atlas).year
    assert atlas_says("years_since_closure.last_shaft", LENS_LIEVIN) == year - 2002
    assert atlas_says("years_since_closure", HOME_BASIN) == year - 1990


def test_estates_of_henin_carvin(atlas_says):
    """Estates of which more than 100 m² is in Hénin-Carvin, for 100 km²."""
    outline = bodies.geometry[HENIN_CARVIN]
    inside = met(estates, outline)
    assert len(inside) == 23
    assert atlas_says("estate_density", HENIN_CARVIN) == pytest.approx(100 * 23 / km2(outline), rel=1e-4)


def test_share_of_the_estates_under_renewal(atlas_says):
    """64 of 302 rows of the basin, by number; by area of their union, which overlaps nowhere much."""
    renewed = estates["renewal_programme"].fillna(value=False).astype(bool)
    assert (renewed.sum(), len(estates)) == (64, 302)
    assert atlas_says("renewal_estate_share", HOME_BASIN) == pytest.approx(64 / 302)
    share = united_m2(estates[renewed], basin) / united_m2(estates, basin)
    assert atlas_says("renewal_estate_share.area", HOME_BASIN) == pytest.approx(share, rel=1e-4)


def test_types_of_inscribed_elements_of_oignies(atlas_says):
    """An element counts that meets the commune; a small building counts where it stands."""
    outline = communes.geometry[OIGNIES]
    large = met(elements, outline)
    small = elements[elements.representative_point().within(outline)]
    types = set(large["attribute_type"].dropna()) | set(small["attribute_type"].dropna())
    assert atlas_says("ouv_completeness", OIGNIES) == pytest.approx(len(types) / 10)


def test_the_lines_of_mine_railways_of_lens_lievin(atlas_says):
    """146 km of lines."""
    lines = railways[railways.geom_type != "Polygon"]
    km = lines.geometry.intersection(bodies.geometry[LENS_LIEVIN]).to_crs(2154).length.sum() / 1000
    assert km == pytest.approx(146.0, rel=2e-3)
    assert atlas_says("mine_railway_density.lines", LENS_LIEVIN, "absolute") == pytest.approx(km, rel=2e-3)


def test_the_mine_railways_of_lens_lievin_with_the_inscribed_ones(atlas_says):
    """The lines outside the inscribed railways, and these by the length of their producer: 152.9 km.

    An inscribed railway is an area; its length counts by the share of the area that is in Lens-Liévin.
    """
    outline = bodies.geometry[LENS_LIEVIN]
    inscribed, lines = (railways[railways.geom_type == "Polygon"], railways[railways.geom_type != "Polygon"])
    outside = lines.geometry.difference(inscribed.union_all())
    km = outside.intersection(outline).to_crs(2154).length.sum() / 1000
    share = m2(inscribed.geometry.intersection(outline)) / m2(inscribed.geometry)
    km += (share * inscribed["length_km_producer"]).sum()
    assert km == pytest.approx(152.9, rel=2e-3)
    assert atlas_says("mine_railway_density", LENS_LIEVIN, "absolute") == pytest.approx(km, rel=2e-3)


def test_heaps_of_lens_lievin_within_300_m_of_a_listed_mine_railway(atlas_says):
    """Edge to edge, to the nearest line or area, also across the border: 40 of 45.

    Railways are listed for the property and the buffer zone only: the median distance is blank here, and this is the
    least share that it can be.
    """
    inside = met(heaps, bodies.geometry[LENS_LIEVIN]).to_crs(2154)
    metres = inside.distance(railways.to_crs(2154).union_all())
    assert (metres <= 300).sum() == 40
    assert atlas_says("heap_to_network_m.mine_railway_300_m", LENS_LIEVIN) == pytest.approx(40 / 45)


def test_protected_ground_of_porte_du_hainaut(atlas_says):
    """The Natura 2000 sites and the nature park overlap: their union, over the area."""
    outline = bodies.geometry[HAINAUT]
    areas = pd.concat([nature, layer("ecology/protected_areas.facts")])
    share = united_m2(areas, outline) / 1e6 / km2(outline)
    assert share > 0.5
    assert atlas_says("protected_area_share", HAINAUT) == pytest.approx(share, rel=1e-4)


def test_natura_2000_ground_of_the_basin(atlas_says):
    """1,681 ha of two sites, 0.94 %."""
    areas = pd.concat([nature, layer("ecology/protected_areas.facts")])
    hectares = united_m2(areas[areas["kind"] == "natura_2000"], basin) / 1e4
    assert hectares == pytest.approx(1681, abs=1)
    assert atlas_says("core_area_share.natura_2000", HOME_BASIN) == pytest.approx(hectares / 100 / km2(basin), rel=1e-4)


def test_population_density_of_lens_lievin(atlas_says):
    """Inhabitants of its communes in 2023, over the area of its outline."""
    own = communes[communes["intercommunality"] == LENS_LIEVIN]
    people = own["population_2023"].sum()
    assert atlas_says("population", LENS_LIEVIN) == people
    assert atlas_says("population_density", LENS_LIEVIN) == pytest.approx(
        people / km2(bodies.geometry[LENS_LIEVIN]), rel=1e-4
    )


def test_population_trend_of_the_basin(atlas_says):
    """Seven years from 2016 to 2023: 0.02 % fewer inhabitants a year."""
    first, last = communes["population_2016"].sum(), communes["population_2023"].sum()
    assert atlas_says("population_trend", HOME_BASIN) == pytest.approx((last / first) ** (1 / 7) - 1, rel=1e-9)


def test_poverty_of_the_basin(atlas_says):
    """Mean of the 142 published communes, weighted by their inhabitants: 23.4 %."""
    published = communes[communes["poverty_rate_2021_percent"].notna()]
    people = published["population_2021"].astype(float)
    rate = (published["poverty_rate_2021_percent"] * people).sum() / people.sum() / 100
    assert (len(published), round(rate, 3)) == (142, 0.234)
    assert atlas_says("poverty_gap", HOME_BASIN) == pytest.approx(rate)


def test_installations_watched_in_the_basin(atlas_says):
    """155 in the annex, of which 17 at Chocques, beyond the 250 communes."""
    inside = watched[watched.geometry.notna() & watched.geometry.intersects(basin)]
    number = inside["installations"].sum()
    assert number == 155 - 17
    assert atlas_says("watched_installation_density", HOME_BASIN) == pytest.approx(100 * number / km2(basin), rel=1e-4)
    assert atlas_says("watched_installation_density.confinements", HOME_BASIN, "absolute") == 12


def test_dams_of_the_iron_quadrangle(atlas_says):
    """209 dams in its frame early in 2026: 55 being decommissioned, 24 of 208 raised upstream."""
    frame = layer("territories/mining_basins.facts").geometry["iron_quadrangle"]
    inside = dams[dams.geometry.intersects(frame) & (dams["state_2026"] != "not_listed")]
    assert len(inside) == 209
    assert atlas_says("dam_density", "iron_quadrangle") == pytest.approx(100 * len(inside) / km2(frame), rel=1e-4)
    being = (inside["state_2026"] == "decommissioning").sum()
    assert (being, atlas_says("decommissioning_dam_share", "iron_quadrangle")) == (55, 55 / 209)
    ended = inside["works_end"].notna().sum()
    assert atlas_says("decommissioning_dam_share.works_ended", "iron_quadrangle") == ended / 209
    method = inside["method_2026"].value_counts()
    assert (method["upstream"], method.sum()) == (24, 208)
    assert atlas_says("upstream_dam_share", "iron_quadrangle") == 24 / 208


def test_where_no_register_was_read_there_is_no_number_of_dams(atlas_says):
    for name in ("dam_density", "decommissioning_dam_share", "upstream_dam_share"):
        assert pd.isna(atlas_says(name, "ruhr"))
