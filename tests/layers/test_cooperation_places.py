"""Links and places of cooperation: geometry, position, licence."""

import pandas as pd
import pytest
import shapely

from atlas.catalog import Catalog
from tests.layers.cooperation_tables import GEOD, LICENSED, LINKS, SEAT, Layers, ends, several


@pytest.mark.parametrize("layer", LINKS)
def test_a_link_is_a_geodesic_whose_length_is_the_distance_of_its_ends(layer: str, frames: Layers) -> None:
    links = frames[layer][frames[layer].geometry.notna()]
    start, end = ends(links, 0), ends(links, -1)
    _, _, metres = GEOD.inv(*start.T, *end.T)
    assert links["length_km"].to_numpy() == pytest.approx(metres / 1e3, abs=1e-6)
    along = [GEOD.geometry_length(line) / 1e3 for line in links.geometry]
    assert along == pytest.approx(links["length_km"].tolist(), abs=1e-6)


@pytest.mark.parametrize("layer", LINKS)
def test_a_link_has_a_vertex_at_least_every_100_km_and_stays_off_the_antimeridian(layer: str, frames: Layers) -> None:
    for line in frames[layer].geometry.dropna():
        lon, lat = shapely.get_coordinates(line).T
        _, _, steps = GEOD.inv(lon[:-1], lat[:-1], lon[1:], lat[1:])
        assert steps.max() <= 100_000 + 1
        assert abs(lon[1:] - lon[:-1]).max() < 30


@pytest.mark.parametrize("layer", LINKS)
def test_a_link_ends_at_its_place(layer: str, frames: Layers) -> None:
    links = frames[layer][frames[layer].geometry.notna()]
    places = frames["partner_cities"].loc[links["place"]].geometry
    assert ends(links, -1) == pytest.approx(places.get_coordinates().to_numpy(), abs=1e-9)


def test_every_partnership_starts_at_the_seat_of_the_mining_basin_agency(frames: Layers) -> None:
    assert set(map(tuple, ends(frames["partnerships"], 0))) == {SEAT}
    seat = frames["transition_sites"].loc["s29"].geometry
    assert (seat.x, seat.y) == SEAT


def test_every_twinning_starts_in_the_basin(frames: Layers) -> None:
    lon, lat = ends(frames["twinnings"], 0).T
    assert ((lon > 2.2) & (lon < 3.8) & (lat > 50.2) & (lat < 50.7)).all()


def test_a_place_is_one_row_whatever_the_table_that_names_it(frames: Layers) -> None:
    places = frames["partner_cities"]
    assert len(places) == 213
    assert not places.duplicated(["name", "country"]).any()
    assert places["kind"].value_counts().to_dict() == {"city": 149, "region": 30, "country": 26, "site": 8}
    assert places.loc["czeladz_pol", "tie_kinds"] == "municipal_partner; twinning_active"
    assert places.loc["bochum_deu", "tie_kinds"] == "project; municipal_partner"
    assert places.loc["gelsenkirchen_deu", "partner_projects"] == "PROSPECTS; ReCore"
    assert places.loc["karvina_cze", "projects_count"] == 2


def test_no_two_places_of_one_kind_share_a_position(frames: Layers) -> None:
    places = frames["partner_cities"]
    placed = places[places.geometry.notna()]
    assert not pd.DataFrame({"kind": placed["kind"], "at": placed.geometry.to_wkt()}).duplicated().any()


def test_the_ties_of_the_places_are_those_of_the_three_tables(frames: Layers) -> None:
    places = frames["partner_cities"]
    assert places["twinnings_count"].sum() == 123
    # 133 placed partnerships, 123 twinnings, 17 municipal partners with a town, one of them a partnership already.
    assert places["ties"].sum() == 133 + 123 + 17 - 1
    kinds = several(places["tie_kinds"]).value_counts()
    assert kinds["municipal_partner"] == 15
    assert (kinds["twinning_announced"], kinds["twinning_letter_of_intent"]) == (1, 1)
    assert places.loc["herne_deu", "tie_kinds"] == "twinning_historical; twinning_active"
    assert set(places.index[places["tie_kinds"].str.contains("twinning")]) == set(frames["twinnings"]["place"])


def test_no_place_of_a_seminar_is_a_partner(frames: Layers) -> None:
    names = set(frames["partner_cities"]["name"])
    assert names.isdisjoint({"Ostrava", "Lewarde", "Oviedo", "Tychy"})
    assert {"Wigan", "Tatabánya", "Heerlen", "Liévin", "Rieulay"} <= names


def test_a_place_whose_ties_may_still_hold_has_no_last_year(frames: Layers) -> None:
    places = frames["partner_cities"]
    assert places.loc[frames["twinnings"]["place"].unique(), "last_year"].isna().all()
    assert places.loc["ottawa_can", ["first_year", "last_year"]].tolist() == [2013, 2013]
    assert places.loc["irlande_irl", ["first_year", "last_year"]].tolist() == [2002, 2005]


def test_the_twinnings_keep_the_licence_of_the_page_they_were_read_in(frames: Layers) -> None:
    assert frames["twinnings"]["licence"].value_counts().to_dict() == {
        "LicenseRef-facts": 69,
        "CC-BY-SA-4.0": 41,
        "CC0-1.0": 13,
    }


def test_a_point_computed_in_a_nuts_region_has_the_licence_of_its_outline(frames: Layers) -> None:
    edges, places = frames["partnerships"], frames["partner_cities"]
    assert edges["licence"].value_counts().to_dict() == {
        "LicenseRef-facts": 88,
        "LicenseRef-GISCO-NC": 29,
        "CC-BY-4.0": 29,
        "LicenseRef-UNESCO-facts": 4,
        "etalab-2.0": 3,
    }
    restricted = edges[edges["licence"] == "LicenseRef-GISCO-NC"]
    assert set(restricted["precision"]) == {"region"}
    assert set(places.index[places["licence"] == "LicenseRef-GISCO-NC"]) == set(restricted["place"])


def test_a_place_named_by_a_share_alike_page_is_share_alike(frames: Layers) -> None:
    twinnings, places = frames["twinnings"], frames["partner_cities"]
    shared = set(twinnings.loc[twinnings["licence"] == "CC-BY-SA-4.0", "place"])
    assert set(places.index[places["licence"] == "CC-BY-SA-4.0"]) == shared


@pytest.mark.parametrize("layer", LICENSED)
def test_each_data_file_holds_the_rows_of_its_licence_only(layer: str, catalog: Catalog) -> None:
    for path, source in catalog[layer].files:
        assert set(pd.read_parquet(path, columns=["licence"])["licence"]) == {source.licence}


@pytest.mark.parametrize("layer", LICENSED)
def test_a_row_has_a_position_when_its_precision_says_so(layer: str, frames: Layers) -> None:
    assert frames[layer].geometry.notna().equals(frames[layer]["precision"] != "none")
