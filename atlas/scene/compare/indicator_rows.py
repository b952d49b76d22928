"""Indicators as plain rows, for the command line, files and notebooks: one row a number."""

import math
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from atlas.analysis.indicators import REGISTRY, Indicator, measure
from atlas.scene.compare.measures import norm_of
from atlas.scene.compare.territories import gather, perimeter_of
from atlas.scene.map.compose import HOME

if TYPE_CHECKING:
    from atlas.catalog import Catalog
    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import View

COLUMNS = (
    "territory",
    "level",
    "indicator",
    "part",
    "value",
    "unit",
    "valid",
    "expected",
    "perimeter",
    "notes",
    "sources",
)


def indicator_rows(ids: Iterable[str], indicators: Iterable[str], view: "View", atlas: "Atlas") -> list[dict[str, Any]]:
    """Measure indicators of territories.

    Parameters
    ----------
    ids
        Territories; ``drawn`` for the shape of the view.
    indicators
        Ids of the `REGISTRY`.
    view
        Its perimeter, normalisation, year, drawn shape and versions of contested figures.
    atlas
        Declarations and rows.

    Returns
    -------
    list of dict
        The keys are `COLUMNS`. ``value`` is None where nothing can be said; ``part`` is None for the headline of an
        indicator; ``perimeter`` is ``outline`` for a partner basin, which no perimeter of the basin cuts.
    """
    territories, norm = gather(ids, view, atlas), norm_of(view)
    wanted = set(indicators)
    rows = []
    for name in (name for name in REGISTRY if name in wanted):
        parts = measure(REGISTRY[name], territories, atlas.frames, norm)
        sources = sources_of(REGISTRY[name], atlas.catalog)
        for one in REGISTRY[name].measures:
            measured = parts[one.part]
            for territory in territories.ids:
                value, level = float(measured.value[territory]), str(territories.level[territory])
                partner = level == "basin" and territory != HOME
                rows.append(
                    {
                        "territory": territory,
                        "level": level,
                        "indicator": name,
                        "part": one.part or None,
                        "value": None if math.isnan(value) else value,
                        "unit": one.unit_in(norm),
                        "valid": int(measured.valid[territory]),
                        "expected": int(measured.expected[territory]),
                        "perimeter": "outline" if partner else perimeter_of(view),
                        "notes": "" if measured.notes is None else str(measured.notes[territory]),
                        "sources": sources,
                    }
                )
    return rows


def sources_of(declared: Indicator, catalog: "Catalog") -> list[str]:
    """Give the citation and licence of every file that an indicator reads, each once."""
    files = [source for layer in declared.layers for _, source in catalog[layer].files]
    return list(dict.fromkeys(f"{source.citation} [{source.licence}]" for source in files))
