"""What Python's own functions return, for the tests of the scripts: layers packed, polylines, places, hits."""

import base64
import json
from pathlib import Path
from typing import Any

import numpy as np
import polyline
import shapely

from atlas.analysis.spatial.build_levels import build_levels
from atlas.analysis.spatial.generalise import to_world, units
from atlas.catalog.filter import Filter
from atlas.i18n import LANGUAGES, plural, section_words
from atlas.io.atlas import Atlas
from atlas.render.mark_encoding import frame_arrays, mark_arrays, mark_sheet, pack_mark, pack_steps
from atlas.render.print.map.symbols import thinned
from atlas.scene.map.compose import make_mark
from atlas.scene.map.measured import measure_points
from atlas.scene.map.scene import Mark
from atlas.scene.map.viewport import find_rows, next_row
from atlas.scene.query.drawn_shape import encode_rings, read_shape
from atlas.scene.query.permalink import to_permalink
from atlas.scene.query.view import View
from tests.scripts.label_twins import make_labels, make_names
from tests.scripts.window_twins import make_held, make_picture

LAYERS = ("slag_heaps", "green_corridors", "communes", "partner_cities")
ROWS = 60
# Numbers and lengths as both write them, by one table.
NUMBERS = json.loads((Path(__file__).parents[1] / "golden/numbers.json").read_text(encoding="utf-8"))
PLACES = ((0.0, 0.0), (50.43, 2.95), (-33.9, 151.2), (64.1, -21.9), (84.9, 179.99), (-84.9, -179.99))


def make_twins(atlas: Atlas) -> dict[str, Any]:
    """Return what each test of a script compares with, by name."""
    marks = {layer_id: _first_rows(atlas, layer_id) for layer_id in LAYERS}
    return {
        "polylines": _polylines(),
        "places": [_place(lat, lon) for lat, lon in PLACES],
        "arrays": _arrays(),
        "layers": [_layer(mark) for mark in marks.values()],
        "pictures": [make_picture(marks["communes"], zoom) for zoom in (9, 11.5, 14)],
        "held": [make_held(marks["communes"], zoom) for zoom in (6, 7.5, 9)],
        "hits": [{"id": mark.layer, "hits": _hits(mark)} for mark in marks.values()],
        "next": _next(marks["slag_heaps"]),
        "squares": {"base64": _text(_squares(marks["communes"]))},
        "drawn": _drawn(),
        "years": _years(),
        "numbers": _numbers(),
        "lengths": _lengths(),
        "plurals": _plurals(),
        "labels": make_labels(),
        "thinned": [{"zoom": zoom, "width": thinned(2, zoom)} for zoom in (3, 8, 9.5, 10, 11, 12, 14)],
        "names": make_names(atlas),
        "measured": _measured(),
    }


def _measured() -> list[dict[str, Any]]:
    """Return lines and rings as the server measures them: small and large, across the antimeridian, at the poles."""
    lines: tuple[tuple[bool, tuple[tuple[float, float], ...]], ...] = (
        (False, ((50.43, 2.82), (50.43, 2.82001))),
        (False, ((50.43, 2.82), (50.45, 2.9), (50.2, 3.4))),
        (False, ((50.43, 2.82), (-19.6, -43.2), (35.7, 139.7))),
        (False, ((10.0, 179.5), (10.0, 180.5))),
        (False, ((0.0, 0.0), (0.0, 90.0), (89.9, 10.0))),
        (True, ((50.43, 2.82), (50.4301, 2.82), (50.4301, 2.8202))),
        (True, ((50.43, 2.82), (50.45, 2.9), (50.2, 3.4), (50.3, 2.7))),
        (True, ((50.3, 2.7), (50.2, 3.4), (50.45, 2.9), (50.43, 2.82))),
        (True, ((-1.0, 179.0), (1.0, 181.0), (2.0, 179.5))),
        (True, ((42.0, -5.0), (51.1, -4.5), (51.0, 8.2), (43.7, 7.5))),
        (True, ((-70.0, 0.0), (-70.0, 120.0), (-70.0, 240.0))),
        (True, ((0.0, 0.0), (89.0, 45.0), (0.0, 90.0))),
    )
    return [{"points": points, "closed": closed, **measure_points(points, closed=closed)} for closed, points in lines]


