"""What the bar and the panel show of a view: switches, counts, facets, messages."""

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from atlas.i18n import t
from atlas.render.scene_message import legend_message
from atlas.scene.explore.facets import count_facets
from atlas.scene.query.conditions import describe_conditions
from atlas.scene.query.permalink import to_permalink
from atlas.scene.query.row_masks import shown_layers
from atlas.serve.state import row_total

if TYPE_CHECKING:
    from collections.abc import Iterable

    from atlas.errors import AtlasError
    from atlas.io.atlas import Atlas
    from atlas.scene.map.scene import Scene
    from atlas.scene.query.view import View


def panel_data(
    view: "View", scene: "Scene", atlas: "Atlas", *, open_layer: str | None, problems: "Iterable[AtlasError]"
) -> dict[str, Any]:
    """Return the state of the panel as a small message; titles and codes come by URL, once for each language."""
    shown = set(shown_layers(view, atlas.catalog))
    return {
        "lang": view.lang,
        "mode": view.mode,
        "theme": view.theme,
        "link": to_permalink(view).removeprefix("?"),
        "title": t("app.title", view.lang),
        "basemap": view.basemap,
        "legend": legend_message(scene, with_symbols=True),
        "layers": {layer_id: _row(layer_id, shown, scene, atlas) for layer_id in atlas.catalog},
        "private": [layer.id for layer in atlas.catalog.values() if layer.private],
        "open": open_layer,
        "facets": _facets(open_layer, view, atlas) if open_layer in shown else {},
        "filters": _filters(view),
        "conditions": [asdict(condition) for condition in describe_conditions(view, atlas)],
        "messages": [problem.text_for_readers(view.lang) for problem in problems],
    }


def _row(layer_id: str, shown: set[str], scene: "Scene", atlas: "Atlas") -> list[int | None]:
    """Return whether a layer is on, how many rows are kept and how many there are (None: its file is damaged)."""
    total = row_total(layer_id, atlas)
    if total is None:
        return [0, None, None]
    return [int(layer_id in shown), int(scene.kept[layer_id].sum()) if layer_id in scene.kept else None, total]


def _facets(layer_id: str | None, view: "View", atlas: "Atlas") -> dict[str, Any]:
    if layer_id is None:
        return {}
    facets = count_facets(layer_id, view, atlas)
    return {name: asdict(facet) for name, facet in facets.items()}


def _filters(view: "View") -> dict[str, dict[str, dict[str, Any]]]:
    filters: dict[str, dict[str, dict[str, Any]]] = {}
    for condition in view.filters:
        field = filters.setdefault(condition.layer, {}).setdefault(condition.field, {"values": [], "missing": False})
        if condition.operator == "in":
            field["values"] = list(condition.values)
        elif condition.operator == "missing":
            field["missing"] = True
        else:
            field[condition.operator] = condition.bound
    return filters
