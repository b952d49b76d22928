"""Joins of the tables of the cooperation network, and the ties between places that follow from them.

Every function takes the layers as frames and a mask of the rows kept of each; none changes them.
"""

from collections.abc import Mapping

import geopandas as gpd
import numpy as np
import pandas as pd

from atlas.analysis.network.families import main_family

Frames = Mapping[str, gpd.GeoDataFrame]
Kept = Mapping[str, np.ndarray]

# The layers whose rows depend on one another: a filter on one affects all.
JOINED = (
    *("projects", "partnerships", "municipal_partners", "twinnings"),
    *("partner_cities", "partner_areas", "practices"),
)
# The layers that tie a project to places.
TIES = ("partnerships", "municipal_partners")


def join(frames: Frames, alone: Kept, *, ties_required: bool, without_twinnings: bool) -> dict[str, np.ndarray]:
    """Return the rows of each network layer that meet the conditions on all of them.

    A tie is kept if its project and its place are; a project, where a condition applies to its ties or practices, if
    one of them is; a place if one of its ties is; a practice if its project is. A twinning has no project and depends
    on its place only.

    Parameters
    ----------
    frames
        The layers of `JOINED`.
    alone
        For each of them, a mask of the rows that meet the conditions on that layer.
    ties_required
        Whether a condition applies to ties or places, so that projects without a tie are left out.
    without_twinnings
        Whether a condition applies to a field that twinnings lack, such as a theme, so that all are left out.

    Returns
    -------
    dict
        Layer id → ndarray of bool, one value for each row.
    """
    every_place, every_practice = (bool(alone[layer].all()) for layer in ("partner_cities", "practices"))
    here, ids = _ids(frames["partner_cities"], alone["partner_cities"]), _ids(frames["projects"], alone["projects"])
    if not every_practice:
        ids &= set(frames["practices"]["project"][alone["practices"]])
    kept = {}
    for layer in TIES:
        led = _among(frames[layer]["place"], here, blank=every_place)
        kept[layer] = alone[layer] & _among(frames[layer]["project"], ids) & led
    if ties_required:
        ids &= {project for layer in TIES for project in frames[layer]["project"][kept[layer]]}
    kept["projects"] = _among(frames["projects"].index, ids)
    kept["practices"] = alone["practices"] & _among(frames["practices"]["project"], ids)
    kept["twinnings"] = alone["twinnings"] & _among(frames["twinnings"]["place"], here) & (not without_twinnings)
    tied = {place for layer in (*TIES, "twinnings") for place in frames[layer]["place"][kept[layer]]}
    kept["partner_cities"] = alone["partner_cities"] & _among(frames["partner_cities"].index, tied)
    shown = _ids(frames["partner_cities"], kept["partner_cities"])
    kept["partner_areas"] = alone["partner_areas"] & _among(frames["partner_areas"].index, shown)
    return kept


def _ids(table: pd.DataFrame, kept: np.ndarray) -> set[str]:
    return set(table.index[kept])


def _among(values: "pd.Series | pd.Index", wanted: set[str], *, blank: bool = False) -> np.ndarray:
    """Return which values are in a set; missing ones count when `blank`, as a tie may have no place."""
    found = (value in wanted or (blank and not isinstance(value, str)) for value in values.tolist())
    return np.fromiter(found, dtype=bool, count=len(values))


def ties(frames: Frames, kept: Kept) -> pd.DataFrame:
    """Return the ties of the kept projects, of both layers in the same columns.

    Returns
    -------
    DataFrame
        Indexed by the id of the row in its layer: ``layer``, ``project``, ``partner``, ``kind`` (``municipality`` for
        the towns and bodies behind a network), ``country``, ``city``, ``place`` (missing where there is none),
        ``start_year``, ``end_year`` (missing where not known), ``doubt``.
    """
    partnerships = frames["partnerships"][kept["partnerships"]]
    members = frames["municipal_partners"][kept["municipal_partners"]]
    members = members[members["role"] == "partner"]
    columns = ["project", "partner", "country", "city", "place", "doubt"]
    of_projects = partnerships[columns].assign(
        layer="partnerships",
        kind=partnerships["partner_kind"],
        start_year=partnerships["start_year"],
        end_year=partnerships["end_year"],
    )
    of_municipalities = members[columns].assign(
        layer="municipal_partners", kind="municipality", start_year=members["year"], end_year=members["end_year"]
    )
    return pd.concat([of_projects.sort_index(), of_municipalities.sort_index()])


def arcs(frames: Frames, kept: Kept) -> pd.DataFrame:
    """Return one arc for each place of the kept projects: number, themes, years.

    Returns
    -------
    DataFrame
        Indexed by the id of the place: ``projects`` (ids, each once), ``count``, ``themes`` (each once), ``family``
        (of most projects; the first named among equals; None without any), ``first_year`` and ``last_year`` (None
        when no tie is dated, or when the end of one is not known).
    """
    table, projects = ties(frames, kept), frames["projects"]
    families, themes = projects["family"].dropna().to_dict(), themes_by_project(projects)
    rows: dict[str, list[tuple[str, int | None, int | None]]] = {}
    columns = (table[name].astype("object") for name in ("place", "project", "start_year", "end_year"))
    for place, project, start, end in zip(*(column.where(column.notna(), None) for column in columns), strict=True):
        if place is not None:
            rows.setdefault(place, []).append((project, start, end))
    table_rows = [_arc(place, rows[place], families, themes) for place in sorted(rows)]
    names = ["place", "projects", "count", "themes", "family", "first_year", "last_year"]
    years = {"first_year": "Int64", "last_year": "Int64"}
    return pd.DataFrame(table_rows, columns=names).astype(years).set_index("place")


def _arc(
    place: str,
    own: list[tuple[str, int | None, int | None]],
    families: Mapping[str, str],
    themes: Mapping[str, tuple[str, ...]],
) -> tuple[object, ...]:
    ids = tuple(dict.fromkeys(project for project, _, _ in own))
    starts = [start for _, start, _ in own if start is not None]
    ends = [end for _, _, end in own]
    return (
        place,
        ids,
        len(ids),
        tuple(dict.fromkeys(theme for i in ids for theme in themes[i])),
        main_family(families[i] for i in ids if i in families),
        min(starts, default=None),
        None if None in ends else max(end for end in ends if end is not None),
    )


def themes_by_project(projects: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """Return the themes of each project by its id, in the order named."""
    return {project: split(cell) for project, cell in projects["themes"].items()}


def share_themes(arcs_: pd.DataFrame, place: str, *, at_least: int = 2) -> pd.DataFrame:
    """Return the other places whose projects share themes with those of `place`.

    Parameters
    ----------
    arcs_
        As returned by `arcs`.
    place
        A label of its index.
    at_least
        Least number of shared themes.

    Returns
    -------
    DataFrame
        Indexed by place: ``shared`` (themes in the order of `place`) and ``count``, most first, then by id.
    """
    own = arcs_["themes"][place]
    shared = {other: tuple(t for t in own if t in set(themes)) for other, themes in arcs_["themes"].items()}
    rows = {other: {"shared": s, "count": len(s)} for other, s in shared.items() if other != place}
    table = pd.DataFrame.from_dict(rows, orient="index", columns=["shared", "count"])
    table = table[table["count"] >= at_least].rename_axis("place").reset_index()
    return table.sort_values(["count", "place"], ascending=[False, True]).set_index("place")


def split(cell: object) -> tuple[str, ...]:
    """Split a cell of several values; empty where it is missing."""
    return tuple(part.strip() for part in cell.split(";")) if isinstance(cell, str) else ()
