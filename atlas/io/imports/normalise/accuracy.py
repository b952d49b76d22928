"""Choose the transformation to longitude and latitude, and note how accurate it is."""

import warnings

import numpy as np
import pyproj
from pyproj.transformer import AreaOfInterest, TransformerGroup

from atlas.io.imports.normalise.candidates import WGS84, transformer
from atlas.io.imports.source_file import SourceFile

# Of systems that count from Paris PROJ does not name the missing grid: it does for the same datum from Greenwich.
_GREENWICH = {"Nouvelle Triangulation Francaise (Paris)": "EPSG:4275"}
_UNKNOWN = "Ballpark"


def choose_transformation(source: SourceFile, crs: pyproj.CRS, bounds: np.ndarray) -> pyproj.Transformer:
    """Return the best transformation that this machine has for the place of the rows.

    Its accuracy is noted, and so is a grid that is missing (it is never downloaded) or a datum that nobody knows.
    """
    area = _area(crs, bounds)
    group = _group(crs, area)
    if area is not None and _is_unknown(group):
        # Beyond the area of every transformation, the general one is better than none.
        area, group = None, _group(crs, None)
    best = group.transformers[0] if group.transformers else None
    twin = _GREENWICH.get(getattr(getattr(crs.geodetic_crs, "datum", None), "name", ""))
    missing = group if twin is None else _group(pyproj.CRS(twin), area)
    metres = -1.0 if best is None else best.accuracy
    if _is_unknown(group):
        source.findings.note("datum_unknown", datum=_datum(crs))
    elif metres < 0:
        source.findings.note("shift_stated", datum=_datum(crs))
    elif not missing.best_available and missing.unavailable_operations:
        grids = [grid.short_name for grid in missing.unavailable_operations[0].grids if not grid.available]
        source.findings.note("grid_missing", grid=", ".join(grids), metres=f"{metres:g}")
    elif metres > 0:
        source.findings.note("accuracy", metres=f"{metres:g}")
    return pyproj.Transformer.from_crs(crs, WGS84, always_xy=True, area_of_interest=area)


def _is_unknown(group: TransformerGroup) -> bool:
    """Return whether PROJ knows no way from the datum to WGS 84, and takes the numbers as they are."""
    best = group.transformers[0] if group.transformers else None
    return best is None or (best.accuracy < 0 and _UNKNOWN in best.description)


def _group(crs: pyproj.CRS, area: AreaOfInterest | None) -> TransformerGroup:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return TransformerGroup(crs, WGS84, always_xy=True, area_of_interest=area)


def _area(crs: pyproj.CRS, bounds: np.ndarray) -> AreaOfInterest | None:
    """Return the extent of most rows in degrees: a stray row does not choose the transformation of the others."""
    known = bounds[np.isfinite(bounds).all(axis=1)]
    lon, lat = transformer(crs).transform((known[:, 0] + known[:, 2]) / 2, (known[:, 1] + known[:, 3]) / 2)
    good = np.isfinite(lon) & np.isfinite(lat) & (np.abs(lon) <= 180) & (np.abs(lat) <= 90)  # noqa: PLR2004 - degrees
    if not good.any():
        return None
    (west, east), (south, north) = (np.quantile(values[good], (0.05, 0.95)) for values in (lon, lat))
    return AreaOfInterest(float(west), float(south), float(east), float(north))


def _datum(crs: pyproj.CRS) -> str:
    name = getattr(getattr(crs.geodetic_crs, "datum", None), "name", "") or crs.name
    return "".join(character for character in name if character.isprintable())[:80]
