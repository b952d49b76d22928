from collections.abc import Mapping

import geopandas as gpd
import pytest

from atlas.analysis.spatial.measure import areas_m2
from atlas.catalog import Catalog

Layers = Mapping[str, gpd.GeoDataFrame]


def test_there_are_32_basins_28_with_an_outline_and_four_points(frames: Layers) -> None:
    shapes = frames["mining_basins"].geometry
    assert shapes.geom_type.isin(["Polygon", "MultiPolygon"]).sum() == 28
    assert (shapes.geom_type == "Point").sum() == 4


def test_all_outlines_of_basins_are_approximate_but_those_of_nord_pas_de_calais_and_the_ruhr(frames: Layers) -> None:
    outline = frames["mining_basins"]["outline"]
    assert outline.value_counts().to_dict() == {"approximate": 26, "none": 4, "official": 2}
    assert set(outline.index[outline == "official"]) == {"nord_pas_de_calais", "ruhr"}


def test_basins_without_outline_have_no_area(frames: Layers) -> None:
    basins = frames["mining_basins"]
    assert (basins["area_km2"].isna() == (basins["outline"] == "none")).all()


def test_every_basin_has_a_status(frames: Layers) -> None:
    status = frames["mining_basins"]["status"]
    assert status.value_counts().to_dict() == {"post_mining": 18, "in_transition": 10, "active": 4}


@pytest.mark.parametrize(
    ("column", "filled"),
    [
        ("first_extraction", 28),
        ("last_closure", 19),
        ("area_km2_published", 11),
        ("unesco_id", 8),
        ("population_text", 7),
        ("peak_miners", 7),
        ("peak_production_date", 9),
        ("other_label", 3),
    ],
)
def test_blank_cells_of_basins_stay_blank(frames: Layers, column: str, filled: int) -> None:
    assert frames["mining_basins"][column].notna().sum() == filled


def test_the_last_closure_is_a_year_only_where_one_past_year_is_known(frames: Layers) -> None:
    basins = frames["mining_basins"]
    # Sixteen basins have plain past years; one of them, two salt mines, has two.
    assert basins["last_closure_year"].notna().sum() == 15
    assert basins["closure_kind"].value_counts().to_dict() == {"complete": 15, "planned": 2, "partial": 1, "several": 1}
    assert basins["last_closure_year"].max() <= 2026
    assert basins.loc["nord_pas_de_calais", "last_closure_year"] == 1990


@pytest.mark.parametrize("basin", ["rhineland", "konin", "huangshi_daye", "wieliczka_bochnia"])
def test_a_planned_partial_or_double_closure_is_kept_as_text(frames: Layers, basin: str) -> None:
    row = frames["mining_basins"].loc[basin]
    assert row.isna()["last_closure_year"]
    assert not row.isna()["last_closure"]


def test_no_basin_closed_before_it_opened(frames: Layers) -> None:
    basins = frames["mining_basins"].dropna(subset=["first_extraction_year", "last_closure_year"])
    assert len(basins) > 0
    assert (basins["first_extraction_year"] < basins["last_closure_year"]).all()


def test_an_amount_that_was_not_read_is_blank(frames: Layers) -> None:
    kent = frames["mining_basins"].loc["kent"]
    assert kent.isna()["peak_production"]
    assert kent["peak_production_year"] == 1936


def test_outlines_of_eurostat_lie_in_a_file_of_their_own(atlas) -> None:
    basins = atlas.frames["mining_basins"]
    assert (basins["licence"] == "LicenseRef-GISCO-NC").sum() == 20
    files = {source.licence: path.name for path, source in atlas.catalog["mining_basins"].files}
    assert files["LicenseRef-GISCO-NC"] == "mining_basins.gisco.parquet"
    assert files["etalab-2.0"] == "mining_basins.parquet"
    assert "EuroGeographics" in atlas.catalog["mining_basins"].parts[0].source.citation


def test_contested_figures_of_the_basin_keep_every_version(catalog: Catalog) -> None:
    figures = catalog["mining_basins"].figures
    assert {"basin_perimeter", "basin_area", "basin_population", "artois_population"} <= set(figures)
    assert len(figures["basin_perimeter"].versions) == 3


def test_the_ruhr_is_as_large_as_its_regional_association(frames: Layers) -> None:
    ruhr = frames["mining_basins"].loc["ruhr"]
    assert ruhr["area_km2"] == pytest.approx(ruhr["area_km2_published"], rel=0.02)


def test_every_figure_of_a_basin_belongs_to_a_basin_and_is_filled(frames: Layers) -> None:
    figures = frames["basin_figures"]
    assert len(figures) == 106
    assert set(figures["basin"]) <= set(frames["mining_basins"].index)
    assert figures["value"].notna().all()


def test_first_extraction_and_last_closure_of_every_basin_have_a_source(frames: Layers) -> None:
    figures, basins = frames["basin_figures"], frames["mining_basins"]
    for figure in ("first_extraction", "last_closure"):
        cited = set(figures.loc[figures["figure"] == figure, "basin"])
        assert cited == set(basins.index[basins[figure].notna()])


def test_an_address_is_given_for_every_public_page(frames: Layers) -> None:
    figures = frames["basin_figures"]
    addresses = figures.loc[figures["reference"] == "page", "url"]
    assert addresses.str.fullmatch(r"https?://\S+[^;,)\s]|https://es\.wikidat\.com\S+").all()
    assert (figures.loc[figures["reference"] == "cooperation_document", "url"].isna()).all()


def test_there_are_250_communes(frames: Layers) -> None:
    communes = frames["communes"]
    assert len(communes) == 250
    assert communes.index.str.fullmatch(r"(59|62)\d{3}").all()


