"""Small pictures of an object: its years, its value among those of the other rows, its values year by year.

A picture is two paths in a box of `WIDTH` by `HEIGHT`, of straight lines in whole coordinates, which browser, page and
paper draw alike; the words stand around it as text.
"""

import math
import re
from typing import TYPE_CHECKING, Any, TypedDict

import numpy as np
import pandas as pd

from atlas.i18n import plural, t
from atlas.io.memo import memoize
from atlas.scene.objects.key_figures import key_fields, known_values
from atlas.scene.query.formatting import spread_of, write_number
from atlas.scene.query.row_values import write_value

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import geopandas as gpd

    from atlas.catalog import Field, Layer
    from atlas.scene.objects.object_row import ObjectRow

WIDTH, HEIGHT = 400, 60
_MOST = 2
_BINS = 25
# Values from which on a picture shows how they are spread, and how far the greatest lies from the middle one before
# the axis is logarithmic.
_LEAST_VALUES, _FAR = 8, 10
_LEAST_YEARS = 3
_YEAR = re.compile(r"(.+)_((?:1[6-9]|20)\d\d)((?:_[a-z_]+)?)")
_TICK = 4


class CardPicture(TypedDict):
    """A small picture: what it shows in words, the ends of its axis, the path of all rows and that of the object."""

    title: str
    low: str
    high: str
    ground: str
    mark: str
    # Whether the path of the object is a line, and no area.
    line: bool


def draw_pictures(layer: "Layer", gdf: "gpd.GeoDataFrame", row: "ObjectRow", lang: str) -> list[CardPicture]:
    """Return the pictures of a row that its values allow, two at most."""
    found = (_curve(layer, row, lang), _years(layer, gdf, row, lang), _among(layer, gdf, row, lang))
    return [picture for picture in found if picture][:_MOST]


