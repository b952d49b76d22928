"""Values of a whole level of territories for a statistic, with their map and the files that they come from."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypedDict

import geopandas as gpd
import pandas as pd
import shapely
from babel.numbers import format_decimal

from atlas.analysis.indicators import Measure, complete_values, indicators_in
from atlas.i18n import LOCALES, plural, t
from atlas.scene.compare.indicator_cache import indicator_values, level_territories, spread_of_level
from atlas.scene.compare.measures import measure_title, norm_of
from atlas.scene.compare.provenance import UsedFile, used_file
from atlas.scene.compare.territories import ids_of, names_of
from atlas.scene.compare.true_size import CRS, Ring, on_plane, plane_of, rings_of, unwrapped
from atlas.scene.query.compare_parameters import LEVELS, Level
from atlas.scene.query.formatting import write_number
from atlas.scene.query.territories import HOME_BASIN, TerritoryName
from atlas.scene.query.view import View

if TYPE_CHECKING:
    from atlas.io.atlas import Atlas

# Share of the width of the map: less than a pixel.
_FINENESS = 0.001
_MOST_NAMES = 8
_LEVEL: Level = "commune"


class StatisticsArea(TerritoryName):
    """An area of the map: its rings in km, the kind that colours it (None: left out), and what it says."""

    rings: list[Ring]
    kind: str | None
    text: str


class StatisticsMap(TypedDict):
    """The territories of a level on one equal-area plane, km, and the outline of the basin."""

    bounds: tuple[float, float, float, float]
    outline: list[Ring]
    areas: list[StatisticsArea]


class StatisticsSource(TypedDict):
    """A layer that a statistic is computed from: the rule that gives its rows to a territory, and its files."""

    id: str
    title: str
    rule: str
    rows: int
    files: list[UsedFile]


@dataclass(frozen=True, slots=True)
class LevelValues:
    """Complete values of measures for all territories of a level.

    Attributes
    ----------
    level
        Basin, inter-municipal body or commune.
    measures
        The measures, in the order of the columns.
    table
        DataFrame, one row per territory, one column per measure id; NaN where unknown or where a layer is incomplete.
    shapes
        GeoSeries of Polygon or MultiPolygon, EPSG:4326, None without outline.
    names
        Name of each territory.
    spreads
        Distance between the values of each measure, by its id: what its digits tell apart.
    """

    level: Level
    measures: tuple[Measure, ...]
    table: pd.DataFrame
    shapes: gpd.GeoSeries
    names: dict[str, str]
    spreads: dict[str, float]


def level_values(level: Level, measures: tuple[Measure, ...], view: View, atlas: "Atlas") -> LevelValues:
    """Return the complete values of measures for all territories of a level.

    Parameters
    ----------
    level
        Level; the whole basin is none of its own parts.
    measures
        What is measured.
    view
        Its language, perimeter, normalisation, year and versions.
    atlas
        Declarations and rows.
    """
    ids = [territory for territory in ids_of(level, atlas) if territory != HOME_BASIN]
    norm = norm_of(view)
    values = pd.DataFrame(
        {
            measure.id: complete_values(indicator_values(ids, measure.indicator, view, norm, atlas)[measure.part])
            for measure in measures
        },
        index=ids,
        dtype=float,
    )
    outlines = level_territories(ids[0], view, atlas).outlines.reindex(ids) if ids else []
    return LevelValues(
        level=level,
        measures=measures,
        table=values,
        shapes=gpd.GeoSeries(outlines, index=ids, crs=CRS),
        names=names_of(ids, atlas, view.lang, drawn=""),
        spreads={
            measure.id: spread_of_level(ids[0], measure, view, norm, atlas) if ids else 0.0 for measure in measures
        },
    )


def level_of(view: View, key: str) -> Level:
    """Return the level that a detail of a link chooses: communes without a choice."""
    chosen = dict(view.detail).get(key)
    return next((level for level in LEVELS if level == chosen), _LEVEL)


def draw_areas(found: LevelValues, kinds: pd.Series, texts: pd.Series, view: View, atlas: "Atlas") -> StatisticsMap:
    """Return the map of a level.

    Parameters
    ----------
    found
        Territories with their outlines.
    kinds
        What colours each; None where it is left out.
    texts
        What each says besides its name.
    view
        Perimeter of the outline of the basin.
    atlas
        Declarations and rows.
    """
    home = level_territories(HOME_BASIN, view, atlas).outlines[HOME_BASIN]
    drawn = found.shapes[found.shapes.notna()]
    frame = shapely.box(*drawn.total_bounds)
    plane = plane_of(frame)
    local = gpd.GeoSeries([unwrapped(home)], crs=CRS).to_crs(plane).iloc[0]
    west, south, east, north = drawn.to_crs(plane).total_bounds.round(3).tolist()
    tolerance_km = _FINENESS * (east - west)
    rings = on_plane(drawn, plane, tolerance_km)
    return {
        "bounds": (west, south, east, north),
        "outline": rings_of(shapely.simplify(local, tolerance_km)),
        "areas": [
            {
                "id": territory,
                "name": found.names[territory],
                "rings": own,
                "kind": kind if isinstance(kind := kinds[territory], str) else None,
                "text": str(texts[territory]),
            }
            for territory, own in zip(drawn.index, rings, strict=True)
        ],
    }


def list_sources(found: LevelValues, atlas: "Atlas", lang: str) -> list[StatisticsSource]:
    """Return the layers that the values are computed from, each once, with the hashes of their files."""
    rules = {layer: rule for measure in found.measures for layer, rule in measure.rules}
    known = indicators_in(atlas.catalog)
    used = dict.fromkeys(layer for measure in found.measures for layer in known[measure.indicator].layers)
    outlines = next((layer.id for layer in atlas.catalog.values() if layer.level == found.level), None)
    return [
        {
            "id": layer_id,
            "title": atlas.catalog[layer_id].title(lang),
            "rule": t(f"counting_rule.{rules[layer_id]}", lang) if layer_id in rules else "",
            "rows": len(atlas.frames[layer_id]),
            "files": [used_file(path, source, lang) for path, source in atlas.catalog[layer_id].files],
        }
        for layer_id in dict.fromkeys([*used, *([outlines] if outlines else [])])
    ]


def source_line(sources: list[StatisticsSource], atlas: "Atlas", lang: str) -> str:
    """Return the producers of layers, each once."""
    files = (source for each in sources for _, source in atlas.catalog[each["id"]].files)
    made = dict.fromkeys(names for source in files if (names := source.producer_names(lang)))
    return ", ".join(made)


def titles_of(measures: tuple[Measure, ...], atlas: "Atlas", lang: str) -> dict[str, str]:
    """Return the title of each measure by its id."""
    return {measure.id: measure_title(measure, atlas.catalog, lang) for measure in measures}


def left_out(key: str, ids: tuple[str, ...], names: dict[str, str], lang: str) -> list[str]:
    """Return the sentence on territories that are left out, with the names of a few; nothing where there are none."""
    if not ids:
        return []
    ordered = sorted((names[territory] for territory in ids), key=str.casefold)
    more = "…" if len(ordered) > _MOST_NAMES else ""
    listed = ", ".join([*ordered[:_MOST_NAMES], *([more] if more else [])])
    return [plural(f"statistics.{key}", lang, len(ids), count=write_number(len(ids), lang), names=listed)]


def numbers_view(view: View) -> View:
    """Return a view with only the parts that a statistic and its words depend on."""
    kept = ("lang", "perimeter", "norm", "select", "year", "version")
    return View(**{part: getattr(view, part) for part in kept})


def view_options(view: View) -> list[str]:
    """Return the options of a command that repeat the perimeter, normalisation, year and versions of a view."""
    given = {"perimeter": view.perimeter, "norm": view.norm, "select": view.select, "year": view.year}
    parts = [part for key, value in given.items() if value is not None for part in (f"--{key}", str(value))]
    versions = [f"{figure}:{choice}" for figure, choice in view.version]
    return parts + (["--version", *versions] if versions else [])


def write_statistic(value: float, lang: str, digits: int = 2) -> str:
    """Write a statistic with a few decimals; its sign is a minus, not a hyphen."""
    # Zero below zero is zero.
    rounded = round(float(value), digits) or 0.0
    return format_decimal(rounded, f"0.{'0' * digits}", locale=LOCALES[lang]).replace("-", "\u2212")


def write_probability(value: float, lang: str) -> str:
    """Write a pseudo p with its sign of comparison: below 0.001 as such."""
    if value < 0.001:  # noqa: PLR2004 - the field's habit
        return f"< {write_statistic(0.001, lang, 3)}"
    return f"= {write_statistic(value, lang, 3)}"
