"""A scene of the atlas in a `folium.Map`: each layer is one of folium's, drawn by the atlas on its canvas."""

import base64
import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import orjson
from folium.map import Layer
from folium.template import Template

from atlas.i18n import section_words
from atlas.render.bundle import bundle
from atlas.render.folium_map.offline import OfflineMap
from atlas.render.folium_map.packing import pack_marks
from atlas.render.folium_map.plugins import RawElement
from atlas.render.folium_map.style import folium_style
from atlas.render.scene_message import scene_message
from atlas.scene.map.light_ground import lighten_ground
from atlas.scene.map.simplified import simplify_scenes
from atlas.scene.query.drawn_shape import encode_rings

if TYPE_CHECKING:
    from atlas.scene.map.scene import Mark, Scene


class SceneLayer(Layer):
    """One layer of a scene: a layer of folium that its control switches by its title."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "var {{ this.get_name() }} = {{ this.drawing }}.layer({{ this.layer|tojson }});"
        "{% endmacro %}"
    )

    def __init__(self, mark: "Mark", drawing: str) -> None:
        super().__init__(name=mark.title, overlay=True)
        self._name = "AtlasLayer"
        self.layer = mark.layer
        self.drawing = drawing
        west, south, east, north = mark.features.total_bounds.tolist()
        nowhere = math.isnan(west)
        self.bounds: list[list[float | None]] = [[None] * 2] * 2 if nowhere else [[south, west], [north, east]]

    def _get_self_bounds(self) -> list[list[float | None]]:
        """Return the south-west and north-east corners, as folium asks for them."""
        return self.bounds


class _Opening(Layer):
    """The call that puts the drawing into the map, before its layers."""

    _template = Template(
        "{% macro script(this, kwargs) %}"
        "var {{ this.drawing }} = atlasFolium.open({{ this.map }}, {{ this.map|tojson }});"
        "{% endmacro %}"
    )

    def __init__(self, drawing: str, name: str) -> None:
        super().__init__(name="atlas", control=False, show=False)
        self._name = "AtlasDrawing"
        self.drawing = drawing
        self.map = name


class AtlasMap(OfflineMap):
    """A map of folium with the layers of a scene.

    Parameters
    ----------
    scene
        What to draw.
    cards
        Layer id → row id → card.
    answers
        The list of answers to the question of the scene.
    options
        Of `folium.Map`.
    """

    def __init__(
        self,
        scene: "Scene",
        cards: Mapping[str, Mapping[str, object]],
        answers: Mapping[str, object],
        options: Mapping[str, Any],
    ) -> None:
        own = {"zoom_control": False, "world_copy_jump": True}
        super().__init__(None, scene.camera, own | dict(options))
        self.shown, self.packed = scene_parts(scene, cards, answers)
        self.shown["looks"] = self.looks
        drawing = f"drawing_{self.get_name()}"
        self.add_child(_Opening(drawing, self.get_name()))
        for mark in scene.marks:
            self.add_child(SceneLayer(mark, drawing))

    def render(self, **kwargs: Any) -> str:
        """Put the drawing into the head of the page, once for all maps, and what is shown beside the map."""
        root: Any = self.get_root()
        root.header.add_child(RawElement(f"<style>{folium_style()}</style>"), name="atlas_style")
        name = self.get_name()
        scene, rows = escaped_json(self.shown), base64.b64encode(self.packed).decode()
        data = (
            f'<script type="application/json" id="{name}_scene">{scene}</script>'
            f'<script type="text/plain" id="{name}_rows">{rows}</script>'
        )
        root.html.add_child(RawElement(data), name=f"{name}_data")
        return super().render(**kwargs)

    def script(self) -> str:
        """Return the scripts of a page with such a map."""
        return bundle("folium/open.js")


def scene_parts(
    scene: "Scene", cards: Mapping[str, Mapping[str, object]], answers: Mapping[str, object]
) -> tuple[dict[str, Any], bytes]:
    """Return what a page needs at once, and what it unpacks: rows, cards and answers, compressed.

    Parameters
    ----------
    scene
        What to draw.
    cards, answers
        See `AtlasMap`.
    """
    (scene,) = simplify_scenes([lighten_ground(scene)])
    marks = (*scene.backdrop, *scene.ground, *scene.marks)
    shown = {
        "lang": scene.lang,
        "home": None,
        "words": section_words("map", scene.lang),
        "state": scene_message(scene),
        "outline": encode_rings(scene.outline),
    }
    return shown, pack_marks(marks, {"cards": cards, "answers": answers})


def escaped_json(value: object) -> str:
    """Return JSON that can stand in a script of a page."""
    return orjson.dumps(value).decode().replace("<", "\\u003c")
