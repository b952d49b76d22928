"""A comparison as plain values in one language, for the page, the files and the report."""

from typing import TYPE_CHECKING, TypedDict

from atlas.analysis.indicators import Completeness, Direction, indicators_in
from atlas.catalog import in_language
from atlas.i18n import t
from atlas.scene.compare.choices import Option
from atlas.scene.compare.comparison import is_incomplete
from atlas.scene.compare.measures import (
    BOUNDS,
    definition_of,
    layers_of,
    measure_title,
    unit_text,
    write_bound,
    write_notes,
    write_value,
    write_without_unit,
)
from atlas.scene.compare.rank_rules import describe_overlaps, order_text
from atlas.scene.compare.sentences import MeasureText, write_sentences
from atlas.scene.query.compare_parameters import read_measure
from atlas.scene.query.formatting import write_version
from atlas.scene.query.territories import TerritoryName

if TYPE_CHECKING:
    from atlas.catalog import Catalog
    from atlas.scene.compare.comparison import Cell, Comparison, ComparisonLine


class CellMessage(TypedDict):
    """One value of one territory: as a number, with its unit (`text`) and without (`number`).

    `completeness`: whether the layers are complete there, so that the value compares; the texts of a bound say so.
    """

    value: float | None
    text: str
    number: str
    rank: int | None
    gap: float | None
    gap_text: str | None
    valid: int
    expected: int
    notes: list[str]
    completeness: Completeness


class LineMessage(TypedDict):
    """One measure across the territories; `extensive`: it can also be shown per inhabitant or as an amount.

    `rank_note` stands beside its ranks: which end has rank 1, or why there are none (`ranked` is false). `instead` is
    the measure to rank territories of different size by; None without one. `rules` holds in words, for each layer, the
    rule by which its rows belong to a territory.
    """

    id: str
    title: str
    definition: str
    rules: list[str]
    theme: str
    unit: str
    unit_text: str
    direction: Direction
    weight: float
    extensive: bool
    world: bool
    ranked: bool
    rank_note: str
    instead: Option | None
    cells: list[CellMessage]
    reference: CellMessage


class ComparedTerritory(TerritoryName):
    """A territory of a comparison and its level."""

    level: str


class ComparisonMessage(TypedDict):
    """A comparison in the words of one language; a credit is a licence, then its producers.

    `warnings`: territories that overlap, whose ranks are not independent.
    """

    territories: list[ComparedTerritory]
    reference: TerritoryName
    perimeter: Option
    norm: Option
    year: int
    lines: list[LineMessage]
    sentences: list[MeasureText]
    versions: list[str]
    warnings: list[str]
    credits: list[list[str]]


def describe_comparison(
    comparison: "Comparison", catalog: "Catalog", lang: str, versions: "tuple[tuple[str, str], ...]" = ()
) -> ComparisonMessage:
    """Return a comparison in words.

    Parameters
    ----------
    comparison
        The comparison.
    catalog
        Declarations.
    lang
        Language of the words.
    versions
        The chosen version of each contested figure, written on the page and in the files.
    """
    return {
        "territories": [
            {"id": territory, "name": comparison.names[territory], "level": comparison.levels[territory]}
            for territory in comparison.territories
        ],
        "reference": {"id": comparison.reference, "name": comparison.names[comparison.reference]},
        "perimeter": {"id": comparison.perimeter, "title": t(f"perimeter.{comparison.perimeter}", lang)},
        "norm": {"id": comparison.norm, "title": t(f"norm.{comparison.norm}", lang)},
        "year": comparison.year,
        "lines": [describe_line(line, catalog, lang) for line in comparison.lines],
        "sentences": write_sentences(comparison, catalog, lang),
        "versions": _versions(versions, catalog, lang),
        "warnings": describe_overlaps(comparison.overlaps, comparison.names, lang),
        "credits": _credits(comparison, catalog, lang),
    }


def describe_line(line: "ComparisonLine", catalog: "Catalog", lang: str) -> LineMessage:
    """Return one measure with its cells in words."""
    declared = indicators_in(catalog)[line.measure.indicator]
    return {
        "id": line.measure.id,
        "title": measure_title(line.measure, catalog, lang),
        "definition": definition_of(declared.id, catalog, lang),
        "rules": [
            f"{catalog[layer].title(lang)}{t('value.is', lang)}{t(f'counting_rule.{rule}', lang)}"
            for layer, rule in line.measure.rules
        ],
        "theme": declared.theme,
        "unit": line.unit,
        "unit_text": unit_text(line.unit, lang),
        "direction": line.measure.direction,
        "weight": line.weight,
        "extensive": line.measure.extensive,
        "world": declared.world,
        "ranked": line.ranked,
        "rank_note": _rank_note(line, lang),
        "instead": _instead(line, catalog, lang),
        "cells": [_cell(cell, line.unit, catalog, lang) for cell in line.cells],
        "reference": _cell(line.reference, line.unit, catalog, lang),
    }


def _rank_note(line: "ComparisonLine", lang: str) -> str:
    """Return which end of a measure has rank 1, or why its values have no rank."""
    if not line.ranked:
        return t("compare.amount", lang)
    return t("compare.incomplete", lang) if is_incomplete(line) else order_text(line.measure, lang)


def _instead(line: "ComparisonLine", catalog: "Catalog", lang: str) -> Option | None:
    """Return the measure that ranks territories of different size in place of an amount.

    None for a measure that the normalisation alone makes an amount.
    """
    if line.measure.instead is None:
        return None
    measure = read_measure(line.measure.instead, catalog).measure
    return {"id": measure.id, "title": measure_title(measure, catalog, lang)}


def _cell(cell: "Cell", unit: str, catalog: "Catalog", lang: str) -> CellMessage:
    gap = None
    if cell.gap is not None:
        of_gap = {"decade": "years", "share": "percentage points"}.get(unit, unit)
        percent = 100 if unit == "share" else 1
        amount = percent * cell.gap
        sign = "+" if amount > 0 else "\u2212" if amount < 0 else "±"
        gap = sign + write_without_unit(abs(amount), of_gap, lang, percent * cell.spread)
    return {
        "value": cell.value,
        "text": write_bound(write_value(cell.value, unit, lang, cell.spread), cell.completeness, lang),
        "number": BOUNDS.get(cell.completeness, "") + write_without_unit(cell.value, unit, lang, cell.spread),
        "rank": cell.rank,
        "gap": cell.gap,
        "gap_text": gap,
        "valid": cell.valid,
        "expected": cell.expected,
        "notes": write_notes(cell.notes, catalog, lang),
        "completeness": cell.completeness,
    }


def _versions(versions: "tuple[tuple[str, str], ...]", catalog: "Catalog", lang: str) -> list[str]:
    figures = {key: figure for layer in catalog.values() for key, figure in layer.figures.items()}
    texts = []
    for figure, choice in versions:
        version = figures[figure].versions[choice]
        value = write_version(version.value, figures[figure].unit, lang)
        texts.append(f"{figures[figure].title(lang)}{t('value.is', lang)}{value} ({in_language(version.source, lang)})")
    return texts


def _credits(comparison: "Comparison", catalog: "Catalog", lang: str) -> list[list[str]]:
    """Return the licences of the layers used, each followed by its producers."""
    by_licence: dict[str, dict[str, None]] = {}
    for layer in layers_of((line.measure for line in comparison.lines), catalog):
        for _, source in catalog[layer].files:
            if names := source.producer_names(lang):
                by_licence.setdefault(t(f"licence.{source.licence}", lang), {})[names] = None
    return [[licence, *producers] for licence, producers in by_licence.items()]
