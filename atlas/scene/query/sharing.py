"""Sharing a view: files and links leave out private layers, whose licence does not allow sharing, unless requested.

Every command and every route that writes a file uses it; the map on the screen shows all layers.
"""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, TypedDict

from atlas.analysis.indicators import figure_of, own_measures
from atlas.catalog import Catalog
from atlas.errors import ViewError
from atlas.scene.query.permalink import to_permalink
from atlas.scene.query.row_masks import shown_layers
from atlas.scene.query.validate_view import validate_view

if TYPE_CHECKING:
    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import View


@dataclass(frozen=True, slots=True)
class SharedView:
    """A view to be shared.

    Attributes
    ----------
    view
        The view, without its private layers unless they were requested.
    atlas
        The layers that the file may be made from, without the private ones unless they were requested.
    private
        Ids of the private layers in the original view.
    """

    view: "View"
    atlas: "Atlas"
    private: tuple[str, ...]


class SharingMessage(TypedDict):
    """Private layers of a view, and the link without them or the reason why there is none."""

    # Pairs of id and title.
    layers: list[tuple[str, str]]
    # Exactly one of the two is None.
    link: str | None
    problem: str | None


def private_layers(catalog: Catalog) -> tuple[str, ...]:
    """Return the ids of the private layers."""
    return tuple(layer.id for layer in catalog.values() if layer.private)


def public_catalog(catalog: Catalog) -> Catalog:
    """Return the catalogue without its private layers."""
    allowed = {layer.id: layer for layer in catalog.values() if not layer.private}
    return Catalog(allowed, catalog.themes, catalog.basemaps, catalog.problems)


def public_atlas(atlas: "Atlas") -> "Atlas":
    """Return the atlas without its private layers."""
    return atlas.with_catalog(public_catalog(atlas.catalog)) if private_layers(atlas.catalog) else atlas


def share(view: "View", atlas: "Atlas", *, private: bool = False) -> SharedView:
    """Return a view to be shared.

    Parameters
    ----------
    view
        A validated view, see `atlas.scene.query.validate_view.validate_view`.
    atlas
        Declarations and rows.
    private
        Whether private layers are included.

    Raises
    ------
    ViewError
        Without private layers no layer is left, or a condition would be lost that selects rows of another layer.
    """
    held = frozenset(private_layers(atlas.catalog))
    named = named_private_layers(view, atlas.catalog, held)
    if private or not held:
        return SharedView(view, atlas, named)
    for part in view.near:
        if part.other in held and part.layer not in held:
            raise ViewError("private_decides", key="near", value=part.other)
    kept, allowed = _without(view, atlas.catalog, held), public_atlas(atlas)
    _, lost = validate_view(kept, allowed)
    for problem in lost:
        key, value = problem.named.get("key", "link"), problem.named.get("value", "")
        raise ViewError("private_decides", key=key, value=value) from problem
    return SharedView(kept, allowed, named)


def sharing_message(view: "View", atlas: "Atlas") -> SharingMessage:
    """Return the private layers of a view, and the link without them."""
    named = share(view, atlas, private=True).private
    link, problem = None, None
    try:
        link = to_permalink(share(view, atlas).view).removeprefix("?")
    except ViewError as refused:
        titled = {layer_id: layer.title(view.lang) for layer_id, layer in atlas.catalog.items()}
        ids = str(refused.named["value"]).split(", ")
        titles = ", ".join(titled.get(layer_id, layer_id) for layer_id in ids)
        problem = ViewError(refused.key, key=refused.named["key"], value=titles).text(view.lang)
    layers = [(layer_id, atlas.catalog[layer_id].title(view.lang)) for layer_id in named]
    return {"layers": layers, "link": link, "problem": problem}


def named_private_layers(view: "View", catalog: Catalog, held: frozenset[str]) -> tuple[str, ...]:
    """Return the private layers that a view, and so its link, names."""
    named = {
        *shown_layers(view, catalog),
        *(part.layer for part in view.filters),
        *(part.layer for part in view.classes),
        *view.order,
        *(layer for layer, _ in view.opacity),
    }
    pairs = [(part.layer, part.other) for part in view.near] + [(part.layer, part.other) for part in view.nearest]
    named |= {layer_id for pair in pairs for layer_id in pair}
    named |= {view.card[0]} if view.card else set()
    named |= {view.layer} if view.layer else set()
    figures = (*(text.partition(":")[0] for text in view.ind), *(value for _, value in view.detail))
    named |= {layer for text in figures if (layer := layer_of_figure(text, catalog))}
    return tuple(layer_id for layer_id in catalog if layer_id in named & held)


def layer_of_figure(measure: str, catalog: Catalog) -> str | None:
    """Return the layer of a measure that is a figure of the reader's own; None for any other."""
    return next((figure_of(own)[0] for own in own_measures(catalog) if own.id == measure), None)


def _without(view: "View", catalog: Catalog, held: frozenset[str]) -> "View":
    """Remove private layers, and all conditions on them, from a view."""
    shown = shown_layers(view, catalog)
    kept = tuple(layer_id for layer_id in shown if layer_id not in held)
    if shown and not kept:
        raise ViewError("private_only", key="layers", value=", ".join(shown))
    return replace(
        view,
        layers=view.layers if kept == shown else kept,
        filters=tuple(part for part in view.filters if part.layer not in held),
        near=tuple(part for part in view.near if not {part.layer, part.other} & held),
        nearest=tuple(part for part in view.nearest if not {part.layer, part.other} & held),
        classes=tuple(part for part in view.classes if part.layer not in held),
        order=tuple(layer for layer in view.order if layer not in held),
        opacity=tuple(pair for pair in view.opacity if pair[0] not in held),
        ind=tuple(text for text in view.ind if layer_of_figure(text.partition(":")[0], catalog) not in held),
        detail=tuple(pair for pair in view.detail if layer_of_figure(pair[1], catalog) not in held),
        card=None if view.card and view.card[0] in held else view.card,
        layer=None if view.layer in held else view.layer,
    )
