"""What the bar and the panel show of a view, switches, counts, facets and messages, and what acts of the reader change.

The page has it by two ways: the route `act` answers an act at once (`atlas.serve.routes.act`), and the run of the page
that takes the view over says it again where it differs (`atlas.ui.page`).
"""

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from atlas.errors import AtlasError
from atlas.i18n import t
from atlas.render.mark_encoding import LayerSheet, mark_sheet
from atlas.scene.explore.facets import count_facets
from atlas.scene.map.classes import classes_of
from atlas.scene.query.actions import apply_action
from atlas.scene.query.conditions import describe_conditions
from atlas.scene.query.permalink import to_permalink
from atlas.scene.query.row_masks import shown_layers
from atlas.scene.story.library import resolve_view
from atlas.serve.state import row_total

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from atlas.io.atlas import Atlas
    from atlas.scene.map.scene import Scene
    from atlas.scene.query.view import View


@dataclass(frozen=True, slots=True)
class PageView:
    """What a page shows: its view, the layer whose filters are open, and what of the last acts could not be done."""

    view: "View"
    open_layer: str | None = None
    problems: tuple[AtlasError, ...] = ()


def apply_acts(page: PageView, acts: "Iterable[Mapping[str, Any]]", atlas: "Atlas") -> PageView:
    """Return what a page shows after acts of its reader; a refused one is a message and changes nothing."""
    refused: list[AtlasError] = []
    for act in acts:
        if act.get("kind") == "open":
            page = replace(page, open_layer=act.get("layer"))
            continue
        try:
            view, problems = resolve_view(apply_action(page.view, act, atlas.catalog), atlas)
        except AtlasError as problem:
            refused.append(problem)
        else:
            page = replace(page, view=view, problems=problems)
    return replace(page, problems=tuple(refused)) if refused else page


def link_of(view: "View") -> str:
    """Return the parameters of the link of a view."""
    return to_permalink(view).removeprefix("?")


def panel_data(page: PageView, scene: "Scene", atlas: "Atlas") -> dict[str, Any]:
    """Return the state of the panel as a small message; titles and codes come by URL, once for each language.

    It goes with the legend of the scene, which the message of the map holds, and with `new_sheets`.
    """
    view = page.view
    shown = set(shown_layers(view, atlas.catalog))
    return {
        "lang": view.lang,
        "mode": view.mode,
        "theme": view.theme,
        "link": link_of(view),
        "title": t("app.title", view.lang),
        "basemap": view.basemap,
        "layers": {layer_id: _row(layer_id, shown, scene, atlas) for layer_id in atlas.catalog},
        "private": [layer.id for layer in atlas.catalog.values() if layer.private],
        "open": page.open_layer,
        "facets": _facets(page.open_layer, view, atlas) if page.open_layer in shown else {},
        "filters": _filters(view),
        "conditions": [asdict(condition) for condition in describe_conditions(view, atlas)],
        "messages": [problem.text_for_readers(view.lang) for problem in page.problems],
    }


def new_sheets(before: "View", view: "View", scene: "Scene", atlas: "Atlas") -> dict[str, LayerSheet]:
    """Return how the layers are drawn that a view shows for the first time, or in other classes than the one before."""
    known = {layer_id: _classes(layer_id, before, atlas) for layer_id in shown_layers(before, atlas.catalog)}
    return {
        mark.layer: mark_sheet(mark)
        for mark in scene.marks
        if mark.layer not in known or known[mark.layer] != _classes(mark.layer, view, atlas)
    }


def _classes(layer_id: str, view: "View", atlas: "Atlas") -> object:
    return classes_of(atlas.catalog[layer_id], view)


def _row(layer_id: str, shown: set[str], scene: "Scene", atlas: "Atlas") -> list[int | None]:
    """Return whether a layer is on, how many rows are kept and how many there are (None: its file is damaged)."""
    total = row_total(layer_id, atlas)
    if total is None:
        return [0, None, None]
    return [
        int(layer_id in shown),
        int(np.count_nonzero(scene.kept[layer_id])) if layer_id in scene.kept else None,
        total,
    ]


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
