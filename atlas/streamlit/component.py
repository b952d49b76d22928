"""`st_atlas`: a map in an app of Streamlit, mounted once."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, Literal, TypedDict

import streamlit as st
from shapely.geometry import mapping

from atlas.api.own_style import OwnStyle
from atlas.errors import ViewError, choices
from atlas.scene.query.drawn_shape import shape_area
from atlas.streamlit.content import MapContent, content_of, part_name
from atlas.streamlit.mounting import inlined_component, mount_map
from atlas.streamlit_seam import spare_loaded_objects

if TYPE_CHECKING:
    import folium
    import geopandas as gpd

    from atlas.api.atlas import Atlas
    from atlas.scene.query.view import View

Answer = Literal["clicked", "bounds", "zoom", "shape"]
ANSWERS: tuple[Answer, ...] = ("clicked", "bounds", "zoom", "shape")


class MapAnswer(TypedDict):
    """What the reader of a map did.

    `clicked`: layer, id and name of the object whose card is open, or the place (``lat``, ``lon``) on a map of folium;
    `bounds`: west, south, east, north; `shape`: what was drawn, as a geometry of GeoJSON. None before.
    """

    clicked: dict[str, Any] | None
    bounds: tuple[float, float, float, float] | None
    zoom: float | None
    shape: dict[str, Any] | None


def st_atlas(  # noqa: PLR0913 - the keywords of an element of Streamlit, and of `atlas.show`
    shown: "gpd.GeoDataFrame | View | str | folium.Map",
    *,
    key: str,
    height: int = 600,
    column: str | None = None,
    scheme: str = "quantiles",
    k: int = 5,
    color: str | None = None,
    name: str | None = None,
    lang: str = "en",
    atlas: "Atlas | None" = None,
    returns: Sequence[Answer] = ("clicked", "bounds", "shape"),
) -> MapAnswer:
    """Show a map in an app of Streamlit and return what its reader did.

    The map is mounted once for its key: it stays where its reader moved it to while the app runs again, and takes new
    rows as a message. Rows that it holds already, such as those that a filter keeps, are not sent again.

    Parameters
    ----------
    shown
        A GeoDataFrame; a view or a link of the atlas; a map of folium, as it is.
    key
        Name of the map in the app.
    height
        Pixels.
    column, scheme, k, color, name, lang
        Of a GeoDataFrame, as in `atlas.show`.
    atlas
        The atlas of a view; the shipped one by default.
    returns
        What the app is told of, and runs again for: ``"clicked"``, ``"bounds"``, ``"zoom"``, ``"shape"``.

    Raises
    ------
    AtlasError
        What is handed over cannot be shown; the sentence says why.

    Examples
    --------
    >>> from atlas.streamlit import st_atlas
    >>> st_atlas("?layers=slag_heaps", key="map")["clicked"] is None
    True
    """
    if unknown := [answer for answer in returns if answer not in ANSWERS]:
        raise ViewError("value_unknown", key="returns", value=unknown[0], valid=choices(unknown[0], ANSWERS))
    kept = f"atlas {key}"
    before: MapContent | None = st.session_state.get(kept)
    content = content_of(shown, OwnStyle(column, scheme, k, color, name), lang, atlas, before)
    st.session_state[kept] = content
    if st.runtime.exists():
        spare_loaded_objects()
    with st.container(gap=None):
        _send(content.page, f"{key} page")
        if content.rows is not None:
            _send(content.rows, f"{key} rows")
        shown_now = {"page": part_name(content.page), "title": name or "atlas", "state": content.state}
        beside = {"height": height, "returns": list(returns)}
        component = inlined_component("atlas_map", "streamlit/mount.js", "mount")
        answered = mount_map(component, key, shown_now, beside=beside, callbacks={"seen": lambda: None})
    return _answer(dict(answered.get("seen") or {}))


def _send(part: bytes, key: str) -> None:
    """Send a part, which the browser keeps: the same part in the next run is a message of a few bytes."""
    inlined_component("atlas_part", "streamlit/part.js", "takePart")(key=key, data=part, height="content")


def _answer(seen: dict[str, Any]) -> MapAnswer:
    bounds = seen.get("bounds")
    # shapely tells less of its geometries than they have.
    shape: Any = shape_area(seen["shape"]) if seen.get("shape") else None
    return {
        "clicked": seen.get("clicked"),
        "bounds": (bounds[0], bounds[1], bounds[2], bounds[3]) if bounds else None,
        "zoom": seen.get("zoom"),
        "shape": mapping(shape) if shape else None,
    }
