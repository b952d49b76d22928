"""The years in the data: when what a view keeps began and ended, and how much of it has no known year."""

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np

from atlas.scene.query.row_masks import row_mask, shown_layers, uncertain_rows

if TYPE_CHECKING:
    import pandas as pd

    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import View


def count_years(view: "View", atlas: "Atlas") -> dict[str, Any]:
    """Count beginnings and ends, year by year, of what a view keeps whatever its year.

    Parameters
    ----------
    view
        One that `atlas.scene.query.validate_view.validate_view` has passed.
    atlas
        Declarations and rows.

    Returns
    -------
    dict
        ``first`` and ``last`` year, None without any; ``layers``: for each layer shown that declares a period,
        ``layer``, ``title``, ``total``, ``starts`` and ``ends`` as pairs of year and count, and ``unknown_start``,
        ``unknown_end`` (None where the layer knows no ends). Territories are perimeters and not events: they stretch
        the years only when nothing else is shown.
    """
    layers: list[dict[str, Any]] = []
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
                "color": [layer.style.color, layer.style.color_dark] if layer.style else None,
                "level": layer.level is not None,
                "total": len(gdf),
                "starts": _by_year(starts),
                "ends": [] if ends is None else _by_year(ends),
                "unknown_start": int(starts.isna().sum()),
                "unknown_end": None if ends is None else int(ends.isna().sum()),
            }
        )
    events = [layer for layer in layers if not layer["level"]] or layers
    years = [year for layer in events for year, _ in (*layer["starts"], *layer["ends"])]
    return {"first": min(years, default=None), "last": max(years, default=None), "layers": layers}


def count_standing(view: "View", atlas: "Atlas") -> list[dict[str, Any]]:
    """Count what stood in the year of a view: ``standing`` for certain, ``unsure`` where a year is not known."""
    rows = []
    for layer_id in shown_layers(view, atlas.catalog):
        if view.year is None or atlas.catalog[layer_id].period is None:
            continue
        kept = row_mask(layer_id, view, atlas)
        doubtful = int((kept & uncertain_rows(atlas.frames[layer_id], atlas.catalog[layer_id], view.year)).sum())
        rows.append({"layer": layer_id, "standing": int(np.count_nonzero(kept)) - doubtful, "unsure": doubtful})
    return rows


def _by_year(years: "pd.Series[Any]") -> list[list[int]]:
    known, counts = np.unique(years.dropna().to_numpy(dtype=int), return_counts=True)
    return np.column_stack([known, counts]).tolist()
