"""Tables in long format: a row for each place and variable become one column for each variable."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import pandas as pd
import pyarrow as pa

from atlas.io.imports.join.cells import as_texts, is_text, read_figures
from atlas.io.imports.join.figure_kinds import figure_kind, unit_of
from atlas.io.imports.join.name_keys import name_words, word_set

# Columns that one table may become.
_MOST = 200
_LEAST = 2
# Names of columns of figures that say nothing of what they count.
_VALUES = word_set("valeur valeurs value values val obs v n nombre nb figure chiffre donnee donnees data valor valores")
_UNITS = word_set("unite unites unit units unidade unidades")


@dataclass(frozen=True, slots=True, eq=False)
class PlacedRows:
    """The joined rows of a table: its columns, the place of each row, and its year where the table has years."""

    table: pa.Table
    places: Sequence[str]
    years: Sequence[Any] | None


def find_variables(rows: PlacedRows, *, apart: Sequence[str], wanted: str | None) -> tuple[str, ...]:
    """Return the columns whose values tell the rows of a place apart: one, or two together; none where there are none.

    Parameters
    ----------
    rows
        Rows, of which several are of one place; years tell them apart too.
    apart
        Columns that are no variables: of places, years and figures.
    wanted
        The column that the reader names.
    """
    table = rows.table
    keys = pd.DataFrame({"place": list(rows.places)} | ({"year": list(rows.years)} if rows.years is not None else {}))
    texts = {
        name: pd.Series(as_texts(table[name]))
        for name in ([wanted] if wanted else table.column_names)
        if name == wanted or (name not in apart and is_text(table[name]) and not _is_units(name))
    }
    few = {name: cells for name, cells in texts.items() if cells.notna().all() and _LEAST <= cells.nunique() <= _MOST}
    # The longest texts are words, not codes of them.
    order = sorted(few, key=lambda name: -few[name].str.len().mean())
    choices = [(name,) for name in order] + ([] if wanted else list(combinations(order, 2)))
    for names in choices:
        frame = keys.assign(**{f"variable {name}": few[name] for name in names})
        count = frame[[f"variable {name}" for name in names]].drop_duplicates().shape[0]
        if count <= _MOST and not frame.duplicated().any():
            return names
    return ()


def spread_rows(
    placed: PlacedRows,
    variables: tuple[str, ...],
    figures: Sequence[str],
    *,
    kinds: Mapping[str, str],
    decimal: str | None,
) -> tuple[pd.DataFrame, dict[str, str], dict[str, str]]:
    """Return one row for each place with a column for each variable, figure and year; kinds and units of the columns.

    Parameters
    ----------
    placed
        Rows, of which several are of one place.
    variables
        What `find_variables` found.
    figures
        Columns of figures.
    kinds
        Column → ``count`` or ``rate``, where the reader says so.
    decimal
        Decimal mark where the texts leave it open.
    """
    table, places = placed.table, placed.places
    named = zip(*(as_texts(table[name]) for name in variables), strict=True)
    labels = pd.Series([" ".join(part or "" for part in parts) for parts in named])
    dated = pd.Series(list(placed.years or ()), dtype=object)
    several = len(dated.dropna().unique()) > 1
    index = pd.Index(dict.fromkeys(places), name="place")
    found: dict[str, pd.Series[Any]] = {}
    own: dict[str, str] = {}
    units: dict[str, str] = {}
    for label in dict.fromkeys(labels):
        for figure in figures:
            title = _title(label, figure, alone=len(figures) == 1)
            rows = (labels == label).to_numpy()
            cells = read_figures(table[figure].filter(pa.array(rows)), decimal)
            unit = unit_of(title) or cells.unit or _unit_of_rows(table, rows)
            at = pd.Index([place for place, is_own in zip(places, rows, strict=True) if is_own])
            values = _numbers(cells.cells).set_axis(at)
            kind = kinds.get(title) or figure_kind(title, unit, values, whole=str(values.dtype) == "Int64")
            for year, part in _by_year(values, dated[rows] if several else None):
                name = title if year is None else f"{title} {year}"
                found[name] = part.reindex(index)
                own |= {name: kind} if kind else {}
                units |= {name: unit or ""} if kind else {}
    return pd.DataFrame(_shared(table, places, {*variables, *figures}) | found, index=index), own, units


def _title(label: str, figure: str, *, alone: bool) -> str:
    words = set(name_words(figure.replace("_", " ")))
    return label if alone and words and words <= _VALUES else f"{figure} {label}"


def _is_units(name: str) -> bool:
    return bool(set(name_words(name.replace("_", " "))) & _UNITS)


def _unit_of_rows(table: pa.Table, rows: Any) -> str | None:
    """Return the unit that a column of units gives some rows."""
    name = next((name for name in table.column_names if _is_units(name) and is_text(table[name])), None)
    stated = set(table[name].filter(pa.array(rows)).drop_null().to_pylist()) if name else set()
    return unit_of(f"x ({stated.pop()})") if len(stated) == 1 else None


def _numbers(cells: pa.ChunkedArray) -> "pd.Series[Any]":
    if pa.types.is_integer(cells.type):
        return pd.Series(cells.to_pylist(), dtype="Int64")
    return pd.to_numeric(pd.Series(cells.to_pylist(), dtype=object), errors="coerce").astype("float64")


def _by_year(values: "pd.Series[Any]", years: "pd.Series[Any] | None") -> list[tuple[int | None, "pd.Series[Any]"]]:
    if years is None:
        return [(None, values)]
    known = years.to_numpy()
    return [(int(year), values[known == year]) for year in sorted(years.dropna().unique())]


def _shared(table: pa.Table, places: Sequence[str], apart: set[str]) -> dict[str, "pd.Series[Any]"]:
    """Return the other columns whose cells are the same in all rows of a place."""
    shared = {}
    for name in table.column_names:
        cells = pd.Series(as_texts(table[name]), index=pd.Index(places, name="place"), dtype=object)
        grouped = cells.groupby(level=0, sort=False)
        if name not in apart and not _is_units(name) and grouped.nunique().max() < _LEAST:
            shared[name] = grouped.first()
    return shared
