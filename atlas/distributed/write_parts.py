"""A layer as folders of GeoParquet parts, each a stretch of the Hilbert curve: neighbours are read together."""

import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from atlas.errors import LayerDataError
from atlas.io.read import read_layer
from atlas.io.write import in_order, write_layer_file

if TYPE_CHECKING:
    import geopandas as gpd

    from atlas.catalog import Layer


def write_layer_parts(layer: "Layer", root: Path, *, rows: int) -> list[Path]:
    """Write every data file of a layer as a folder of parts below another root, where ``files:ROOT`` reads them.

    Each folder appears whole or not at all. Files of several licences stay apart. A GeoJSON file is left out: it is
    small, and read beside its declaration.

    Parameters
    ----------
    layer
        A declaration with its data files.
    root
        The parts are written to ``<root>/<theme>/<file>``.
    rows
        Rows of one part.

    Returns
    -------
    list of Path
        The folders.

    Raises
    ------
    LayerDataError
        A data file cannot be read, or a folder is there already or takes no file.
    """
    written = []
    for path, _ in layer.files:
        if path.suffix == ".geojson":
            continue
        gdf = read_layer(layer.model_copy(update={"file": path.name, "parts": ()}))
        folder = root / layer.theme / path.name
        try:
            _write_whole(gdf, layer, folder, rows)
        except OSError as exc:
            raise LayerDataError("file_unwritable", path=folder, problem=exc.strerror or exc) from exc
        written.append(folder)
    return written


def _write_whole(gdf: "gpd.GeoDataFrame", layer: "Layer", folder: Path, rows: int) -> None:
    folder.parent.mkdir(parents=True, exist_ok=True)
    partial = Path(tempfile.mkdtemp(dir=folder.parent, prefix=f".{folder.name}."))
    try:
        write_parts(gdf, layer, partial, rows=rows)
        partial.chmod(0o755)
        partial.rename(folder)
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def write_parts(gdf: "gpd.GeoDataFrame", layer: "Layer", folder: Path, *, rows: int) -> int:
    """Write rows as ``part-00000.parquet`` and so on; return the number of parts.

    Parameters
    ----------
    gdf
        Rows as `atlas.io.frames.conform` returns them.
    layer
        Their declaration.
    folder
        An empty folder.
    rows
        Rows of one part.
    """
    ordered = in_order(gdf)
    starts = range(0, max(len(ordered), 1), rows)
    for number, start in enumerate(starts):
        write_layer_file(ordered.iloc[start : start + rows], layer, folder / f"part-{number:05d}.parquet")
    return len(starts)
