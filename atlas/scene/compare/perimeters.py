"""Effect of the perimeter: the findings of a comparison that another perimeter reverses."""

import itertools
import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypedDict

from atlas.errors import ViewError
from atlas.i18n import t
from atlas.scene.compare.comparison import Comparison, compare
from atlas.scene.compare.measures import measure_title, write_apart
from atlas.scene.query.compare_parameters import PERIMETERS, Perimeter

if TYPE_CHECKING:
    from atlas.io.atlas import Atlas
    from atlas.scene.compare.comparison import Cell
    from atlas.scene.query.view import View

# Values that differ by less are equal: the last digits depend on the projection.
_EQUAL = 1e-9
# Every territory is compared with every other, measure by measure: with more it takes minutes.
MOST_PAIRED = 100


@dataclass(frozen=True, slots=True)
class Finding:
    """One territory has a greater value than another, or than the reference.

    Attributes
    ----------
    measure
        Id of the measure.
    more, less
        The two territories; the reference of the comparison may be one of them.
    values
        Their values, in that order.
    """

    measure: str
    more: str
    less: str
    values: tuple[float, float]

    @property
    def sides(self) -> tuple[str, str]:
        """The territory with more, and the one with less."""
        return self.more, self.less


@dataclass(frozen=True, slots=True)
class Reversal:
    """A finding that another perimeter reverses."""

    before: Finding
    after: Finding


@dataclass(frozen=True, slots=True)
class PerimeterEffect:
    """What another perimeter changes in the findings of a comparison.

    Attributes
    ----------
    perimeter
        The other perimeter.
    kept
        Number of findings that hold.
    flips
        Findings that are reversed.
    lost
        Number of findings whose values are unknown or equal within it.
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


def compare_perimeters(view: "View", atlas: "Atlas") -> tuple[PerimeterEffect, ...]:
    """Repeat a comparison within every other perimeter and return which findings each of them reverses.

    Parameters
    ----------
    view
        One that `validate_view` has passed. A drawn outline, if any, counts as a perimeter.
    atlas
        Declarations and rows.

    Raises
    ------
    ViewError
        There are more territories than can be compared pair by pair.
    """
    now = compare(view, atlas)
    if len(now.territories) > MOST_PAIRED:
        raise ViewError("perimeters_many", key="compare", count=len(now.territories), most=MOST_PAIRED)
    before = list_findings(now)
    # The measures of another perimeter are those compared now, whether or not they are complete there.
    same = replace(view, ind=view.ind or tuple(line.measure.id for line in now.lines))
    others = [other for other in PERIMETERS if other != now.perimeter and (other != "drawn" or view.select)]
    after = {other: list_findings(compare(replace(same, perimeter=other), atlas)) for other in others}
    return tuple(_effect(other, before, found) for other, found in after.items())


def describe_perimeters(view: "View", atlas: "Atlas") -> list[PerimeterMessage]:
    """Describe in words what every other perimeter changes."""
    comparison, lang = compare(view, atlas), view.lang
    lines = {line.measure.id: line for line in comparison.lines}
    names = comparison.names

    def sides(found: Finding) -> tuple[str, str]:
        line = lines[found.measure]
        wide = max(cell.spread for cell in (*line.cells, line.reference))
        more, less = write_apart(found.values, line.unit, lang, wide)
        return f"{names[found.more]} ({more})", f"{names[found.less]} ({less})"

    return [
        {
            "id": effect.perimeter,
            "title": t(f"perimeter.{effect.perimeter}", lang),
            "kept": effect.kept,
            "lost": effect.lost,
            "flips": [
                {
                    "measure": flip.before.measure,
                    "title": measure_title(lines[flip.before.measure].measure, atlas.catalog, lang),
                    "sides": flip.before.sides,
                    "before": sides(flip.before),
                    "after": sides(flip.after),
                }
                for flip in effect.flips
            ],
        }
        for effect in compare_perimeters(view, atlas)
    ]


def list_findings(comparison: Comparison) -> dict[tuple[str, str, str], Finding]:
    """Return every finding of a comparison, by measure and pair of territories, the two in alphabetical order."""
    return {
        (found.measure, min(found.more, found.less), max(found.more, found.less)): found
        for line in comparison.lines
        for found in _line_findings(
            line.measure.id,
            {territory: _comparable(cell) for territory, cell in zip(comparison.territories, line.cells, strict=True)}
            | {comparison.reference: _comparable(line.reference)},
        )
    }


def _comparable(cell: "Cell") -> float | None:
    """Return a value that is not a bound: where a layer is not complete nothing is found."""
    return cell.value if cell.completeness == "complete" else None


def _line_findings(measure: str, values: dict[str, float | None]) -> Iterator[Finding]:
    for (first, a), (second, b) in itertools.combinations(values.items(), 2):
        if a is None or b is None or math.isclose(a, b, rel_tol=_EQUAL, abs_tol=_EQUAL):
            continue
        yield Finding(measure, first, second, (a, b)) if a > b else Finding(measure, second, first, (b, a))


def _effect(
    perimeter: Perimeter, before: dict[tuple[str, str, str], Finding], after: dict[tuple[str, str, str], Finding]
) -> PerimeterEffect:
    shared = [key for key in before if key in after]
    flips = tuple(Reversal(before[key], after[key]) for key in shared if before[key].more != after[key].more)
    return PerimeterEffect(perimeter, len(shared) - len(flips), flips, len(before) - len(shared))
