"""A link with thousands of mistakes is read as fast as one with a few: no more of them are explained."""

import pytest

from atlas.errors import LayerDataError
from atlas.scene.query import compare_parameters, link_parts, permalink, row_masks, validate_view
from atlas.scene.query.link_parts import MOST_MISTAKES
from atlas.scene.query.permalink import parse_permalink


@pytest.fixture
def explained(monkeypatch):
    """Return the list of what was compared with all that is known."""
    values = []

    def count(value, *_, **__):
        values.append(value)
        return ""

    for module in (permalink, row_masks, validate_view, compare_parameters):
        monkeypatch.setattr(module, "nearest", count)
    return values


@pytest.mark.parametrize(
    "link", ["&".join(f"key{n}=1" for n in range(3000)), "&".join(f"slag_heaps{n}=" for n in range(3000))]
)
def test_unknown_keys_are_explained_up_to_a_bound_and_take_nothing_away(link, explained):
    view, problems = parse_permalink(f"?{link}&lang=pt&year=1900&slag_heaps.form=flat")
    assert len(explained) == MOST_MISTAKES
    assert len(problems) == MOST_MISTAKES + 1
    assert problems[-1].named["count"] == 3000 - MOST_MISTAKES
    assert (view.lang, view.year, len(view.filters)) == ("pt", 1900, 1)


@pytest.mark.parametrize(
    "parameter", ["territory=x{}", "compare=x{}", "detail=x{}:1", "layers=x{}", "slag_heaps.x{}=1", "ind=x{}"]
)
def test_unknown_values_are_explained_up_to_a_bound(parameter, explained, atlas):
    link = "&".join(parameter.format(number) for number in range(600))
    view, unread = parse_permalink(f"?layers=slag_heaps&{link}")
    _, problems = validate_view.validate_view(view, atlas)
    assert not unread
    assert len(explained) <= MOST_MISTAKES
    assert len(problems) <= MOST_MISTAKES + 3


def test_layers_that_cannot_be_read_are_no_mistakes_of_the_link():
    def check(part):
        if part != "sound":
            raise LayerDataError("row_unknown", key="x", layer="x", value="x", nearest="x")

    problems = []
    assert link_parts.keep_valid([*map(str, range(50)), "sound"], check, problems, key="layers") == ("sound",)
    assert len(problems) == 50
