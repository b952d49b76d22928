"""Validation of a view against the layers of an atlas."""

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from atlas.analysis.statistics.classify import SCHEMES
from atlas.catalog.filter import NUMERIC, Filter, check_filter
from atlas.errors import AtlasError, ViewError, choices, nearest
from atlas.scene.query.link_parts import keep_valid
from atlas.scene.query.row_masks import shown_layers, territory_outline
from atlas.scene.query.validate_compare import validate_compare
from atlas.scene.query.view import BASEMAP, LEAST_CLASSES, MOST_CLASSES, Classes, Near, Nearest

if TYPE_CHECKING:
    from atlas.catalog import Layer
    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import View


def validate_view(view: "View", atlas: "Atlas") -> tuple["View", tuple[AtlasError, ...]]:
    """Drop the invalid parts of a view; return one error for each.

    The scene of a story is not resolved here: see `atlas.scene.story.library.resolve_view`.

    Returns
    -------
    tuple
        The view with its valid parts, and one error for each of the others: an unknown name, or a layer whose file is
        damaged.
    """
    problems: list[AtlasError] = []

    def usable(parts: tuple[Any, ...], check: Callable[..., object], key: str) -> tuple[Any, ...]:
        return keep_valid(parts, lambda part: check(part, atlas), problems, key=key, names=True)

    requested = shown_layers(view, atlas.catalog)
    shown = usable(requested, lambda part, atlas: _layer("layers", part, atlas), "layers")
    parts: Any = {key: usable(getattr(view, key), check, key) for key, check in _CHECKS.items()}
    parts["classes"], repeated = _first_of_each_layer(parts["classes"])
    problems += repeated
    # Layers shown by default are not named in the link, unless one of them cannot be read.
    layers = view.layers if shown == requested else shown
    if not shown and view.layers:
        # Nothing is left of the link: the default layers are shown, those that can be read.
        usual = shown_layers(replace(view, layers=None), atlas.catalog)
        others = tuple(layer_id for layer_id in usual if layer_id not in requested)
        layers = usable(others, lambda part, atlas: _layer("layers", part, atlas), "layers")
        layers = None if layers == usual else layers
    basemap = usable((view.basemap,), _check_basemap, "basemap") or (BASEMAP,)
    card = usable((view.card,), _check_card, "card")[0:1] if view.card else ()
    sheet = usable((view.layer,) if view.layer else (), lambda part, atlas: _declared("layer", part, atlas), "layer")
    parts |= {"basemap": basemap[0], "card": next(iter(card), None), "layer": next(iter(sheet), None)}
    valid = replace(view, layers=layers, **parts)
    compared, invalid = validate_compare(valid, atlas)
    return compared, (*problems, *invalid)


def _layer(key: str, layer_id: str, atlas: "Atlas") -> "Layer":
    """Return a layer; raise when it is not declared or its files cannot be read."""
    layer = _declared(key, layer_id, atlas)
    atlas.read(layer_id)
    return layer


def _declared(key: str, layer_id: str, atlas: "Atlas") -> "Layer":
    """Return a layer; raise in the same words for one that was never there and for one that is somebody else's own."""
    if layer_id not in atlas.catalog:
        raise ViewError("layer_not_seen", key=key, value=layer_id, nearest=nearest(layer_id, atlas.catalog))
    return atlas.catalog[layer_id]


def _check_condition(part: Filter, atlas: "Atlas") -> None:
    check_filter(part, _layer(part.key, part.layer, atlas))


def _check_pair(part: Near | Nearest, atlas: "Atlas") -> None:
    key = "near" if isinstance(part, Near) else "nearest"
    for layer_id in (part.layer, part.other):
        if _layer(key, layer_id, atlas).geometry == "none":
            raise ViewError("layer_is_table", key=key, value=layer_id)


def _check_classes(part: Classes, atlas: "Atlas") -> None:
    layer = _layer("classes", part.layer, atlas)
    if layer.geometry == "none":
        raise ViewError("layer_is_table", key="classes", value=layer.id)
    field, counts = layer.fields.get(part.field), range(LEAST_CLASSES, MOST_CLASSES + 1)
    numeric = field is not None and field.type in NUMERIC and atlas.frames[layer.id][part.field].notna().any()
    if not numeric or part.count not in counts:
        value = f"{part.layer}.{part.field}:{part.scheme}:{part.count}"
        raise ViewError("classes_wrong", key="classes", value=value, least=LEAST_CLASSES, most=MOST_CLASSES)
    if part.scheme not in SCHEMES:
        raise ViewError("value_unknown", key="classes", value=part.scheme, valid=", ".join(SCHEMES))


def _first_of_each_layer(classes: tuple[Classes, ...]) -> tuple[tuple[Classes, ...], list[ViewError]]:
    """Keep the first classification of each layer, and return an error for each other one."""
    first: dict[str, Classes] = {}
    for part in classes:
        first.setdefault(part.layer, part)
    more = [
        ViewError("classes_twice", key="classes", value=part.layer) for part in classes if first[part.layer] != part
    ]
    return tuple(first.values()), more


def _check_drawn(key: str) -> Callable[[Any, "Atlas"], None]:
    """Return a check that a part names a layer that is drawn: by its id, or as the first of a pair."""

    def check(part: str | tuple[str, float], atlas: "Atlas") -> None:
        layer_id = part if isinstance(part, str) else part[0]
        if _layer(key, layer_id, atlas).geometry == "none":
            raise ViewError("layer_is_table", key=key, value=layer_id)

    return check


def _check_version(part: tuple[str, str], atlas: "Atlas") -> None:
    figures = {key: figure for layer in atlas.catalog.values() for key, figure in layer.figures.items()}
    for value, valid in ((part[0], figures), (part[1], figures[part[0]].versions if part[0] in figures else {})):
        if value not in valid:
            raise ViewError("value_unknown", key="version", value=value, valid=choices(value, valid))


def _check_basemap(name: str, atlas: "Atlas") -> None:
    valid = (BASEMAP, *atlas.catalog.basemaps)
    if name not in valid:
        raise ViewError("value_unknown", key="basemap", value=name, valid=choices(name, valid))


def _check_card(card: tuple[str, str], atlas: "Atlas") -> None:
    layer = _layer("card", card[0], atlas)
    rows = atlas.read(layer.id).index
    if card[1] not in rows:
        raise ViewError("row_unknown", key="card", layer=layer.id, value=card[1], nearest=nearest(card[1], rows))


_CHECKS: dict[str, Callable[..., object]] = {
    "filters": _check_condition,
    "near": _check_pair,
    "nearest": _check_pair,
    "classes": _check_classes,
    "order": _check_drawn("order"),
    "opacity": _check_drawn("opacity"),
    "version": _check_version,
    "territory": territory_outline,
}
