"""Preview of an uploaded layer: a link that shows it, and a small base map around it."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import shapely

from atlas.analysis.countries import country_name
from atlas.i18n import t
from atlas.scene.query.permalink import parse_permalink, to_permalink
from atlas.scene.query.row_masks import readable_layers, shown_layers
from atlas.scene.query.view import Camera

if TYPE_CHECKING:
    from atlas.catalog import Catalog
    from atlas.io.atlas import Atlas

# A web map is 256 pixels wide at zoom 0; the layer should fill about three times that width.
_WIDTHS, _MOST_ZOOM = 3, 15
_VERTICES, _STEPS = 6_000, 300
_AROUND = 0.6
# Extent in degrees around a single point, on the map of the layer and of a proposed reference system.
_NARROW, _WIDE, _WIDE_VERTICES = 0.02, 3.0, 1_500
# A town within this many degrees names a place.
_NEAR = 0.75


def link_to(layer_id: str, link: str, catalog: "Catalog", extent: Sequence[float] | None) -> str:
    """Return the link that adds a layer to those of `link` and zooms to its extent."""
    view, _ = parse_permalink(link)
    shown = [other for other in shown_layers(view, catalog) if other != layer_id]
    seen = replace(view, mode="explore", layers=(*shown, layer_id), card=None)
    return to_permalink(replace(seen, at=_camera(extent)) if extent else seen)


def ground_lines(extent: Sequence[float], atlas: "Atlas", *, wide: bool = False) -> list[list[list[float]]]:
    """Return borders and coasts around an extent as few lines of longitude and latitude, for a small map.

    Parameters
    ----------
    extent
        West, south, east, north in degrees.
    atlas
        The atlas, whose backdrop is drawn.
    wide
        Countries alone, in a wide view: in which part of which country the rows lie.
    """
    west, south, east, north = extent
    margin = max(east - west, north - south, _WIDE if wide else _NARROW) * _AROUND
    # The small map is wider than high, and a degree of longitude shorter than one of latitude.
    across = margin * _WIDTHS
    box = (west - across, south - margin, east + across, north + margin)
    lines: list[list[list[float]]] = []
    left = _WIDE_VERTICES if wide else _VERTICES
    backdrop = [layer for layer in atlas.catalog.values() if layer.backdrop and not (wide and layer.level)]
    for layer in readable_layers(backdrop, atlas.frames):
        near = atlas.frames[layer.id].geometry.cx[box[0] : box[2], box[1] : box[3]].to_numpy()
        cut = shapely.clip_by_rect(shapely.boundary(near[shapely.get_dimensions(near) == 2]), *box)  # noqa: PLR2004
        parts = shapely.get_parts(shapely.simplify(cut, margin / _STEPS, preserve_topology=False))
        for part in parts[~shapely.is_empty(parts)]:
            pairs = shapely.get_coordinates(part).round(4).tolist()
            left -= len(pairs)
            if left < 0:
                return lines
            lines.append(pairs)
    return lines


def place_candidates(questions: Iterable[dict[str, Any]], atlas: "Atlas", lang: str, *, drawn: bool = False) -> None:
    """Name the place that each proposed reference system gives the rows; `drawn`: with borders and coasts around."""
    for question in questions:
        for candidate in question.get("candidates") or []:
            candidate["place"] = name_place(candidate["lon"], candidate["lat"], atlas, lang)
            if drawn:
                candidate["ground"] = ground_lines(candidate["extent"], atlas, wide=True)


def name_place(lon: float, lat: float, atlas: "Atlas", lang: str) -> str:
    """Return a name for a position: its commune where the atlas has it, else the nearest town, and the country."""
    point, near, country = shapely.Point(lon, lat), "", ""
    backdrop = readable_layers((layer for layer in atlas.catalog.values() if layer.backdrop), atlas.frames)
    for layer in backdrop:
        rows = atlas.frames[layer.id]
        around = rows.cx[lon - _NEAR : lon + _NEAR, lat - _NEAR : lat + _NEAR]
        inside = around[shapely.covers(around.geometry.to_numpy(), point)]
        if layer.level == "commune" and len(inside):
            near = str(inside[layer.name].iloc[0])
        if "iso3" not in rows:
            continue
        codes = inside["iso3"].dropna()
        country = country_name(str(codes.iloc[0]), lang) if len(codes) else country
        towns = around[(shapely.get_type_id(around.geometry.to_numpy()) == 0) & around[layer.name].notna().to_numpy()]
        if len(towns) and not near:
            gaps = shapely.distance(towns.geometry.to_numpy(), point)
            near = t("gate.place_near", lang, place=towns[layer.name].iloc[int(gaps.argmin())])
    return ", ".join(part for part in (near, country) if part) or t("gate.place_sea", lang)


def _camera(extent: Sequence[float]) -> Camera:
    west, south, east, north = extent
    stretch = 1 / max(math.cos(math.radians((south + north) / 2)), 0.1)
    wide = max(east - west, (north - south) * stretch, 1e-4)
    zoom = max(1, min(_MOST_ZOOM, round(math.log2(360 * _WIDTHS / wide), 1)))
    return Camera(round((south + north) / 2, 5), round((west + east) / 2, 5), zoom)
