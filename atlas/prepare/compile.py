"""Compile ``layers/`` from the raw tree: all of it, or nothing."""

import os
import shutil
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import tomlkit

from atlas.errors import LayerDataError, nearest
from atlas.io.frames import CRS, conform
from atlas.io.write import write_layer_file
from atlas.prepare.raw import Raw

if TYPE_CHECKING:
    import geopandas as gpd

    from atlas.catalog import Catalog, Layer

Recipe = Callable[[Raw], "gpd.GeoDataFrame"]


def compile_layers(
    raw: Path, catalog: "Catalog", recipes: Mapping[str, Recipe], only: Iterable[str] = ()
) -> list[Path]:
    """Compile the data files of the shipped layers and write the hashes of their extracts into their declarations.

    Everything is built in a staging folder first; the files of ``layers/`` are replaced one by one, each whole, after
    the last layer compiled. A run that stops early changes nothing.

    Parameters
    ----------
    raw
        Folder of the source extracts.
    catalog
        Declarations of the layers to compile.
    recipes
        For each layer id, the function that makes its rows.
    only
        Layer ids; all when empty.

    Returns
    -------
    list of Path
        The files written.

    Raises
    ------
    LayerDataError
        A layer is unknown; an extract is missing, undeclared, or does not give the declared columns.
    """
    ids = tuple(only) or tuple(recipes)
    for layer_id in ids:
        if layer_id not in recipes or layer_id not in catalog:
            raise LayerDataError("layer_unknown", key="prepare", value=layer_id, nearest=nearest(layer_id, recipes))
    root = catalog[ids[0]].folder.parent
    staging = Path(tempfile.mkdtemp(prefix=".staging-", dir=root))
    try:
        made = [target for layer_id in ids for target in _compile(catalog[layer_id], recipes[layer_id], raw, staging)]
        for built, target in made:
            os.replace(built, target)  # noqa: PTH105 - the atomic one
    finally:
        shutil.rmtree(staging)
    return [target for _, target in made]


def _compile(layer: "Layer", recipe: Recipe, raw: Path, staging: Path) -> list[tuple[Path, Path]]:
    extracts = Raw(raw)
    rows = recipe(extracts)
    licences = rows["licence"] if "licence" in rows.columns else None
    folder = staging / layer.theme
    folder.mkdir(exist_ok=True)
    made = []
    counts = []
    for path, source in layer.files:
        part = rows if licences is None else rows[licences == source.licence]
        part = conform(part.set_crs(CRS) if layer.geometry != "none" else part, layer, path=path.name)
        write_layer_file(part, layer, folder / path.name)
        made.append((folder / path.name, path))
        counts.append(len(part))
    _same_rows(layer, len(rows), licences)
    declaration = layer.folder / f"{layer.id}.toml"
    (folder / declaration.name).write_text(_filled(declaration, layer, extracts.sha256, counts), encoding="utf-8")
    return [*made, (folder / declaration.name, declaration)]


def _same_rows(layer: "Layer", rows: int, licences: "gpd.pd.Series | None") -> None:
    """Reject rows that no file of the layer would take: nothing is lost in silence."""
    declared = [source.licence for _, source in layer.files]
    if licences is None and len(declared) > 1:
        raise LayerDataError("licence_missing", path=f"{layer.id}.toml", count=rows, licences=", ".join(declared))
    if licences is not None and (stray := sorted(set(licences.unique()) - set(declared), key=str)):
        raise LayerDataError(
            "licence_undeclared",
            path=f"{layer.id}.toml",
            licences=", ".join(map(str, stray)),
            declared=", ".join(declared),
        )


def _filled(path: Path, layer: "Layer", sha256: Mapping[str, str], counts: list[int]) -> str:
    """Return the declaration's text with hashes and numbers of rows filled in; a source must list each extract."""
    document = tomlkit.parse(path.read_text(encoding="utf-8"))
    sources = [document["source"], *(part["source"] for part in document.get("parts", []))]
    listed = {name for source in sources for name in source["sha256"]}
    if listed != set(sha256):
        raise LayerDataError(
            "extracts_differ",
            path=f"{layer.id}.toml",
            unlisted=", ".join(sorted(set(sha256) - listed)) or "-",
            unused=", ".join(sorted(listed - set(sha256))) or "-",
        )
    for source, count in zip(sources, counts, strict=True):
        source["rows"] = count
        for name in source["sha256"]:
            source["sha256"][name] = sha256[name]
    return tomlkit.dumps(document)
