import numpy as np
import pytest

from atlas.analysis.network.joins import JOINED
from atlas.analysis.network.mining_towns import mining_evidence
from atlas.analysis.network.pairings import pair
from atlas.analysis.network.surroundings import basins_of, heritage_of


@pytest.fixture(scope="module")
def kept(frames):
    return {layer: np.ones(len(frames[layer]), dtype=bool) for layer in JOINED}


def test_a_need_lists_the_ties_of_the_projects_on_it(frames, kept):
    projects = frames["projects"]
    on_it = set(projects.index[projects["themes"].str.contains("economic_development", na=False)])
    found = pair(frames, kept, ("economic_development",))
    edges, members = frames["partnerships"], frames["municipal_partners"]
    members = members[members["role"] == "partner"]
    expected = [*edges.index[edges["project"].isin(on_it)], *members.index[members["project"].isin(on_it)]]
    assert sorted(found.index) == sorted(expected)
    assert set(found["project"]) <= on_it


def test_towns_come_before_countries_and_a_country_is_said_to_be_one(frames, kept):
    found = pair(frames, kept, ("economic_development",))
    assert found["kind"].iloc[0] == "municipality"
    assert found["rank"].is_monotonic_increasing
    assert (found["named"] == (found["kind"] != "country")).all()
    assert found["kind"].iloc[-1] == "country"


def test_who_answers_two_needs_comes_first(frames, kept):
    found = pair(frames, kept, ("soil_clean_up", "biodiversity"))
    assert found["themes"].map(len).is_monotonic_decreasing
    assert found["project"].iloc[0] == "p48"


def test_a_need_that_nobody_worked_on_is_an_empty_list(frames, kept):
    assert pair(frames, kept, ()).empty


def test_a_twin_is_a_mining_town_where_a_layer_says_so(frames):
    places = frames["partner_cities"].loc[["herne_deu", "gliwice_pol", "hastings_gbr", "lazy_pol"]]
    found = mining_evidence(places, frames)
    assert found.loc["herne_deu"].to_dict() == {
        "basin": True,
        "closed_mine": False,
        "mine": False,
        "world_heritage": False,
    }
    assert found.loc["gliwice_pol", ["basin", "closed_mine"]].all()
    assert not found.loc["hastings_gbr"].any()
    assert not found.loc["lazy_pol"].any()


def test_a_partner_leads_to_its_basin(frames):
    assert basins_of("karvina_cze", frames).to_dict() == {"ostrava_karvina": "inside"}
    assert "upper_silesia" in basins_of("wojewodztwo_slaskie_pol", frames).index
    assert set(basins_of("bresil_bra", frames)) == {"country"}
    assert basins_of("lazy_pol", frames).empty
    assert "nord_pas_de_calais" not in basins_of("lievin_fra", frames).index


def test_a_partner_leads_to_its_world_heritage(frames):
    assert heritage_of("mines_de_falun_swe", frames) == ["1027"]
    assert "975" in heritage_of("herne_deu", frames)
    assert set(heritage_of("pologne_pol", frames)) >= {"32"}
    assert heritage_of("portugal_prt", frames) == []
    assert heritage_of("lazy_pol", frames) == []
