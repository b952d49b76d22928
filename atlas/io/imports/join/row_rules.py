"""Several rows of one place: the latest, their sum, their mean, all of them, or one column a year or variable."""

from collections.abc import Mapping
from typing import Literal, get_args

import numpy as np
import pandas as pd

from atlas.errors import LayerDataError

# one: no place has several rows.
RowRule = Literal["one", "latest", "sum", "mean", "table", "years", "columns"]
RULES: tuple[RowRule, ...] = get_args(RowRule)
_SHOWN = 5


def rules_for(*, dated: bool, long: bool = False) -> tuple[RowRule, ...]:
    """Return the rules to choose from; without years none is the latest."""
    own: tuple[RowRule, ...] = ("columns",) if long else ()
    return (*own, *_rules(dated=dated))


def _rules(*, dated: bool) -> tuple[RowRule, ...]:
    return ("latest", "years", "sum", "mean", "table") if dated else ("sum", "mean", "table")


def apply_rule(
    rows: pd.DataFrame, rule: RowRule, kinds: Mapping[str, str], years: "pd.Series[int] | None"
) -> pd.DataFrame:
    """Return the rows of a layer by place.

    Parameters
    ----------
    rows
        Rows of the table, indexed by the id of their place.
    rule
        What becomes of several rows of a place.
    kinds
        Column of numbers → ``count`` or ``rate``; a sum has only counts, because rates do not add up.
    years
        Year of each row, NaN where unknown; None for a table without years.

    Returns
    -------
    DataFrame
        Indexed by place; blank where a row that is summed or averaged is blank.

    Raises
    ------
    LayerDataError
        The rule needs years, and the table has none, or a place has two rows of one year.
    """
    if rule in {"table", "one", "columns"}:
        return rows
    if rule in {"latest", "years"}:
        if years is None:
            raise LayerDataError("join_no_year", key="--rows", value=rule)
        return _latest(rows, years) if rule == "latest" else _by_year(rows, years, tuple(kinds))
    numbers = [name for name in rows if kinds.get(name) == "count" or (rule == "mean" and name in kinds)]
    texts = [name for name in rows if name not in kinds]
    grouped = rows.groupby(level=0, sort=False)
    done = {name: grouped[name].agg(_total if rule == "sum" else _mean) for name in numbers}
    done |= {name: grouped[name].agg(_common) for name in texts}
    return pd.DataFrame({name: done[name] for name in rows if name in done})


def _latest(rows: pd.DataFrame, years: "pd.Series[int]") -> pd.DataFrame:
    known = years.fillna(-np.inf).astype(float)
    latest = known.groupby(level=0).transform("max")
    kept = rows[(known == latest).to_numpy()]
    _reject_ties(kept.index, "latest")
    return kept


def _by_year(rows: pd.DataFrame, years: "pd.Series[int]", numbers: tuple[str, ...]) -> pd.DataFrame:
    known = years.notna().to_numpy()
    rows, years = rows[known], years[known].astype(int)
    own = [name for name in rows if name in numbers]
    _reject_ties(pd.MultiIndex.from_arrays([rows.index, years.to_numpy()]), "years")
    places = rows.index.unique()
    columns: dict[str, pd.Series] = {}
    for name in rows:
        if name not in own:
            columns[name] = rows[name].groupby(level=0, sort=False).agg(_common)
    for name in own:
        for year in sorted(years.unique()):
            columns[f"{name} {year}"] = rows.loc[(years == year).to_numpy(), name].reindex(places)
    return pd.DataFrame(columns, index=places)


def _reject_ties(index: pd.Index, rule: str) -> None:
    twice = index[index.duplicated()].unique()
    if len(twice):
        shown = ", ".join(" ".join(map(str, one)) if isinstance(one, tuple) else str(one) for one in twice[:_SHOWN])
        raise LayerDataError("join_tied", key="--rows", value=rule, places=shown)


def _total(cells: "pd.Series[float]") -> float:
    return cells.sum() if cells.notna().all() else pd.NA


def _mean(cells: "pd.Series[float]") -> float:
    return float(cells.mean()) if cells.notna().all() else np.nan


def _common(cells: "pd.Series[str]") -> object:
    """Return the value that all cells share; None where they differ."""
    known = cells.dropna().unique()
    return known[0] if len(known) == 1 else None
