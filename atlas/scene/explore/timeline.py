"""Timeline of a view: how many rows began and ended in each year, and how many have no known year."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypedDict

import numpy as np

from atlas.scene.query.row_masks import row_mask, shown_layers, uncertain_rows

if TYPE_CHECKING:
    import pandas as pd

    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import View


class LayerYears(TypedDict):
    """When the rows of one layer began and ended: pairs of a year and a count.

    `unknown_end` is None where the layer has no ends. `level` says that the layer holds territories.
    """

    layer: str
    title: str
    color: tuple[str, str] | None
    level: bool
    total: int
    starts: list[tuple[int, int]]
    ends: list[tuple[int, int]]
    unknown_start: int
    unknown_end: int | None


class Years(TypedDict):
    """The first and the last year in the data, None without any, and the years of each layer."""

    first: int | None
    last: int | None
    layers: list[LayerYears]


class StandingCount(TypedDict):
    """Rows of a layer that existed in a year: `standing` for certain, `unsure` where a year is not known."""

    layer: str
    standing: int
    unsure: int


class YearsMessage(Years):
    """What the timeline of the page shows: all years, and what existed in the year of the view."""

    standing: list[StandingCount]


def count_years(view: "View", atlas: "Atlas") -> Years:
    """Count the rows of a view that began and ended in each year; the year of the view itself is ignored.

    Parameters
    ----------
    view
        One that `atlas.scene.query.validate_view.validate_view` has passed.
    atlas
        Declarations and rows.

    Returns
    -------
    Years
        One entry for each layer shown that declares a period. Territories are perimeters and not events: they extend
        the years only when nothing else is shown.
    """
    layers: list[LayerYears] = []
    for layer_id in shown_layers(view, atlas.catalog):
        layer = atlas.catalog[layer_id]
        if layer.period is None:
            continue
        gdf = atlas.frames[layer_id][row_mask(layer_id, replace(view, year=None), atlas)]
        starts = gdf[layer.period.start]
        ends = gdf[layer.period.end] if layer.period.end else None
        layers.append(
            {
                "layer": layer_id,
                "title": layer.title(view.lang),
                "color": (layer.style.color, layer.style.color_dark) if layer.style else None,
                "level": layer.level is not None,
                "total": len(gdf),
                "starts": _by_year(starts),
                "ends": [] if ends is None else _by_year(ends),
                "unknown_start": int(starts.isna().sum()),
                "unknown_end": None if ends is None else int(ends.isna().sum()) * (not layer.period.open),
            }
        )
    events = [layer for layer in layers if not layer["level"]] or layers
    years = [year for layer in events for year, _ in (*layer["starts"], *layer["ends"])]
    return {"first": min(years, default=None), "last": max(years, default=None), "layers": layers}


def count_standing(view: "View", atlas: "Atlas") -> list[StandingCount]:
    """Count the rows of each layer shown that existed in the year of a view."""
    rows: list[StandingCount] = []
    for layer_id in shown_layers(view, atlas.catalog):
        if view.year is None or atlas.catalog[layer_id].period is None:
            continue
        kept = row_mask(layer_id, view, atlas)
        doubtful = int((kept & uncertain_rows(atlas.frames[layer_id], atlas.catalog[layer_id], view.year)).sum())
        rows.append({"layer": layer_id, "standing": int(np.count_nonzero(kept)) - doubtful, "unsure": doubtful})
    return rows


def _by_year(years: "pd.Series[Any]") -> list[tuple[int, int]]:
    known, counts = np.unique(years.dropna().to_numpy(dtype=int), return_counts=True)
    return list(zip(known.tolist(), counts.tolist(), strict=True))
