"""Indicators of a portrait: those of a comparison, for one territory beside the whole basin."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from atlas.catalog import in_language
from atlas.scene.compare.comparison import compare, reference_of
from atlas.scene.compare.measures import layers_of, measure_title, write_value
from atlas.scene.query.compare_parameters import BASIN
from atlas.scene.query.formatting import write_number
from atlas.scene.query.territories import HOME_BASIN

if TYPE_CHECKING:
    from atlas.catalog import Catalog
    from atlas.io.atlas import Atlas
    from atlas.scene.compare.comparison import ComparisonLine
    from atlas.scene.query.view import View


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
    """

    title: str
    value: str
    beside: str
    coverage: str
    source: str


def portrait_figures(territory: str, view: "View", atlas: "Atlas") -> tuple[tuple[PortraitFigure, ...], str]:
    """Return the indicators of a territory that have a value, and the name of the reference beside them."""
    compared = replace(view, compare=(territory,), territory=())
    comparison = compare(compared, atlas)
    beside = territory != HOME_BASIN and reference_of(compared, atlas) == BASIN
    known = [line for line in comparison.lines if line.cells[0].value is not None]
    figures = tuple(_figure(line, atlas.catalog, view.lang, beside=beside) for line in known)
    return figures, comparison.names[comparison.reference] if beside else ""


def _figure(line: "ComparisonLine", catalog: "Catalog", lang: str, *, beside: bool) -> PortraitFigure:
    cell = line.cells[0]
    files = [source for layer in layers_of((line.measure,)) for _, source in catalog[layer].files]
    producers = dict.fromkeys(
        part.strip() for source in files for part in in_language(source.producer, lang).split(";")
    )
    return PortraitFigure(
        title=measure_title(line.measure, catalog, lang),
        value=write_value(cell.value, line.unit, lang),
        beside=write_value(line.reference.value, line.unit, lang) if beside else "",
        coverage=f"{write_number(cell.valid, lang)} / {write_number(cell.expected, lang)}" if cell.expected else "",
        source=", ".join(producers),
    )
