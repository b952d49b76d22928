"""What a map in an app of Streamlit shows: rows that are sent once, and a small message for what changes."""

import base64
import hashlib
import re
from dataclasses import dataclass, replace
from functools import cache
from typing import TYPE_CHECKING, Any

import folium
import geopandas as gpd
import numpy as np
import pandas as pd

from atlas.api.atlas import Atlas, open_atlas
from atlas.api.maps import ROWS, rows_cards, rows_scene, rows_view
from atlas.errors import ViewError
from atlas.render.assets import leaflet_script, leaflet_style
from atlas.render.bundle import bundle, bundle_exports
from atlas.render.folium_map.map import scene_parts
from atlas.render.folium_map.style import folium_style
from atlas.render.mark_encoding import mark_sheet
from atlas.render.scene_message import scene_message
from atlas.scene.explore.answers import list_answers
from atlas.scene.explore.cards import make_cards
from atlas.scene.map.compose import compose
from atlas.scene.query.view import View

if TYPE_CHECKING:
    from atlas.api.own_style import OwnStyle
    from atlas.scene.map.scene import Scene

# Of the hash that names a part.
NAME_LETTERS = 32
# What folium names by chance: the same map has the same page in every run.
_RANDOM = re.compile(r"(?<=_)[0-9a-f]{32}\b")


@dataclass(frozen=True, slots=True, eq=False)
class Content:
    """What a map shows.

    Attributes
    ----------
    page
        The page in the frame.
    rows
        Compressed rows and cards; None where the page holds all.
    show
        What is shown of them: a message of a few kB.
    hashes
        Hash of each row that is shown; none of a view.
    ids
        Hash of each row that was sent → its place, for rows that come again.
    style
        How the rows are coloured, and the language.
    """

    page: bytes
    rows: bytes | None
    show: dict[str, Any] | None
    hashes: list[int]
    ids: dict[int, int]
    style: "tuple[OwnStyle, str] | None"


def part_name(part: bytes) -> str:
    """Return the name of a part: a hash of it."""
    return hashlib.sha256(part).hexdigest()[:NAME_LETTERS]


def content_of(shown: object, style: "OwnStyle", lang: str, atlas: Atlas | None, before: Content | None) -> Content:
    """Return what a map shows of a GeoDataFrame, a view, a link or a map of folium.

    Parameters
    ----------
    shown
        What the app hands over.
    style
        Colours of a GeoDataFrame.
    lang
        Language of legend and controls of a GeoDataFrame.
    atlas
        The atlas of a view; the shipped one by default.
    before
        What the same map showed before: rows that it holds are not sent again.

    Raises
    ------
    ViewError
        It is none of these.
    """
    if isinstance(shown, gpd.GeoDataFrame):
        return _rows(shown, style, lang, before)
    if isinstance(shown, folium.Map):
        return Content(_folium_page(shown), None, None, [], {}, None)
    if not isinstance(shown, View | str):
        raise ViewError("view_wrong", value=shown)
    basin = atlas or _shipped()
    view = basin.validated(shown)
    scene = compose(view, basin)
    show, rows = scene_parts(scene, make_cards([scene], basin), list_answers(view, basin))
    return Content(stage_page(), rows, show | {"looks": True}, [], {}, None)


@cache
def _shipped() -> Atlas:
    return open_atlas()


def _rows(gdf: gpd.GeoDataFrame, style: "OwnStyle", lang: str, before: Content | None) -> Content:
    """Return the message for rows that are there already, else all of them."""
    hashes = row_hashes(gdf)
    known = before.ids if before and before.style == (style, lang) else {}
    if before and known and before.hashes == hashes:
        return before
    view, atlas = rows_view(gdf, style, lang=lang)
    scene = rows_scene(view, atlas, style)
    if before and known and hashes and all(one in known for one in hashes):
        places = np.array([known[one] for one in hashes], dtype=int)
        return replace(before, show=_some_of(before, places, scene), hashes=hashes)
    show, rows = scene_parts(scene, rows_cards(scene, atlas), {"groups": [], "gaps": []})
    drawn = show["state"]["simplified"].get(ROWS, (len(gdf),))[0]
    whole = drawn == len(gdf) == len(set(hashes))
    ids = {one: place for place, one in enumerate(hashes)} if whole else {}
    return Content(stage_page(), rows, show | {"looks": True}, hashes, ids, (style, lang))


def row_hashes(gdf: gpd.GeoDataFrame) -> list[int]:
    """Return a hash of each row: of its label, its cells and its shape."""
    plain = pd.DataFrame(gdf.drop(columns=[gdf.active_geometry_name] if gdf.active_geometry_name else []))
    try:
        cells = pd.util.hash_pandas_object(plain, index=True)
    except TypeError:
        # Lists and other geometries in a column have no hash.
        cells = pd.util.hash_pandas_object(plain.map(str), index=True)
    shapes = pd.util.hash_array(gdf.geometry.to_wkb().fillna(b"").to_numpy(dtype=object))
    return [int(one) for one in cells.to_numpy() * np.uint64(31) + shapes]


def _some_of(before: Content, places: np.ndarray, scene: "Scene") -> dict[str, Any]:
    """Return the message that shows some of the rows that are there, with colours of these alone."""
    count = len(before.ids)
    mask, symbol_of = np.zeros(count, dtype=bool), np.zeros(count, dtype=np.uint8)
    (mark,) = (replace(mark, large=False) for mark in scene.marks)
    mask[places], symbol_of[places] = True, mark.symbol_of
    state = scene_message(replace(scene, marks=(mark,), layer_queries={}))
    held = base64.b64encode(np.packbits(mask, bitorder="little").tobytes()).decode()
    classes = {
        "field": mark.field,
        "variable": mark.variable,
        "opacity": mark.opacity,
        "symbols": mark_sheet(mark)["symbols"],
        "of": base64.b64encode(symbol_of.tobytes()).decode(),
    }
    shown = {"layers": [{"id": ROWS, "count": len(places), "mask": held}], "classes": {ROWS: classes}}
    return {**(before.show or {}), "state": {**state, **shown}}


@cache
def stage_page() -> bytes:
    """Return the page in the frame of a map: the same for all of them, without rows."""
    head = f"<style>{leaflet_style()}\n{folium_style()}\nhtml, body, #map {{ margin: 0; height: 100% }}</style>"
    scripts = f"<script>{leaflet_script()}</script><script>{bundle('streamlit/stage.js')}</script>"
    body = f'<body><div id="map"></div>{scripts}</body>'
    return f'<!DOCTYPE html><html><head><meta charset="utf-8">{head}</head>{body}</html>'.encode()


def _folium_page(made: folium.Map) -> bytes:
    """Return the page of a map of folium, with the script that tells what its reader does."""
    names: dict[str, str] = {}
    root: Any = made.get_root()
    text = _RANDOM.sub(lambda found: names.setdefault(found[0], f"{len(names):032x}"), root.render())
    watch = bundle_exports("streamlit/watch.js")
    before, after = text.rsplit("</html>", 1)
    name = _RANDOM.sub(lambda found: names[found[0]], made.get_name())
    return f"{before}<script>{watch}.watch({name});</script></html>{after}".encode()
