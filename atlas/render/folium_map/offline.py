"""A `folium.Map` whose page needs no network: Leaflet lies in it."""

from collections.abc import Iterable, Mapping
from inspect import signature
from typing import TYPE_CHECKING, Any

import folium

from atlas.errors import ViewError, nearest
from atlas.render.assets import leaflet_script, leaflet_style
from atlas.render.bundle import bundle
from atlas.render.folium_map.plugins import RawElement, inline_plugins, read_assets

if TYPE_CHECKING:
    from atlas.scene.query.view import Camera

# Where a map looks that is about nothing: the basin.
_BASIN, _ZOOM = (50.43, 2.95), 9


# Of the map of Leaflet, which folium hands on under these names.
_OF_LEAFLET = frozenset(
    {
        "assets",
        "attribution_control",
        "bounce_at_zoom_limits",
        "box_zoom",
        "center",
        "close_popup_on_click",
        "double_click_zoom",
        "dragging",
        "ease_linearity",
        "fade_animation",
        "inertia",
        "inertia_deceleration",
        "inertia_max_speed",
        "keyboard",
        "keyboard_pan_delta",
        "marker_zoom_animation",
        "max_bounds_viscosity",
        "scroll_wheel_zoom",
        "tap_hold",
        "tap_tolerance",
        "touch_zoom",
        "track_resize",
        "transform3_d_limit",
        "wheel_debounce_time",
        "wheel_px_per_zoom_level",
        "world_copy_jump",
        "zoom",
        "zoom_animation",
        "zoom_animation_threshold",
        "zoom_delta",
        "zoom_snap",
    }
)


def check_options(options: Mapping[str, Any], beside: Iterable[str] = ()) -> None:
    """Check the names of options: folium hands on any that it does not know, and Leaflet ignores them.

    Parameters
    ----------
    options
        Of `folium.Map`.
    beside
        What else the caller takes.

    Raises
    ------
    ViewError
        There is no such option; the sentence names the nearest.
    """
    known = {*signature(folium.Map.__init__).parameters, *_OF_LEAFLET} - {"self", "kwargs"}
    for name in options:
        if name not in known:
            raise ViewError("option_unknown", key=name, nearest=nearest(name, sorted({*known, *beside})))


class OfflineMap(folium.Map):
    """A map with Leaflet inside instead of addresses of other hosts.

    Markers and popups of folium work without the libraries that it loads for them (`folium/elements.js`), and so
    do heat maps, clusters of markers and scales of colours. Any other plugin loads its scripts from where folium says,
    with a warning, unless `assets` holds them.

    Parameters
    ----------
    bounds
        (west, south, east, north) to look at; None where there is nothing to see.
    camera
        Where to look instead.
    options
        Of `folium.Map`; ``location`` and ``zoom_start`` come before bounds and camera. ``assets``: a folder with
        scripts and styles of plugins, which are found there by the names of their files.
    """

    def __init__(
        self, bounds: tuple[float, float, float, float] | None, camera: "Camera | None", options: Mapping[str, Any]
    ) -> None:
        options = dict(options)
        check_options(options)
        self.assets = read_assets(options.pop("assets", None))
        self.looks = "location" not in options
        place = {"location": (camera.lat, camera.lon), "zoom_start": camera.zoom} if camera else {}
        standard = {"location": _BASIN, "zoom_start": _ZOOM, "tiles": None, "zoom_snap": 0.5}
        super().__init__(**{**standard, **place, **options})
        # folium hands these to its tiles alone; clusters of markers need the map to have them.
        self.options |= {"min_zoom": options.get("min_zoom", 2), "max_zoom": options.get("max_zoom", 18)}
        if isinstance(height := options.get("height"), int | float):
            # In a notebook the frame is as high as the map, not as a share of its width.
            figure: Any = self.get_root()
            figure.height = f"{height:g}px"
        # Of this map alone: the lists of folium are shared by all maps.
        self.default_js, self.default_css = [], []
        if bounds and not camera and self.looks:
            west, south, east, north = bounds
            self.fit_bounds([[south, west], [north, east]], padding=(16, 16), max_zoom=15)

    def script(self) -> str:
        """Return the scripts of the page beside Leaflet."""
        return bundle("folium/plain.js")

    def render(self, **kwargs: Any) -> str:
        """Put Leaflet into the head of the page, once for all maps of a page."""
        root: Any = self.get_root()
        header = root.header
        header.add_child(RawElement(f"<style>{leaflet_style()}</style>"), name="leaflet_css")
        header.add_child(RawElement(f"<script>{leaflet_script()}</script>"), name="leaflet")
        header.add_child(RawElement(f"<script>{self.script()}</script>"), name="atlas_script")
        rendered: str = super().render(**kwargs)  # type: ignore[no-untyped-call]
        inline_plugins(root, header, self.assets)
        return rendered
