"""Provenance of a value: layers and rows, formula, perimeter, method, licences, file hashes, command."""

import hashlib
import inspect
import math
import re
import shlex
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

import geopandas as gpd
import shapely

from atlas.analysis.indicators import Indicator, Measure, Rule, completeness_in, indicators_in, measure
from atlas.analysis.spatial.overlay import meeting_features
from atlas.i18n import t
from atlas.scene.compare.indicator_cache import spread_of_level
from atlas.scene.compare.measures import (
    definition_of,
    measure_title,
    norm_of,
    write_bound,
    write_exact_value,
    write_notes,
    write_value,
)
from atlas.scene.compare.territories import build_territories, names_of, perimeter_of
from atlas.scene.query.compare_parameters import DRAWN
from atlas.scene.query.formatting import write_date
from atlas.scene.query.row_names import row_names
from atlas.scene.query.territories import territory_layer

if TYPE_CHECKING:
    import pandas as pd

    from atlas.analysis.spatial.overlay import Inside
    from atlas.analysis.spatial.territories import Territories
    from atlas.catalog import Source
    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import View

# Rules under which a row can lie partly inside.
_BY_SHARE: frozenset[Rule] = frozenset({"meets", "inside", "share"})


class UsedFile(TypedDict):
    """A data file and its source, in words."""

    name: str
    sha256: str
    producer: str
    title: str
    url: str | None
    licence: str
    status: str
    annulled: bool
    accessed: str


class UsedLayer(TypedDict):
    """A layer that a value is computed from: ids and names of the rows used, and its files.

    `rule` tells in words which of its rows the territory has; `shares`, for each row, how much of it is inside ("" for
    a point and where it does not matter).
    """

    id: str
    title: str
    rule: str
    rows: list[tuple[str, str]]
    shares: list[str]
    files: list[UsedFile]


class NumberProvenance(TypedDict):
    """Provenance of one value of one territory; `formula` is LaTeX, `command` computes the value again."""

    title: str
    territory: str
    value: float | None
    text: str
    # All its digits, in the language of the reader.
    exact: str
    unit: str
    valid: int
    expected: int
    notes: list[str]
    definition: str
    formula: str
    references: str
    perimeter: str
    method: str
    layers: list[UsedLayer]
    command: str


def trace_number(traced: Measure, territory: str, view: "View", atlas: "Atlas") -> NumberProvenance:
    """Return the provenance of one value of one territory.

    Parameters
    ----------
    traced
        The measure.
    territory
        An id, or ``drawn``.
    view
        Its perimeter, normalisation, year, drawn shape and versions.
    atlas
        Declarations and rows.
    """
    lang = view.lang
    declared, norm = indicators_in(atlas.catalog)[traced.indicator], norm_of(view)
    territories = build_territories([territory], view, atlas)
    measured = measure(declared, territories, atlas.frames, norm)[traced.part]
    value = float(measured.value.iloc[0])
    notes = "" if measured.notes is None else str(measured.notes.iloc[0])
    names = names_of([territory], atlas, lang, drawn=t("compare.drawn_outline", lang))
    wide = spread_of_level(territory, traced, view, norm, atlas)
    return {
        "title": measure_title(traced, atlas.catalog, lang),
        "territory": names[territory],
        "value": None if value != value else value,  # noqa: PLR0124 - NaN is the one number that differs from itself
        "text": write_bound(write_value(value, traced.unit_in(norm), lang, wide), completeness_in(notes), lang),
        "exact": write_exact_value(value, traced.unit_in(norm), lang),
        "unit": traced.unit_in(norm),
        "valid": int(measured.valid.iloc[0]),
        "expected": int(measured.expected.iloc[0]),
        "notes": write_notes([note for note in notes.split(";") if note], atlas.catalog, lang),
        "definition": definition_of(traced.indicator, atlas.catalog, lang),
        "formula": formula_of(declared),
        "references": _section(declared, "References"),
        "perimeter": t(f"perimeter.{perimeter_of(view)}", lang),
        "method": t("compare.method", lang),
        "layers": [
            _layer(layer, rule, measured.rows.get(layer), territories, atlas, lang) for layer, rule in traced.rules
        ],
        "command": command_of(traced, territory, view, atlas),
    }


def formula_of(declared: Indicator) -> str:
    """Return the formula of an indicator as LaTeX, from its docstring."""
    text = inspect.getdoc(declared.function) or ""
    found = re.search(r"\.\. math:: (.+?)(?:\n\n|\n(?! ))", text + "\n\n", re.DOTALL)
    return " ".join(found[1].split()) if found else ""


def command_of(traced: Measure, territory: str, view: "View", atlas: "Atlas") -> str:
    """Return the command that computes the same value again, to the last digit."""
    level = "commune" if territory == DRAWN else str(territory_layer(territory, atlas).level)
    parts = ["python", "-m", "atlas", "indicators", "--level", level, "--territory", territory]
    parts += ["--indicator", traced.indicator]
    options = {"perimeter": view.perimeter, "norm": view.norm, "select": view.select, "year": view.year}
    parts += [part for key, value in options.items() if value is not None for part in (f"--{key}", str(value))]
    if view.version:
        parts += ["--version", *(f"{figure}:{choice}" for figure, choice in view.version)]
    return shlex.join([*parts, "--json"])


@lru_cache(maxsize=128)
def _sha256(path: Path, _: int) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def file_hash(path: Path) -> str:
    """Return the sha256 of a data file as it is now."""
    return _sha256(path, path.stat().st_mtime_ns)


def _layer(
    layer_id: str, rule: Rule, rows: "Inside | None", territories: "Territories", atlas: "Atlas", lang: str
) -> UsedLayer:
    layer = atlas.catalog[layer_id]
    ids = rows.of(0) if rows is not None else []
    used = atlas.frames[layer_id].loc[ids]
    return {
        "id": layer_id,
        "title": layer.title(lang),
        "rule": t(f"counting_rule.{rule}", lang),
        "rows": [(str(row), name) for row, name in row_names(layer, used, lang).items()],
        "shares": _shares_inside(used, territories, lang) if rule in _BY_SHARE else [""] * len(ids),
        "files": [used_file(path, source, lang) for path, source in layer.files],
    }


def _shares_inside(used: "gpd.GeoDataFrame | pd.DataFrame", territories: "Territories", lang: str) -> list[str]:
    """Return how much of each row is inside the territory, in words; "" for a point and for a row without position."""
    shapes = used["geometry"]
    inside = meeting_features(territories, gpd.GeoSeries(shapes, crs="EPSG:4326")).share_of(0).reindex(used.index)
    spread = shapely.get_dimensions(shapes.to_numpy()) > 0
    texts = []
    for share, known in zip(inside, spread, strict=True):
        some = known and not math.isnan(share)
        texts.append(t("compare.share_inside", lang, share=write_value(share, "share", lang)) if some else "")
    return texts


def used_file(path: Path, source: "Source", lang: str) -> UsedFile:
    """Return a data file with its hash and its source in words."""
    return {
        "name": path.name,
        "sha256": file_hash(path),
        "producer": source.producer_names(lang),
        "title": source.title,
        "url": source.url,
        "licence": t(f"licence.{source.licence}", lang),
        "status": t(f"status.{source.legal_status}", lang),
        "annulled": source.legal_status == "annulled",
        "accessed": write_date(source.accessed.isoformat(), lang),
    }


def _section(declared: Indicator, heading: str) -> str:
    text = inspect.getdoc(declared.function) or ""
    found = re.search(rf"{heading}\n-+\n(.+?)(?:\n\n|$)", text, re.DOTALL)
    return " ".join(found[1].split()) if found else ""
