import itertools
from collections import Counter

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from atlas.analysis.network.families import FAMILIES, main_family
from atlas.analysis.network.joins import JOINED, arcs, join, share_themes, split, ties


def everything(frames):
    return {layer: np.ones(len(frames[layer]), dtype=bool) for layer in JOINED}


def kept_of(frames, *, ties_required=False, without_twinnings=False, **alone):
    return join(frames, everything(frames) | alone, ties_required=ties_required, without_twinnings=without_twinnings)


def test_what_nothing_is_asked_of_is_kept_whole(frames):
    kept = kept_of(frames)
    assert all(mask.all() for mask in kept.values())
    assert {layer: len(mask) for layer, mask in kept.items()} == {layer: len(frames[layer]) for layer in JOINED}


def test_a_theme_keeps_its_projects_their_ties_and_the_places_they_lead_to(frames):
    projects, edges, members = (frames[layer] for layer in ("projects", "partnerships", "municipal_partners"))
    asked = projects["themes"].str.contains(r"\bgeology\b", na=False)
    kept = kept_of(frames, projects=asked.to_numpy(dtype=bool), without_twinnings=True)
    ids = set(projects.index[asked])
    assert set(projects.index[kept["projects"]]) == ids == {"p10", "p51"}
    assert set(edges.index[kept["partnerships"]]) == set(edges.index[edges["project"].isin(ids)])
    places = {*edges["place"][edges["project"].isin(ids)], *members["place"][members["project"].isin(ids)]}
    assert set(frames["partner_cities"].index[kept["partner_cities"]]) == places
    assert not kept["twinnings"].any()


def test_a_country_keeps_the_projects_with_a_partner_there_and_those_partners_only(frames):
    edges = frames["partnerships"]
    there = (edges["country"] == "JPN").to_numpy(dtype=bool)
    members = (frames["municipal_partners"]["country"] == "JPN").to_numpy(dtype=bool)
    kept = kept_of(frames, partnerships=there, municipal_partners=members, ties_required=True)
    assert set(edges["country"][kept["partnerships"]]) == {"JPN"}
    assert set(frames["projects"].index[kept["projects"]]) == set(edges["project"][there])


def test_a_place_keeps_the_ties_that_lead_there(frames):
    places = frames["partner_cities"]
    kept = kept_of(frames, partner_cities=np.asarray(places.index == "herne_deu"), ties_required=True)
    assert places.index[kept["partner_cities"]].tolist() == ["herne_deu"]
    assert set(frames["twinnings"]["commune_name"][kept["twinnings"]]) == {"Billy-Montigny", "Hénin-Beaumont", "Lens"}
    assert not kept["projects"].any()


def test_a_region_or_country_is_drawn_when_its_place_is_kept(frames):
    kept = kept_of(frames)
    assert kept["partner_areas"].sum() == 56
    none = kept_of(frames, projects=np.zeros(61, dtype=bool), without_twinnings=True)
    assert not none["partner_areas"].any()


@settings(deadline=None, derandomize=True, max_examples=25)
@given(data=st.data())
def test_joining_again_changes_nothing_and_no_tie_is_kept_without_its_project(data, frames):
    alone = {
        layer: np.array(data.draw(st.lists(st.booleans(), min_size=len(frames[layer]), max_size=len(frames[layer]))))
        for layer in ("projects", "partnerships")
    }
    kept = kept_of(frames, ties_required=True, **alone)
    again = kept_of(frames, ties_required=True, **{layer: kept[layer] for layer in alone})
    assert all((kept[layer] == again[layer]).all() for layer in JOINED)
    ids = set(frames["projects"].index[kept["projects"]])
    assert set(frames["partnerships"]["project"][kept["partnerships"]]) <= ids
    assert all((kept[layer] <= everything(frames)[layer]).all() for layer in JOINED)


def test_an_arc_is_as_wide_as_its_projects_are_many(frames):
    edges, members = frames["partnerships"], frames["municipal_partners"]
    pairs = {
        *zip(edges["place"], edges["project"], strict=True),
        *zip(members["place"], members["project"], strict=True),
    }
    expected = Counter(place for place, _ in pairs if isinstance(place, str))
    found = arcs(frames, kept_of(frames))
    assert found["count"].to_dict() == expected
    assert found.loc["wojewodztwo_slaskie_pol", "projects"] == ("p02", "p04", "p16", "p17", "p18")
    assert found["count"].max() == 5


def test_an_arc_has_no_last_year_while_the_end_of_a_tie_is_not_known(frames):
    found = arcs(frames, kept_of(frames))
    assert found.loc["irlande_irl", ["first_year", "last_year"]].tolist() == [2002, 2005]
    assert found.loc["minas_gerais_bra", "first_year"] == 2009
    assert found["last_year"].isna()["minas_gerais_bra"]


def test_the_family_of_an_arc_is_that_of_most_of_its_projects(frames):
    projects, found = frames["projects"], arcs(frames, kept_of(frames))
    assert set(found["family"].dropna()) <= set(FAMILIES)
    assert len(FAMILIES) == 6
    for _, arc in found.iterrows():
        counts = projects["family"][list(arc["projects"])].value_counts()
        assert counts[arc["family"]] == counts.max()


@pytest.mark.parametrize(
    ("named", "main"),
    [([], None), (["land"], "land"), (["people", "land"], "people"), (["people", "land", "land"], "land")],
)
def test_the_main_family_is_named_most_often_then_first(named, main):
    assert main_family(named) == main


def test_partners_share_themes_symmetrically(frames):
    found = arcs(frames, kept_of(frames))
    shared = {place: share_themes(found, place) for place in ("minas_gerais_bra", "ruhrgebiet_deu", "karvina_cze")}
    for (one, table), (other, back) in itertools.permutations(shared.items(), 2):
        assert (other in table.index) == (one in back.index)
    table = shared["minas_gerais_bra"]
    assert table.loc["ruhrgebiet_deu", "shared"] == ("brownfield_reuse", "soil_clean_up", "research")
    assert table["count"].min() >= 2
    assert table["count"].is_monotonic_decreasing


def test_places_of_seminars_are_no_ties(frames):
    found = ties(frames, kept_of(frames))
    assert len(found) == 153 + 23
    assert {"Ostrava", "Oviedo", "Tychy", "Lewarde"}.isdisjoint(found["partner"])


def test_a_cell_is_split_into_its_values():
    assert split("a; b;c") == ("a", "b", "c")
    assert split(None) == split(float("nan")) == ()
