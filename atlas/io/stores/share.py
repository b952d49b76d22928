"""Write a layer to the shared database."""

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
    """Write a layer to a database; rows keep the name of their data file, hence their licence.

    Raises
    ------
    LayerDataError
        The id is taken (and `over` is false), or the database does not answer.
    """
    rows = {path.name: read_layer(layer.model_copy(update={"file": path.name, "parts": ()})) for path, _ in layer.files}
    PostgisStore(address).put(layer, rows, over=over)
    invalidate_check()


def share_file(rows: Path, declaration: str, layer_id: str, *, theme: str, address: str) -> None:
    """Write an imported file to a database; see `atlas.io.imports.own_layers.save_layer` and `share_layer`."""
    with tempfile.TemporaryDirectory() as folder:
        save_layer(rows, declaration, layer_id, theme=theme, root=Path(folder), themes=())
        share_layer(open_catalog(Path(folder))[layer_id], address)