def test_the_area_of_the_communes_is_given_by_both_methods(frames: Layers) -> None:
    communes = frames["communes"]
    assert communes["area_km2_producer"].sum() == pytest.approx(1794.7, abs=0.1)
    assert communes["area_km2"].sum() == pytest.approx(1789.6, abs=0.1)


def test_the_communes_had_1184821_inhabitants_in_2023(frames: Layers) -> None:
    assert frames["communes"]["population_2023"].sum() == 1_184_821
    assert frames["communes"][[f"population_{year}" for year in (2016, 2019, 2020, 2021, 2022)]].notna().all().all()


def test_the_density_of_the_basin_was_660_a_square_kilometre(frames: Layers) -> None:
    communes = frames["communes"]
    assert communes["population_2023"].sum() / communes["area_km2_producer"].sum() == pytest.approx(660, abs=1)


def test_poverty_is_blank_where_statistics_are_secret_and_never_zero(frames: Layers) -> None:
    poverty = frames["communes"]["poverty_rate_2021_percent"]
    assert poverty.isna().sum() == 108
    assert poverty.min() > 0


def test_the_weighted_poverty_rate_of_the_published_communes_is_23_percent(frames: Layers) -> None:
    communes = frames["communes"].dropna(subset=["poverty_rate_2021_percent"])
    people = communes["population_2021"].astype(float)
    assert (communes["poverty_rate_2021_percent"] * people).sum() / people.sum() == pytest.approx(23.4, abs=0.1)


def test_the_median_income_is_known_everywhere_and_deciles_for_144_communes(frames: Layers) -> None:
    communes = frames["communes"]
    assert communes["median_income_2021"].notna().all()
    assert communes["d1_2021"].notna().sum() == communes["d9_d1_2021"].notna().sum() == 144


def test_twenty_three_outlines_of_communes_are_marked_simplified(frames: Layers) -> None:
    assert (frames["communes"]["outline_precision"] == "simplified").sum() == 23


def test_the_communes_together_are_the_perimeter_of_the_basin(frames: Layers) -> None:
    union = frames["communes"].union_all()
    perimeter = frames["mining_basins"].geometry["nord_pas_de_calais"]
    difference = gpd.GeoSeries([union.symmetric_difference(perimeter)], crs="EPSG:4326")
    # Simplified outlines along the southern and western edges: 2.2 km² of 1,789.6.
    assert areas_m2(difference).iloc[0] / 1e6 < 2.5


def test_the_outline_of_nord_pas_de_calais_measures_1789_square_kilometres(frames: Layers) -> None:
    assert frames["mining_basins"].loc["nord_pas_de_calais", "area_km2"] == pytest.approx(1789.6, abs=0.1)


def test_the_communes_belong_to_thirteen_bodies_nine_of_which_have_an_outline(frames: Layers) -> None:
    bodies = frames["intercommunalities"]
    assert set(bodies.index) == set(frames["communes"]["intercommunality"])
    assert len(bodies) == 13
    assert set(bodies.index[bodies["has_official_outline"]]) == set(frames["intercommunality_outlines"].index)
    assert len(frames["intercommunality_outlines"]) == 9


def test_four_bodies_have_few_communes_inside_the_perimeter_and_no_outline(frames: Layers) -> None:
    bodies = frames["intercommunalities"]
    without = bodies[~bodies["has_official_outline"].astype(bool)]
    assert sorted(without["communes"]) == [3, 5, 6, 8]
    assert (bodies["communes"] <= bodies["communes_total"]).all()


def test_the_nine_bodies_with_an_outline_are_large_enough_to_hold_their_part(frames: Layers) -> None:
    whole, part = frames["intercommunality_outlines"]["area_km2"], frames["intercommunalities"]["area_km2"]
    assert (part.reindex(whole.index) <= whole * 1.001).all()


@pytest.mark.parametrize("column", ["population_2016", "population_2019", "population_2023", "area_km2_producer"])
def test_the_parts_of_the_bodies_sum_to_the_communes(frames: Layers, column: str) -> None:
    assert frames["intercommunalities"][column].sum() == pytest.approx(frames["communes"][column].sum())


def test_the_bodies_cover_the_perimeter(frames: Layers) -> None:
    # The outlines of neighbouring communes overlap by slivers, 0.2 km² within the bodies.
    assert frames["intercommunalities"]["area_km2"].sum() == pytest.approx(
        frames["communes"]["area_km2"].sum(), abs=0.3
    )
    assert frames["intercommunalities"]["communes"].sum() == 250


def test_no_body_has_a_hole(frames: Layers) -> None:
    outlines = frames["intercommunalities"].geometry.explode()
    assert outlines.interiors.map(len).sum() == 0


def test_the_list_of_the_transition_fund_has_56_territories_49_with_a_nuts_code(frames: Layers) -> None:
    territories = frames["transition_fund_territories"]
    assert len(territories) == 56
    assert territories["nuts_2024"].notna().sum() == 49
    assert territories.geometry.isna().all()


def test_the_transition_fund_is_shared_among_27_member_states(frames: Layers) -> None:
    allocations = frames["transition_fund_allocations"]
    assert len(allocations) == 27
    assert allocations["total_meur"].sum() == pytest.approx(17_500, abs=15)
    assert allocations["share_percent"].sum() == pytest.approx(100, abs=0.1)


def test_the_two_parts_of_an_allocation_sum_to_its_total_within_rounding(frames: Layers) -> None:
    allocations = frames["transition_fund_allocations"]
    gap = allocations["recovery_meur"] + allocations["budget_meur"] - allocations["total_meur"]
    assert gap.abs().max() <= 1
