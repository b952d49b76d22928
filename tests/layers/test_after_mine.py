"""What is watched and what is dismantled after the mine: the checksums of both source extracts, and what is said."""

from collections import Counter
from dataclasses import replace

import pandas as pd
import pytest

from atlas.catalog import open_catalog, shipped_layers
from atlas.scene.explore.timeline import count_standing, count_years
from atlas.scene.query.row_masks import row_mask
from atlas.scene.query.view import View

CATALOG = open_catalog(shipped_layers())
BASINS = {"north": 155, "east": 101, "east_potash": 284, "south": 69, "centre_west": 2}
# Sites of the Nord basin as the annex of 2014 prints them.
SITES = {
    "Cokerie de Lourches": 17,
    "Cokerie de Chocques": 17,
    "Cokerie de Mazingarbe": 15,
    "Cokerie de Thiers": 14,
    "Lavoir du 10 d'Oignies": 12,
    "Cokerie d'Auby": 9,
    "Terril 205 Cokerie de Drocourt": 8,
    "Centrale électrique de Courrières": 7,
    "Cokerie de Nœux-les-Mines": 7,
    "Cokerie de Vendin-le-Vieil": 6,
    "Cokerie de Harnes": 5,
    "Gare d'eau de Vendin-le-Vieil": 5,
    "Friche Sainte-Henriette": 4,
    "Terril 113": 4,
    "Cokerie de Liévin": 4,
    "Usines Rousseau": 4,
    "Usine d'agglomération de Somain": 3,
    "Usine d'agglomération Bonnuet": 3,
    "Cokerie de Gosnay": 3,
    "Cokerie de Waziers": 2,
    "Usine d'agglomération Anthracine": 2,
    "Usine d'agglomération du Pont de la Deule": 2,
    "Rivage Gayant": 1,
    "Terril 74A de Loos-en-Gohelle": 1,
}


@pytest.fixture(scope="module")
def sites(frames):
    return frames["after_mine_sites"]


@pytest.fixture(scope="module")
def dams(frames):
    return frames["tailings_dams"]


def test_611_installations_are_watched_155_of_them_in_the_basin(sites):
    assert sites.groupby("basin")["installations"].sum().to_dict() == BASINS
    here = sites[sites["basin"] == "north"]
    assert here.groupby("site")["installations"].sum().to_dict() == SITES
    assert here["commune"].nunique() == 33


def test_the_installations_of_the_basin_by_nature(sites):
    here = sites[sites["basin"] == "north"]
    natures = ["piezometers", "surface_water_points", "confinements", "other_installations"]
    assert here[natures].sum().to_list() == [129, 14, 12, 0]
    assert sites[natures].sum().sum() == sites["installations"].sum() == 611
    assert sites["piezometers"].sum() == 129 + 45 + 240 + 8


def test_one_row_a_basin_site_and_commune_and_one_symbol_for_each(sites):
    assert not sites.duplicated(["basin", "site", "commune"]).any()
    placed = sites[sites.geometry.notna()]
    assert len(placed) == 39
    assert placed.geometry.to_wkb().is_unique
    metres = placed.geometry.to_crs(2154)
    others = [metres.drop(row).distance(point).min() for row, point in metres.items()]
    assert min(others) > 500


def test_a_position_is_a_heap_or_a_commune_or_none(sites):
    assert sites["precision"].value_counts().to_dict() == {"none": 78, "commune": 36, "heap": 3}
    assert (sites["basin"] != "north").equals(sites["precision"] == "none")
    assert sites.geometry.isna().equals(sites["precision"] == "none")


def test_an_approximate_site_lies_in_its_commune(sites, frames):
    outlines = frames["communes"].set_index("name").geometry
    here = sites[(sites["basin"] == "north") & sites["commune"].isin(outlines.index)]
    outside = [row.name for row in here.itertuples() if not outlines[row.commune].intersects(row.geometry)]
    assert outside == []
    # Chocques is not one of the 250 communes.
    here = sites[sites["basin"] == "north"]
    assert set(here["commune"]) - set(outlines.index) == {"Chocques"}
    assert set(sites[sites["basin"] != "north"]["commune"]).isdisjoint(outlines.index)


def test_sites_named_after_a_heap_are_tied_to_it(sites, frames):
    tied = sites[sites["heap"].notna()]
    assert set(tied["heap"]) == {"t113", "t205", "t74a"}
    assert tied["heap"].isin(frames["slag_heaps"].index).all()
    on = tied[tied["precision"] == "heap"]
    assert set(on["heap"]) == {"t113", "t205", "t74a"}
    assert all(frames["slag_heaps"].geometry[row.heap].distance(row.geometry) < 1e-3 for row in on.itertuples())


def test_names_that_look_like_addresses_are_not_passed_on(sites):
    names = sites["installation_names"].dropna().str.split("; ").explode()
    assert not names.str.contains("rue", case=False).any()
    assert names.str.contains("PZC1").any()


def test_a_concession_that_the_annex_does_not_state_is_blank(sites):
    here = sites[(sites["basin"] == "north") & sites["concession"].isna()]
    assert set(here["commune"]) == {"Hénin-Beaumont"}


