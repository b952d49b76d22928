"""What a link compares: errors of its parts, its round trip, weights of measures."""

import pytest

from atlas.scene.query import validate_compare
from atlas.scene.query.compare_parameters import read_measure
from atlas.scene.query.permalink import parse_permalink, to_permalink
from atlas.scene.query.validate_view import validate_view
from tests.scene.compare.compared import LENS


def read_link(link, atlas):
    view, unread = parse_permalink(link)
    valid, invalid = validate_view(view, atlas)
    return valid, [problem.key for problem in (*unread, *invalid)]


@pytest.mark.parametrize(
    ("link", "problem"),
    [
        ("?compare=nowhere", "territory_unknown"),
        ("?compare=drawn", "outline_not_drawn"),
        ("?ref=nowhere", "territory_unknown"),
        ("?ref=intercommunality", "territory_unknown"),
        ("?ind=beauty", "indicator_unknown"),
        ("?ind=heap_density.colour", "indicator_unknown"),
        ("?ind=heap_density:much", "weight_wrong"),
        ("?ind=heap_density:-1", "weight_wrong"),
        ("?perimeter=moon", "value_unknown"),
        ("?perimeter=drawn", "outline_not_drawn"),
        ("?norm=beauty", "value_unknown"),
        ("?way=dance", "value_unknown"),
        ("?detail=maps.colour:red", "value_unknown"),
        ("?detail=maps.kind:round", "value_unknown"),
        ("?detail=scatter.x:beauty", "indicator_unknown"),
        ("?detail=size.over:atlantis", "territory_unknown"),
        ("?detail=clock.at:soon", "number_wrong"),
        ("?detail=maps", "form_wrong"),
    ],
)
def test_an_invalid_part_gives_an_error_and_the_rest_is_kept(link, problem, atlas):
    view, problems = read_link(f"{link}&compare={LENS}", atlas)
    assert problems == [problem]
    assert view.compare == (LENS,)


def test_too_many_territories_are_cut_with_an_error(atlas, monkeypatch):
    monkeypatch.setattr(validate_compare, "MOST_TERRITORIES", 8)
    ids = list(atlas.frames["communes"].index[:9])
    view, problems = read_link("?" + "&".join(f"compare={territory}" for territory in ids), atlas)
    assert (view.compare, problems) == (tuple(ids[:8]), ["too_many"])


def test_a_comparison_round_trips_through_its_link(atlas):
    link = f"?mode=compare&compare={LENS}&compare=basin&ref=median&ind=heap_density:2&ind=heap_to_network_m.waterway"
    view, problems = read_link(link + "&perimeter=property&norm=population&version=basin_area:public_pages", atlas)
    assert problems == []
    assert parse_permalink(to_permalink(view))[0] == view


def test_a_weight_comes_with_its_measure():
    chosen = read_measure("equivalent_connectivity_ha.250_m:2.5", {})
    assert (chosen.measure.id, chosen.weight) == ("equivalent_connectivity_ha.250_m", 2.5)