def _years(layer: "Layer", gdf: "gpd.GeoDataFrame", row: "ObjectRow", lang: str) -> CardPicture | None:
    """Draw the first and last year of a row as a bar on the span of its layer."""
    if layer.period is None:
        return None
    names = [layer.period.start, *([layer.period.end] if layer.period.end else [])]
    known = {name: float(row[name]) for name in names if not pd.isna(row[name])}
    spans = [known_values(gdf, name) for name in names]
    low, high = (min(s[0] for s in spans if len(s)), max(s[-1] for s in spans if len(s))) if known else (0.0, 0.0)
    if not known or low == high:
        return None
    title = t("card.comma", lang).join(_titled(layer.fields[name], row[name], lang) for name in names)
    start = known.get(layer.period.start)
    end = known.get(layer.period.end or "")
    if start is not None and end is None and layer.period.open:
        end = high
    x = [_scaled(year, low, high) for year in (start, end) if year is not None]
    if len(x) == 2 and x[0] <= x[1]:  # noqa: PLR2004 - both years, in their order
        mark = _box(x[0] - _TICK // 2, 15, x[1] + _TICK // 2, 45)
    else:
        # One year alone, or a last year before the first, as the source has it: each is a stroke of its own.
        mark = "".join(_box(at - _TICK // 2, 8, at + _TICK // 2, 52) for at in x)
    ends = (f"{low:.0f}", f"{high:.0f}")
    return {
        "title": title,
        "low": ends[0],
        "high": ends[1],
        "ground": _box(0, 27, WIDTH, 33),
        "mark": mark,
        "line": False,
    }


def _among(layer: "Layer", gdf: "gpd.GeoDataFrame", row: "ObjectRow", lang: str) -> CardPicture | None:
    """Draw the value of the first known figure among those of all rows."""
    for name in key_fields(layer):
        field = layer.fields[name]
        years = layer.period and name in {layer.period.start, layer.period.end}
        if field.type not in {"number", "integer", "year"} or years or pd.isna(row[name]):
            continue
        known, value = known_values(gdf, name), float(row[name])
        if len(np.unique(known)) >= _LEAST_VALUES and np.isfinite(value):
            return _spread(field, gdf, name, value, lang)
    return None


def _spread(field: "Field", gdf: "gpd.GeoDataFrame", name: str, value: float, lang: str) -> CardPicture:
    known = known_values(gdf, name)
    far, low, high, bars = memoize(gdf, ("bars", name), lambda: _bars(known, years=field.type == "year"))
    at = _scaled(math.log10(value) if far else value, low, high)
    spread = spread_of(gdf, name, field)

    def words() -> tuple[str, str, str]:
        low_end, high_end = (write_value(field, end, lang, spread) for end in (known[0], known[-1]))
        return (
            low_end,
            high_end,
            plural("card.picture_among", lang, len(known), count=write_number(len(known), lang)),
        )

    low_text, high_text, count = memoize(gdf, ("axis", name, lang), words)
    scale = [t("card.picture_log", lang)] if far else []
    return {
        "title": t("card.comma", lang).join([_titled(field, value, lang, spread), count, *scale]),
        "low": low_text,
        "high": high_text,
        "ground": bars,
        "mark": _box(at - _TICK // 2, 0, at + _TICK // 2, HEIGHT),
        "line": False,
    }


def _bars(known: np.ndarray, *, years: bool) -> tuple[bool, float, float, str]:
    """Return whether the axis is logarithmic, its ends, and the bars of all values as one area."""
    far = bool(known[0] > 0 and known[-1] > _FAR * float(np.median(known)) and not years)
    counts, edges = np.histogram(np.log10(known) if far else known, _BINS)
    step = WIDTH // _BINS
    tops = [HEIGHT - max(2, round(HEIGHT * float(share))) if share else HEIGHT for share in counts / counts.max()]
    steps = "".join(f"L{k * step} {top}L{(k + 1) * step} {top}" for k, top in enumerate(tops))
    return far, float(edges[0]), float(edges[-1]), f"M0 {HEIGHT}{steps}L{WIDTH} {HEIGHT}Z"


def _curve(layer: "Layer", row: "ObjectRow", lang: str) -> CardPicture | None:
    """Draw the values of the first columns that differ by their year only."""
    for columns in year_columns(layer):
        known = [(year, name) for year, name in columns if not pd.isna(row[name])]
        if len(known) < _LEAST_YEARS:
            continue
        values = [float(row[name]) for _, name in known]
        if not all(np.isfinite(values)):
            continue
        (first, begin), (last, end) = known[0], known[-1]
        title = layer.fields[end].title(lang).replace(str(last), "").strip(" ,;()·–-")
        written = [
            f"{write_value(layer.fields[name], row[name], lang)} ({year})"
            for year, name in ((first, begin), (last, end))
        ]
        return {
            "title": f"{title}{t('value.is', lang)}{t('card.comma', lang).join(written)}",
            "low": str(first),
            "high": str(last),
            "ground": _box(0, HEIGHT - 2, WIDTH, HEIGHT),
            "mark": line_path([year for year, _ in known], values),
            "line": True,
        }
    return None


def year_columns(layer: "Layer") -> "Iterator[list[tuple[int, str]]]":
    """Yield the columns of numbers that differ by their year only, in the order of years."""
    series: dict[tuple[str, str, str | None], list[tuple[int, str]]] = {}
    for name, field in layer.fields.items():
        if field.type in {"number", "integer"} and (match := _YEAR.fullmatch(name)):
            series.setdefault((match[1], match[3], field.unit), []).append((int(match[2]), name))
    yield from (sorted(columns) for columns in series.values() if len(columns) >= _LEAST_YEARS)


def line_path(years: "Sequence[float]", values: "Sequence[float]") -> str:
    """Return the line of values over years, from the least to the greatest value."""
    low, high = min(values), max(values)
    y = [HEIGHT / 2 if low == high else HEIGHT - 8 - (HEIGHT - 16) * (value - low) / (high - low) for value in values]
    x = [_scaled(year, years[0], years[-1]) for year in years]
    return "M" + "L".join(f"{a} {round(b)}" for a, b in zip(x, y, strict=True))


def _titled(field: "Field", value: Any, lang: str, spread: float = 0) -> str:
    text = t("value.unknown", lang) if pd.isna(value) else write_value(field, value, lang, spread)
    return f"{field.title(lang)}{t('value.is', lang)}{text}"


def _scaled(value: float, low: float, high: float) -> int:
    return round(WIDTH * (value - low) / (high - low)) if high > low else WIDTH // 2


def _box(left: int, top: int, right: int, bottom: int) -> str:
    return f"M{left} {top}L{right} {top}L{right} {bottom}L{left} {bottom}Z"