def _plurals() -> list[dict[str, Any]]:
    return [
        {
            "key": key,
            "lang": lang,
            "count": count,
            "forms": section_words("network", lang)[key],
            "text": plural(f"network.{key}", lang, count, n=count),
        }
        for lang in LANGUAGES
        for key in ("n_projects", "n_partners", "n_twinnings")
        for count in (0, 1, 1.5, 2, 5, 11, 21, 100, 1_000_000)
    ]


def _first_rows(atlas: Atlas, layer_id: str) -> Mark:
    return make_mark(atlas.catalog[layer_id], atlas.frames[layer_id].iloc[:ROWS], "fr")


def _text(packed: bytes) -> str:
    return base64.b64encode(packed).decode()


def _polylines() -> list[dict[str, Any]]:
    rng = np.random.default_rng(11)
    rings = {
        "a triangle": [[50.1, 2.5], [50.2, 2.6], [50.15, 2.75], [50.1, 2.5]],
        "a ring over two oceans": [[-89.99999, -179.99999], [89.99999, 179.99999], [0.0, 0.0], [-89.99999, -179.99999]],
        "the smallest step": [[50.0, 2.0], [50.00001, 2.0], [50.00001, 2.00001], [50.0, 2.0]],
    }
    for n in range(4):
        points = np.column_stack([rng.uniform(-90, 90, 12), rng.uniform(-180, 180, 12)]).round(5)
        rings[f"ring {n} of twelve places"] = [*points.tolist(), points[0].tolist()]
    return [
        {"about": about, "ring": ring, "text": encode_rings([shapely.Polygon([(lon, lat) for lat, lon in ring])])[0]}
        for about, ring in rings.items()
    ]


def _place(lat: float, lon: float) -> dict[str, float]:
    x, y = to_world(np.array([[lon, lat]]))[0]
    return {"lat": lat, "lon": lon, "x": float(x), "y": float(y)}


def _arrays() -> dict[str, Any]:
    values = {
        "bytes": np.array([0, 255, 7], np.uint8),
        "steps": np.array([-128, 0, 127, -1, 5], np.int8),
        "words": np.array([0, 65535], np.uint16),
        "shorts": np.array([-32768, 32767, 1], np.int16),
        "long": np.array([4294967295, 0], np.uint32),
        "whole": np.array([-2147483648, 2147483647], np.int32),
        "parts": np.array([0.5, -1.25, 1e10], np.float32),
        "none": np.array([], np.uint8),
        "last": np.array([9], np.uint8),
    }
    head = {"title": "Terrils à l’ombre — “été”"}
    arrays = {name: array.tolist() for name, array in values.items()}
    return {"base64": _text(frame_arrays(head, values)), "head": head, "arrays": arrays}


def _layer(mark: Mark) -> dict[str, Any]:
    """Return the rows of a layer, counted and measured by shapely."""
    shapes = mark.features.to_numpy()
    parts = [_lines(shape) for shape in shapes]
    points = shapely.point_on_surface(shapes)
    corners = [to_world(shapely.get_coordinates(shape)).round().astype(int) for shape in shapes if shape is not None]
    return {
        "id": mark.layer,
        "base64": _text(pack_mark(mark)),
        "steps": _text(pack_steps(mark, mark_arrays(mark), 1)),
        "ids": mark.features.index.tolist(),
        "names": list(mark.names),
        "kind": (shapely.get_dimensions(shapes) + 1).clip(0).tolist(),
        "rings": np.cumsum([0, *(len(lines) for lines in parts)]).tolist(),
        "vertices": np.cumsum([0, *(n for lines in parts for n in lines)]).tolist(),
        "boxes": [int(side) for xy in corners for side in (*xy.min(axis=0), *xy.max(axis=0))],
        "anchors": [[point.y, point.x] if point else [0, 0] for point in points],
    }


def _lines(shape: Any) -> list[int]:
    """Count the coordinates of each ring, line or point of a shape."""
    found = []
    for part in shapely.get_parts(shape) if shape is not None else []:
        rings = [part.exterior, *part.interiors] if part.geom_type == "Polygon" else [part]
        found += [len(ring.coords) for ring in rings]
    return found


def _hits(mark: Mark) -> list[dict[str, Any]]:
    """Return which rows of a layer the server finds at places beside its rows."""
    levels, kept = build_levels(mark.features.to_numpy()), np.ones(len(mark.features), bool)
    rng = np.random.default_rng(5)
    found = []
    for zoom in (8, 11, 14):
        for row in rng.choice(np.flatnonzero(levels.kind), 4):
            x, y = (levels.anchor[:, row] + rng.uniform(-12, 12, 2) * units(zoom)).round()
            place = (float(x), float(y))
            found.append({"zoom": zoom, "x": x, "y": y, "rows": find_rows(mark, levels, kept, place, zoom).tolist()})
    return found


