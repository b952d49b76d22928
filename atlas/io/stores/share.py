"""Store a layer of files in a database, for all processes that follow it."""

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from atlas.catalog import open_catalog
from atlas.io.imports.own_layers import save_layer
from atlas.io.read import read_layer
from atlas.io.stores.follow import invalidate_check
from atlas.io.stores.postgis import PostgisStore

if TYPE_CHECKING:
    from atlas.catalog import Layer


def share_layer(layer: "Layer", address: str, *, over: bool = False) -> None:
    """Keep a layer in the database of an address, its files apart as their licences are.

    Raises
    ------
    LayerDataError
        The database has one of that id already (and it is not to be replaced), or does not answer.
    """
    rows = {path.name: read_layer(layer.model_copy(update={"file": path.name, "parts": ()})) for path, _ in layer.files}
    PostgisStore(address).put(layer, rows, over=over)
    invalidate_check()


def share_file(rows: Path, declaration: str, layer_id: str, *, theme: str, address: str) -> None:
    """Keep a file that was brought; parameters as `atlas.io.imports.own_layers.save_layer`, errors as `share_layer`."""
    with tempfile.TemporaryDirectory() as folder:
        save_layer(rows, declaration, layer_id, theme=theme, root=Path(folder), themes=())
        share_layer(open_catalog(Path(folder))[layer_id], address)
