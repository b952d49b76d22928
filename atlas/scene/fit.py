"""Holds a view against an atlas: what can be answered stays, each other part is named."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from atlas.analysis.filters import NUMERIC, Filter, check_filter
from atlas.errors import AtlasError, ViewError
from atlas.scene.answer import outline_of, shown_layers
from atlas.scene.view import BASEMAP, Classes, Near, Nearest

if TYPE_CHECKING:
    import geopandas as gpd

    from atlas.catalog import Catalog, Layer
    from atlas.scene.view import View

    Frames = Mapping[str, gpd.GeoDataFrame]

# What a reader can tell apart on a map.
LEAST_CLASSES, MOST_CLASSES = 2, 7


def fit(view: "View", catalog: "Catalog", frames: "Frames") -> tuple["View", tuple[AtlasError, ...]]:
    """Leave out of a view what this atlas cannot answer.

    Returns
    -------
    tuple
        The view with the parts that can be answered, and one error for each of the others: an unknown name, or a layer
        whose file is damaged.
    """
    problems: list[AtlasError] = []

    def usable(parts: tuple[Any, ...], check: Callable[..., object]) -> tuple[Any, ...]:
        kept = []
        for part in parts:
            try:
                check(part, catalog, frames)
                kept.append(part)
            except AtlasError as problem:
                problems.append(problem)
        return tuple(kept)

    asked = shown_layers(view, catalog)
    shown = usable(asked, lambda part, *atlas: _layer("layers", part, *atlas))
    parts: Any = {key: usable(getattr(view, key), check) for key, check in _CHECKS.items()}
    # What is shown by itself stays unsaid, unless a damaged file makes it another choice.
    layers = view.layers if shown == asked else (shown if view.layers is None else shown or None)
    basemap = usable((view.basemap,), _check_basemap) or (BASEMAP,)
    return replace(view, layers=layers, basemap=basemap[0], **parts), tuple(problems)


def _layer(key: str, layer_id: str, catalog: "Catalog", frames: "Frames") -> "Layer":
    """Give a layer that is declared and whose files can be read."""
    if layer_id not in catalog:
        raise ViewError("layer_unknown", key=key, value=layer_id, valid=", ".join(catalog))
    frames[layer_id]
    return catalog[layer_id]


def _check_condition(part: Filter, catalog: "Catalog", frames: "Frames") -> None:
    check_filter(part, _layer(part.key, part.layer, catalog, frames))


def _check_pair(part: Near | Nearest, catalog: "Catalog", frames: "Frames") -> None:
    key = "near" if isinstance(part, Near) else "nearest"
    for layer_id in (part.layer, part.other):
        if _layer(key, layer_id, catalog, frames).geometry == "none":
            raise ViewError("layer_is_table", key=key, value=layer_id)


def _check_classes(part: Classes, catalog: "Catalog", frames: "Frames") -> None:
    field = _layer("classes", part.layer, catalog, frames).fields.get(part.field)
    if field is None or field.type not in NUMERIC or not LEAST_CLASSES <= part.count <= MOST_CLASSES:
        value = f"{part.layer}.{part.field}:{part.scheme}:{part.count}"
        raise ViewError("classes_wrong", key="classes", value=value, least=LEAST_CLASSES, most=MOST_CLASSES)


def _check_version(part: tuple[str, str], catalog: "Catalog", _: "Frames") -> None:
    figures = {key: figure for layer in catalog.values() for key, figure in layer.figures.items()}
    for value, valid in ((part[0], figures), (part[1], figures[part[0]].versions if part[0] in figures else {})):
        if value not in valid:
            raise ViewError("value_unknown", key="version", value=value, valid=", ".join(valid))


def _check_basemap(name: str, catalog: "Catalog", _: "Frames") -> None:
    valid = (BASEMAP, *catalog.basemaps)
    if name not in valid:
        raise ViewError("value_unknown", key="basemap", value=name, valid=", ".join(valid))


_CHECKS: dict[str, Callable[..., object]] = {
    "filters": _check_condition,
    "near": _check_pair,
    "nearest": _check_pair,
    "classes": _check_classes,
    "version": _check_version,
    "territory": outline_of,
    "compare": lambda part, *atlas: outline_of(part, *atlas, key="compare"),
}