def _next(mark: Mark) -> list[dict[str, Any]]:
    levels, kept = build_levels(mark.features.to_numpy()), np.ones(len(mark.features), bool)
    rows = np.flatnonzero(levels.kind)[:3]
    places = [(int(x), int(y)) for x, y in levels.anchor[:, rows].T]
    turns = (0, 90, 180, 270)
    return [
        {"x": x, "y": y, "turn": turn, "row": next_row(levels, kept, (x, y), turn, None)}
        for x, y in places
        for turn in turns
    ]


def _squares(mark: Mark) -> bytes:
    """Pack two squares, one in the other, a third with a hole, and a point, in world units."""

    def square(low: int, high: int) -> list[list[int]]:
        return [[low, low], [high, low], [high, high], [low, high], [low, low]]

    rings = [square(100, 900), square(300, 700), square(2000, 3000), square(2400, 2600), [[5000, 5000]]]
    sheet = mark_sheet(mark)
    sheet["symbols"] = [sheet["symbols"][0] | {"pattern": "solid"}]
    arrays = {
        "kind": np.array([3, 3, 3, 1], np.uint8),
        "symbol": np.zeros(4, np.uint8),
        "hollow": np.zeros(4, np.uint8),
        "radius": np.zeros(4, np.float32),
        "from_zoom": np.zeros(4, np.float32),
        "anchor": np.array([500, 500, 500, 500, 2200, 2200, 5000, 5000], np.int32),
        "rings": np.array([0, 1, 2, 4, 5], np.uint32),
        "vertices": np.cumsum([0, *map(len, rings)]).astype(np.uint32),
        "xy": np.concatenate(rings).astype(np.int32).ravel(),
    }
    return frame_arrays({"sheet": sheet, "ids": ["a", "b", "c", "d"], "names": ["A", "B", "C", "D"]}, arrays)


def _drawn() -> list[dict[str, Any]]:
    """Return shapes as a reader draws them, with the text that reads as them."""
    square = [[50.1, 2.5], [50.1, 2.75], [50.3, 2.75], [50.3, 2.5]]
    ring = [[50.1, 2.5], [50.2, 2.6], [50.15, 2.75]]
    drawn = [
        ("a rectangle", "rectangle", square[:1], square[2], 1, _ring(square)),
        ("a polygon", "polygon", ring, ring[-1], 1, _ring(ring)),
        ("a polygon with a corner pressed twice", "polygon", [*ring, ring[-1]], ring[-1], 1, _ring(ring)),
        ("a circle", "circle", [[50.123456789, 2.5]], [50.2, 2.5], 1234.4, "circle:50.12346,2.50000,1234"),
        ("a circle at sea", "circle", [[-0.000001, -120.5]], [0, -120], 55000, "circle:-0.00000,-120.50000,55000"),
    ]
    for *_, text in drawn:
        read_shape(text)
    keys = ("about", "shape", "corners", "end", "metres", "text")
    return [dict(zip(keys, one, strict=True)) for one in drawn]


def _ring(places: list[list[float]]) -> str:
    """Encode an open ring: the page does not repeat its first corner."""
    return str(polyline.encode([tuple(place) for place in places]))


def _years() -> list[dict[str, Any]]:
    """Return links that the server writes, with the years that they ask for."""
    asked = [(None, None, False), (1990, None, False), (None, 2004, False), (1990, 2004, True)]
    found = []
    for first, last, undated in asked:
        filters = (
            *([Filter("projects", "end_year", "gte", bound=first)] if first else []),
            *([Filter("projects", "start_year", "lte", bound=last)] if last else []),
            *([Filter("projects", "start_year", "missing")] if undated else []),
        )
        link = to_permalink(View(mode="network", filters=filters)).removeprefix("?")
        found.append({"link": link, "years": [first, last], "undated": undated})
    return found


def _numbers() -> list[dict[str, Any]]:
    """Return the shared table of numbers, by language."""
    return [
        {"number": row["number"], "options": row["options"], "lang": lang, "text": row[lang]}
        for row in NUMBERS["numbers"]
        for lang in LANGUAGES
    ]


def _lengths() -> list[dict[str, Any]]:
    return [
        {"number": row["number"], "lang": lang, "text": row[lang]} for row in NUMBERS["lengths"] for lang in LANGUAGES
    ]
