"""What if the perimeter changed: the findings of a comparison that turn round within another one."""

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypedDict

from atlas.i18n import t
from atlas.scene.compare.comparison import Comparison, compare
from atlas.scene.compare.measures import measure_title, write_value
from atlas.scene.query.compare_parameters import PERIMETERS, Perimeter

if TYPE_CHECKING:
    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import View

# Two values that differ by less are equal: the last digits are the projection's.
_EQUAL = 1e-9


@dataclass(frozen=True, slots=True)
class Finding:
    """That one territory has more of something than another, or than the reference.

    Attributes
    ----------
    measure
        Id of the measure.
    more, less
        The two territories; the reference of the comparison may be one of them.
    values
        Theirs, in that order.
    """

    measure: str
    more: str
    less: str
    values: tuple[float, float]

    @property
    def sides(self) -> tuple[str, str]:
        """The one that has more, and the one that has less."""
        return self.more, self.less


@dataclass(frozen=True, slots=True)
class Reversal:
    """A finding that turns round, with the values on both sides."""

    before: Finding
    after: Finding


@dataclass(frozen=True, slots=True)
class Turn:
    """What another perimeter does to the findings of a comparison.

    Attributes
    ----------
    perimeter
        The other one.
    kept
        How many findings hold.
    flips
        Those that turn round.
    lost
        How many can no longer be told, or are equal now.
    """

    perimeter: Perimeter
    kept: int
    flips: tuple[Reversal, ...]
    lost: int


class ReversalMessage(TypedDict):
    """A reversed finding in words: name and value of both sides, the greater first, before and after."""

    measure: str
    title: str
    sides: tuple[str, str]
    before: tuple[str, str]
    after: tuple[str, str]


class PerimeterMessage(TypedDict):
    """What another perimeter changes, in words."""

    id: str
    title: str
    kept: int
    lost: int
    flips: list[ReversalMessage]


def turn_perimeters(view: "View", atlas: "Atlas") -> tuple[Turn, ...]:
    """Compare again within every other perimeter, and say which findings of the present one turn round.

    Parameters
    ----------
    view
        One that `validate_view` has passed. The drawn outline is tried when there is one.
    atlas
        Declarations and rows.
    """
    now = compare(view, atlas)
    before = findings(now)
    others = [one for one in PERIMETERS if one != now.perimeter and (one != "drawn" or view.select)]
    return tuple(_turn(one, before, findings(compare(replace(view, perimeter=one), atlas))) for one in others)


def tell_turns(view: "View", atlas: "Atlas") -> list[PerimeterMessage]:
    """Describe in words what every other perimeter turns round."""
    comparison, lang = compare(view, atlas), view.lang
    lines = {line.measure.id: line for line in comparison.lines}
    names = comparison.names

    def said(found: Finding) -> tuple[str, str]:
        unit = lines[found.measure].unit
        more, less = (write_value(value, unit, lang) for value in found.values)
        return f"{names[found.more]} ({more})", f"{names[found.less]} ({less})"

    return [
        {
            "id": turn.perimeter,
            "title": t(f"perimeter.{turn.perimeter}", lang),
            "kept": turn.kept,
            "lost": turn.lost,
            "flips": [
                {
                    "measure": one.before.measure,
                    "title": measure_title(lines[one.before.measure].measure, atlas.catalog, lang),
                    "sides": one.before.sides,
                    "before": said(one.before),
                    "after": said(one.after),
                }
                for one in turn.flips
            ],
        }
        for turn in turn_perimeters(view, atlas)
    ]


def findings(comparison: Comparison) -> dict[tuple[str, str, str], Finding]:
    """Return every finding of a comparison, by measure and pair of territories in a fixed order."""
    return {
        (found.measure, min(found.more, found.less), max(found.more, found.less)): found
        for line in comparison.lines
        for found in _line_findings(
            line.measure.id,
            {one: cell.value for one, cell in zip(comparison.territories, line.cells, strict=True)}
            | {comparison.reference: line.reference.value},
        )
    }


def _line_findings(measure: str, values: dict[str, float | None]) -> Iterator[Finding]:
    for (one, a), (other, b) in itertools.combinations(values.items(), 2):
        if a is None or b is None or math.isclose(a, b, rel_tol=_EQUAL, abs_tol=_EQUAL):
            continue
        yield Finding(measure, one, other, (a, b)) if a > b else Finding(measure, other, one, (b, a))


def _turn(
    perimeter: Perimeter, before: dict[tuple[str, str, str], Finding], after: dict[tuple[str, str, str], Finding]
) -> Turn:
    shared = [key for key in before if key in after]
    flips = tuple(Reversal(before[key], after[key]) for key in shared if before[key].more != after[key].more)
    return Turn(perimeter, len(shared) - len(flips), flips, len(before) - len(shared))
