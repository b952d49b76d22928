"""Indicators of a portrait: those of a comparison, for one territory beside the whole basin."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from atlas.analysis.indicators import GAP
from atlas.i18n import t
from atlas.scene.compare.comparison import compare, is_international, reference_of
from atlas.scene.compare.measures import (
    layers_of,
    measure_title,
    portrait_measures,
    write_bound,
    write_notes,
    write_value,
)
from atlas.scene.query.compare_parameters import BASIN
from atlas.scene.query.formatting import write_number
from atlas.scene.query.territories import HOME_BASIN

if TYPE_CHECKING:
    from atlas.catalog import Catalog
    from atlas.io.atlas import Atlas
    from atlas.scene.compare.comparison import Cell, ComparisonLine
    from atlas.scene.query.view import View


_NOTES = {"blank": "note.incomplete", "listed": "note.listed"}


@dataclass(frozen=True, slots=True)
class PortraitFigure:
    """One indicator of a territory.

    Attributes
    ----------
    title, value
        Title, and the value written with its unit.
    beside
        The value of the reference; "" without one.
    coverage
        Number of known values, of the number expected.
    source
        Producers of the layers it reads.
    note
        That the value is of the listed rows only, or why there is none; "" otherwise.
    gaps
        What is missing in the layers that are not complete in the territory.
    """

    title: str
    value: str
    beside: str
    coverage: str
    source: str
    note: str = ""
    gaps: tuple[str, ...] = ()


def portrait_figures(territory: str, view: "View", atlas: "Atlas") -> tuple[tuple[PortraitFigure, ...], str]:
    """Return the indicators of a territory, and the name of the reference beside them.

    One without a value is shown only if a layer that is not complete there is the reason.
    """
    international = is_international((territory,), atlas)
    compared = replace(
        view, compare=(territory,), territory=(), ind=portrait_measures(atlas, international=international)
    )
    comparison = compare(compared, atlas)
    beside = territory != HOME_BASIN and reference_of(compared, atlas) == BASIN
    known = [line for line in comparison.lines if _is_shown(line.cells[0])]
    figures = tuple(_figure(line, atlas.catalog, view.lang, beside=beside) for line in known)
    return figures, comparison.names[comparison.reference] if beside else ""


def _is_shown(cell: "Cell") -> bool:
    return cell.value is not None or cell.completeness == "blank"


def _figure(line: "ComparisonLine", catalog: "Catalog", lang: str, *, beside: bool) -> PortraitFigure:
    cell = line.cells[0]
    files = [source for layer in layers_of((line.measure,), catalog) for _, source in catalog[layer].files]
    producers = dict.fromkeys(name for source in files for name in source.producers(lang))
    return PortraitFigure(
        title=measure_title(line.measure, catalog, lang),
        value=_value(cell, line.unit, lang),
        beside=_value(line.reference, line.unit, lang) if beside else "",
        coverage=f"{write_number(cell.valid, lang)} / {write_number(cell.expected, lang)}" if cell.expected else "",
        source=", ".join(producers),
        note=t(_NOTES[cell.completeness], lang) if cell.completeness in _NOTES else "",
        gaps=tuple(write_notes([note for note in cell.notes if note.startswith(GAP)], catalog, lang)),
    )


def _value(cell: "Cell", unit: str, lang: str) -> str:
    return write_bound(write_value(cell.value, unit, lang, cell.spread), cell.completeness, lang)
