"""What a map in an app of Streamlit shows: rows that are sent once, and a small message for what changes."""

import base64
import hashlib
import re
from dataclasses import dataclass, field, replace
from functools import cache
from typing import TYPE_CHECKING, Any

import folium
import geopandas as gpd
import numpy as np
import pandas as pd

from atlas.api.atlas import Atlas, open_atlas
from atlas.api.maps import ROWS, rows_cards, rows_scene, rows_title, view_of_layer
from atlas.api.own_layer import check_rows, make_layer
from atlas.errors import ViewError, in_short
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
from atlas.streamlit.held_rows import HeldRows, Shapes, hash_rows

if TYPE_CHECKING:
    from atlas.api.own_style import OwnStyle
    from atlas.scene.map.scene import Scene

# Of the hash that names a part.
NAME_LETTERS = 32
# What folium names by chance: the same map has the same page in every run.
_RANDOM = re.compile(r"(?<=_)[0-9a-f]{32}\b")


@dataclass(frozen=True, slots=True, eq=False)
class MapContent:
    """What a map shows.

    Attributes
    ----------
    page
        The page in the frame, after its name.
    rows
        Compressed rows and cards, after their name; None where the page holds all.
    show
        What is shown of them: a message of a few kB.
    made_of
        What the message was made of besides rows: a view and its atlas; how rows are coloured, and the language.
    hashes, shapes
        Of rows of an app, see `atlas.streamlit.held_rows.hash_rows`.
    held
        The rows that the browser has, where some of them can be shown without sending them again.
    """

    page: bytes
    rows: bytes | None = None
    show: dict[str, Any] | None = None
    made_of: object = None
    hashes: np.ndarray = field(default_factory=lambda: np.zeros(0, dtype=np.uint64))
    shapes: Shapes = field(default_factory=dict)
    held: HeldRows | None = None

    @property
    def state(self) -> dict[str, Any] | None:
        """What the page in the frame is told to show; None where it holds all."""
        return None if self.rows is None else {"rows": part_name(self.rows), "show": self.show}


def named(part: bytes) -> bytes:
    """Return a part after its name, a hash of it."""
    return hashlib.sha256(part).hexdigest()[:NAME_LETTERS].encode() + part


def part_name(part: bytes) -> str:
    """Return the name that stands before a part."""
    return part[:NAME_LETTERS].decode()


def content_of(
    shown: object, style: "OwnStyle", lang: str, atlas: Atlas | None, before: MapContent | None
) -> MapContent:
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
        What the same map showed before: where nothing has changed it is returned; rows that it holds are not sent
        again.

    Raises
    ------
    ViewError
        It is none of these.
    LayerDataError
        The rows cannot be shown.
    """
    if isinstance(shown, gpd.GeoDataFrame):
        return _rows(shown, style, lang, before)
    if isinstance(shown, folium.Map):
        return MapContent(_folium_page(shown))
    if not isinstance(shown, View | str):
        raise ViewError("shown_wrong", value=in_short(shown))
    basin = atlas or _shipped()
    view = basin.validated(shown)
    if before and before.made_of == (view, basin):
        return before
    scene = compose(view, basin)
    show, rows = scene_parts(scene, make_cards([scene], basin), list_answers(view, basin))
    return MapContent(stage_page(), named(rows), show | {"looks": True}, (view, basin))


@cache
def _shipped() -> Atlas:
    return open_atlas()


def _rows(gdf: gpd.GeoDataFrame, style: "OwnStyle", lang: str, before: MapContent | None) -> MapContent:
    """Return the message for rows that are there already, else all of them."""
    check_rows(gdf, ROWS)
    made_of = (style, lang)
    hashes, shapes = hash_rows(gdf, before.shapes if before else {})
    if before and before.made_of == made_of:
        if np.array_equal(before.hashes, hashes):
            return before
        if before.held and (places := before.held.places(hashes)) is not None:
            view, atlas = view_of_layer(before.held.layer, before.held.rows.iloc[places], gdf, style, lang=lang)
            show = _some_of(before, before.held, places, rows_scene(view, atlas, style))
            return replace(before, show=show, hashes=hashes, shapes=shapes)
    layer, frame = make_layer(gdf, ROWS, title=rows_title(style, lang))
    view, atlas = view_of_layer(layer, frame, gdf, style, lang=lang)
    scene = rows_scene(view, atlas, style)
    show, rows = scene_parts(scene, rows_cards(scene, atlas), {"groups": [], "gaps": []})
    drawn, order = show["state"]["simplified"].get(ROWS, (len(gdf),))[0], pd.Index(hashes)
    held = HeldRows(layer, frame, order) if drawn == len(gdf) and order.is_unique else None
    return MapContent(stage_page(), named(rows), show | {"looks": True}, made_of, hashes, shapes, held)


def _some_of(before: MapContent, held: HeldRows, places: np.ndarray, scene: "Scene") -> dict[str, Any]:
    """Return the message that shows some of the rows that are there, with colours of these alone."""
    count = len(held.rows)
    mask, symbol_of = np.zeros(count, dtype=bool), np.zeros(count, dtype=np.uint8)
    (mark,) = (replace(mark, large=False) for mark in scene.marks)
    mask[places], symbol_of[places] = True, mark.symbol_of
    state = scene_message(replace(scene, marks=(mark,), layer_queries={}))
    kept = base64.b64encode(np.packbits(mask, bitorder="little").tobytes()).decode()
    classes = {
        "field": mark.field,
        "variable": mark.variable,
        "opacity": mark.opacity,
        "symbols": mark_sheet(mark)["symbols"],
        "of": base64.b64encode(symbol_of.tobytes()).decode(),
    }
    shown = {"layers": [{"id": ROWS, "count": len(places), "mask": kept}], "classes": {ROWS: classes}}
    return {**(before.show or {}), "state": {**state, **shown}}


@cache
def stage_page() -> bytes:
    """Return the page in the frame of a map: the same for all of them, without rows."""
    head = f"<style>{leaflet_style()}\n{folium_style()}\nhtml, body, #map {{ margin: 0; height: 100% }}</style>"
    scripts = f"<script>{leaflet_script()}</script><script>{bundle('streamlit/stage.js')}</script>"
    body = f'<body><div id="map"></div>{scripts}</body>'
    return named(f'<!DOCTYPE html><html><head><meta charset="utf-8">{head}</head>{body}</html>'.encode())


def _folium_page(made: folium.Map) -> bytes:
    """Return the page of a map of folium, with the script that tells what its reader does."""
    names: dict[str, str] = {}
    root: Any = made.get_root()
    text = _RANDOM.sub(lambda found: names.setdefault(found[0], f"{len(names):032x}"), root.render())
    watch = bundle_exports("streamlit/watch.js")
    before, after = text.rsplit("</html>", 1)
    name = _RANDOM.sub(lambda found: names[found[0]], made.get_name())
    return named(f"{before}<script>{watch}.watch({name});</script></html>{after}".encode())