@pytest.mark.parametrize("lang", ["fr", "en", "pt"])
def test_a_watched_place_is_not_called_polluted_and_2014_is_said(lang):
    layer = CATALOG["after_mine_sites"]
    told = layer.description(lang)
    assert {"fr": "n’est pas un lieu pollué", "en": "is not a polluted one", "pt": "não é um lugar poluído"}[
        lang
    ] in told
    assert "2014" in layer.title(lang)
    assert layer.source.valid == "2014-01-01"


def test_a_licence_that_is_presumed_says_so():
    for layer, word in (("after_mine_sites", "to be confirmed"), ("tailings_dams", "to be confirmed")):
        assert word in CATALOG[layer].source.legal_note("en")
    assert CATALOG["tailings_dams"].licence == "LicenseRef-ANM-facts"


def test_the_register_has_321_dams_of_2026_and_350_of_2022(dams):
    assert dams["state_2026"].value_counts().to_dict() == {
        "active": 208,
        "decommissioning": 73,
        "inactive": 39,
        "under_construction": 1,
        "not_listed": 52,
    }
    assert dams["state_2022"].value_counts().to_dict() == {
        "active": 240,
        "inactive": 101,
        "decommissioning": 6,
        "under_construction": 3,
        "not_listed": 23,
    }


def test_emergency_levels_of_both_dates(dams):
    listed = {"none", "not_listed"}
    now = {code: n for code, n in Counter(dams["emergency_2026"]).items() if code not in listed}
    then = {code: n for code, n in Counter(dams["emergency_2022"]).items() if code not in listed}
    assert now == {"level_3": 1, "level_2": 5, "level_1": 12, "alert": 8}
    assert then == {"level_3": 4, "level_2": 10, "level_1": 56}


def test_what_changed_in_four_years(dams):
    assert dams["change"].value_counts().to_dict() == {
        "same": 213,
        "decommissioning_begun": 71,
        "left": 52,
        "new": 23,
        "stopped": 8,
        "restarted": 5,
        "in_service": 1,
    }
    both = dams[(dams["state_2022"] != "not_listed") & (dams["state_2026"] != "not_listed")]
    assert len(both) == 298
    assert both["emergency_change"].value_counts().to_dict() == {"same": 238, "lowered": 54, "raised": 6}
    assert dams["emergency_change"].isna().sum() == 75


def test_upstream_and_unknown_are_not_read_as_upstream(dams):
    assert (dams["method_2026"] == "upstream").sum() == 26
    assert (dams["method_2022"] == "upstream_or_unknown").sum() == 45
    assert "upstream" not in set(dams["method_2022"].dropna())


def test_decommissioning_has_phase_solution_and_dates(dams):
    assert dams["decommissioning_phase"].value_counts().to_dict() == {
        "detailed_design": 57,
        "basic_design": 9,
        "concept": 6,
        "not_stated": 2,
    }
    assert dams["decommissioning_solution"].value_counts().to_dict() == {
        "structure_remains": 56,
        "tailings_removed": 17,
        "other": 1,
    }
    assert dams[["works_start", "works_end", "monitoring_start"]].notna().sum().to_list() == [52, 20, 16]
    assert dams["works_end"].dropna().between("2022-03-11", "2025-12-10").all()


def test_differences_are_those_of_the_two_dates_and_blank_where_one_is(dams):
    known = dams["height_m"].notna() & dams["height_2022_m"].notna()
    assert dams["height_change_m"].notna().equals(known)
    change = dams["height_m"] - dams["height_2022_m"]
    pd.testing.assert_series_equal(dams["height_change_m"], change.round(2), check_names=False)
    left = dams["change"] == "left"
    assert dams.loc[left, ["height_m", "volume_m3", "method_2026"]].isna().all().all()


def test_no_person_is_named_among_the_companies(dams):
    companies = pd.concat([dams["company"], dams["company_2022"]]).dropna()
    firm = r"(?i)\b(?:ltda|cia|s\.?a\.?|s/a|eireli|companhia|recuperacao|ltda\.? filial|mineracao|inb)\b"
    assert companies[~companies.str.contains(firm)].to_list() == []


def test_every_dam_lies_in_the_box_of_minas_gerais(dams):
    assert dams.geometry.x.between(-51.1, -39.8).all()
    assert dams.geometry.y.between(-22.95, -14.2).all()


def test_on_the_timeline_only_what_left_the_register_ends(dams, atlas):
    assert dams["last_listed_year"].value_counts().to_dict() == {2022: 52}
    view = View(layers=("tailings_dams",))
    years = count_years(view, atlas)["layers"][0]
    assert years["ends"] == [(2022, 52)]
    assert (years["unknown_start"], years["unknown_end"]) == (52 + 5, 0)
    shown = {year: row_mask("tailings_dams", replace(view, year=year), atlas) for year in (2022, 2023)}
    assert set(dams.index[shown[2022] & ~shown[2023]]) == set(dams.index[dams["change"] == "left"])
    standing = count_standing(replace(view, year=2025), atlas)[0]
    # Five of the 321 have no start of operation, one of them is not finished.
    assert (standing["standing"], standing["unsure"]) == (316, 5)
