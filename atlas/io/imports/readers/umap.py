"""The layers of a map backup of uMap, each a GeoJSON collection within one JSON file."""

import json
from pathlib import Path
from typing import Any

from atlas.errors import LayerDataError
from atlas.io.imports.report import OpenQuestion


def extract_layer(path: Path, name: str, *, wanted: str | None = None) -> Path:
    """Write the one layer of a backup that has features (or the `wanted` one) as GeoJSON beside it.

    Parameters
    ----------
    path, name
        The backup, and its name in errors.
    wanted
        Title of a layer.

    Raises
    ------
    LayerDataError
        The file is damaged, or has no layer with features.
    OpenQuestion
        It has several.
    """
    try:
        backup = json.loads(path.read_bytes())
    except (ValueError, RecursionError) as exc:
        raise LayerDataError("import_damaged", path=name, problem=exc) from exc
    given = backup.get("layers")
    layers = _titled([layer for layer in given if _has_features(layer)] if isinstance(given, list) else [])
    if not layers:
        raise LayerDataError("import_no_layer", path=name)
    chosen = wanted if len(layers) > 1 else next(iter(layers))
    if chosen not in layers:
        raise OpenQuestion("layer", options=tuple(layers))
    target = path.with_name("part.geojson")
    collection = {"type": "FeatureCollection", "features": layers[chosen]["features"]}
    target.write_text(json.dumps(collection, ensure_ascii=False), encoding="utf-8")
    return target


def _has_features(layer: Any) -> bool:
    return isinstance(layer, dict) and isinstance(layer.get("features"), list) and bool(layer["features"])


def _titled(layers: list[dict[str, Any]]) -> dict[str, dict[str, Any]]:
    """Return layers by title; a title that comes again gets a number, a missing one the place in the file."""
    titled: dict[str, dict[str, Any]] = {}
    for number, layer in enumerate(layers, 1):
        # Older backups keep the options of a layer under the second name.
        options = layer.get("_umap_options") or layer.get("_storage") or {}
        title = " ".join(str(options.get("name") or number).split())
        titled[title if title not in titled else f"{title} ({number})"] = layer
    return titled
