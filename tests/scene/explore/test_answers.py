"""The answers of a question as a list."""

from atlas.scene.explore.answers import list_answers
from atlas.scene.query.permalink import parse_permalink

NEAR = (
    "?lang=en&layers=slag_heaps&layers=green_corridors&slag_heaps.area_ha__gte=10&slag_heaps.state=remaining_in_part"
    "&near=slag_heaps:green_corridors:500&territory=246200364"
)


def test_answers_have_what_is_asked_about_distances_and_shares(atlas):
    (group,) = list_answers(parse_permalink(NEAR)[0], atlas)["groups"]
    assert group["count"] == len(group["rows"]) == 4
    titles = [title for title, _ in group["rows"][0]["facts"]]
    assert titles == ["Area", "State", "Former mine railway", "Inside the selection"]
    areas = [float(row["facts"][0][1].split("\u00a0")[0]) for row in group["rows"]]
    assert areas == sorted(areas, reverse=True)
    heap = next(row for row in group["rows"] if row["id"] == "t76")
    assert [text for _, text in heap["facts"][2:]] == ["at\u00a024\u00a0m", "100\u00a0%"]


def test_what_the_layers_lack_is_said(atlas):
    assert len(list_answers(parse_permalink(NEAR)[0], atlas)["gaps"]) == 2


def test_of_many_the_first_are_listed_and_all_are_counted(atlas):
    view, _ = parse_permalink("?layers=slag_heaps&slag_heaps.state=not_verified")
    (group,) = list_answers(view, atlas, most=5)["groups"]
    assert (group["count"], len(group["rows"]), group["unplaced"]) == (172, 5, 6)


def test_the_nearest_come_first_where_no_number_is_asked_about(atlas):
    view, _ = parse_permalink("?lang=en&layers=mine_shafts&near=mine_shafts:blue_corridors:300")
    (group,) = list_answers(view, atlas)["groups"]
    metres = [row["facts"][0][1] for row in group["rows"]]
    assert metres == sorted(metres, key=lambda text: int("".join(c for c in text if c.isdigit()) or 0))
