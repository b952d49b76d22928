from collections.abc import Mapping

import geopandas as gpd
import pytest
import shapely

from atlas.catalog import Catalog

Layers = Mapping[str, gpd.GeoDataFrame]


def test_there_are_1334_closed_coal_mines_in_35_countries_but_none_in_france_or_belgium(frames: Layers) -> None:
    mines = frames["closed_coal_mines"]
    assert len(mines) == 1334
    assert mines["country"].nunique() == 35
    assert not {"FRA", "BEL"} & set(mines["country"])


def test_almost_all_closed_coal_mines_closed_since_2014(frames: Layers) -> None:
    closing = frames["closed_coal_mines"]["closing_year"]
    assert closing.notna().sum() == 1257
    assert (closing.dropna() < 2014).sum() == 8
    assert closing.max() <= 2024


def test_no_closed_coal_mine_closed_before_it_opened(frames: Layers) -> None:
    dated = frames["closed_coal_mines"].dropna(subset=["opening_year", "closing_year"])
    assert (dated["opening_year"] <= dated["closing_year"]).all()


@pytest.mark.parametrize("column", ["capacity_mtpa", "production_mtpa", "area_km2_producer", "depth_m", "workforce"])
def test_unknown_quantities_of_closed_coal_mines_are_blank_and_not_zero(frames: Layers, column: str) -> None:
    values = frames["closed_coal_mines"][column]
    assert values.isna().any()
    assert values.min() > 0


def test_depths_assumed_by_the_register_are_left_out(frames: Layers) -> None:
    depth = frames["closed_coal_mines"]["depth_m"]
    assert depth.value_counts().max() <= 6
    assert depth.notna().sum() == 83


def test_approximate_positions_of_closed_coal_mines_are_marked(frames: Layers) -> None:
    precision = frames["closed_coal_mines"]["precision"]
    assert precision.value_counts().to_dict() == {"approximate": 1042, "exact": 292}


def test_mines_of_partner_countries_come_from_two_registers(frames: Layers) -> None:
    mines = frames["mines"]
    assert mines["dataset"].value_counts().to_dict() == {"gem": 828, "icmm": 691}
    assert mines["status"].isna().sum() == 691


def test_phases_of_one_mine_have_ids_of_their_own(frames: Layers) -> None:
    ids = frames["mines"].index
    assert ids.is_unique
    phases = ids[ids.str.fullmatch(r"m\d{4}_.+")]
    assert len(phases) == 10
    assert {"m0764_operating_1904", "m0764_cancelled_2020"} <= set(phases)


def test_a_country_is_spelt_one_way_in_both_registers(frames: Layers) -> None:
    mines = frames["mines"]
    czech = mines[mines["country"] == "CZE"]
    assert czech["dataset"].value_counts().to_dict() == {"icmm": 16, "gem": 7}


def test_both_producers_of_the_mines_are_named(catalog: Catalog) -> None:
    source = catalog["mines"].source
    assert "Global Energy Monitor" in source.citation
    assert "ICMM" in source.citation


def test_the_basemap_holds_countries_lakes_rivers_and_towns(frames: Layers) -> None:
    kinds = frames["basemap"]["kind"].value_counts().to_dict()
    assert kinds == {"place": 7343, "river": 1795, "lake": 405, "country": 241}


def test_countries_of_the_basemap_share_their_borders(frames: Layers) -> None:
    countries = frames["basemap"][frames["basemap"]["kind"] == "country"]
    assert shapely.coverage_is_valid(countries.geometry.to_numpy())


def test_every_country_of_the_atlas_is_on_the_basemap(frames: Layers) -> None:
    drawn = set(frames["basemap"]["iso3"].dropna())
    for layer in ("mining_basins", "mines", "closed_coal_mines"):
        assert set(frames[layer]["country"]) <= drawn


def test_a_town_without_a_count_of_inhabitants_has_none_and_not_zero(frames: Layers) -> None:
    assert frames["basemap"]["population"].min() > 0
    assert frames["basemap"]["capital"].sum() == 200


def test_the_basemap_is_at_most_three_megabytes(catalog: Catalog) -> None:
    path, _ = catalog["basemap"].files[0]
    assert path.stat().st_size < 3_000_000
