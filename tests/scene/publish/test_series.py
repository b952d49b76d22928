"""Which rows have a page in a series, and what they are called in its contents."""

import pytest

from atlas.scene.publish.series import series_rows
from atlas.scene.query.permalink import parse_permalink


def rows_of(link, by, atlas):
    view, problems = parse_permalink(link)
    assert problems == ()
    return series_rows(by, view, atlas)


@pytest.mark.parametrize(
    ("territory", "by", "count"),
    [("246200299", "communes", 14), ("62498", "communes", 1), ("62250", "intercommunalities", 1)],
)
def test_territories_that_only_touch_that_of_the_question_have_no_page(atlas, territory, by, count):
    assert len(rows_of(f"?lang=fr&territory={territory}", by, atlas)) == count


def test_pages_of_the_same_name_are_told_apart_in_the_contents(atlas):
    names = [name for _, name in rows_of("?lang=fr&layers=slag_heaps&slag_heaps.area_ha__gte=25", "slag_heaps", atlas)]
    assert len(set(names)) == len(names) == 14
    assert sum(name.startswith("10 d'Oignies · ") for name in names) == 2
