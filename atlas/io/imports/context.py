"""What an import must know of the atlas: ids in use, licences, bounds of the territories."""

import json
import re
from typing import TYPE_CHECKING

import pyarrow.compute as pc
from pyarrow import parquet

from atlas.catalog import shipped_layers
from atlas.catalog.licences import LICENCES, PRIVATE
from atlas.catalog.reserved_ids import RESERVED_FOR_LAYERS
from atlas.errors import LayerDataError, nearest

if TYPE_CHECKING:
    from atlas.catalog import Catalog

_ID = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)*")
_ID_LENGTH = 60
_SIDES = ("xmin", "ymin", "xmax", "ymax")


def check_id_free(layer_id: str, catalog: "Catalog") -> None:
    """Reject an id that is malformed or already used by a layer.

    Raises
    ------
    LayerDataError
        The id cannot be used.
    """
    check_id(layer_id)
    if layer_id in catalog:
        raise LayerDataError("id_taken", key="as", value=layer_id)


def check_id(layer_id: str, *, key: str = "as") -> None:
    """Reject a malformed id: ids become file names and parts of links.

    Raises
    ------
    LayerDataError
        The id is malformed.
    """
    if layer_id in RESERVED_FOR_LAYERS:
        raise LayerDataError("id_reserved", key=key, value=layer_id)
    if not _ID.fullmatch(layer_id) or len(layer_id) > _ID_LENGTH:
        raise LayerDataError("id_wrong", key=key, value=layer_id[:_ID_LENGTH], limit=_ID_LENGTH)


def find_licence(name: str | None) -> str | None:
    """Return the SPDX spelling of a licence; None stays None.

    Raises
    ------
    LayerDataError
        The licence is not in the list of accepted ones.
    """
    if name is None:
        return None
    by_name = {licence.lower(): licence for licence in LICENCES if licence != PRIVATE}
    if name.lower() not in by_name:
        near = nearest(name, sorted(by_name.values()))
        raise LayerDataError("licence_unknown", key="licence", value=name[:60], nearest=near)
    return by_name[name.lower()]


def territory_boxes(catalog: "Catalog") -> list[tuple[float, float, float, float]]:
    """Return west, south, east, north of every basin, from the bbox columns of the files: no geometry is read."""
    boxes: list[tuple[float, float, float, float]] = []
    for layer in catalog.values():
        if layer.level != "basin":
            continue
        for path, _ in layer.files:
            if path.suffix != ".parquet" or not path.is_file():
                continue
            column = parquet.read_table(path, columns=["bbox"])["bbox"].combine_chunks()
            sides = [pc.struct_field(column, side).to_pylist() for side in _SIDES]
            boxes += [box for box in zip(*sides, strict=True) if None not in box]
    return boxes


def neighbour_boxes(catalog: "Catalog") -> list[tuple[float, float, float, float]]:
    """Return west, south, east, north of every layer that the user has added, from the footers of the files."""
    shipped = shipped_layers().resolve()
    boxes: list[tuple[float, float, float, float]] = []
    for layer in catalog.values():
        if layer.folder.resolve().is_relative_to(shipped):
            continue
        for path, _ in layer.files:
            if path.suffix == ".parquet" and path.is_file():
                about = json.loads((parquet.read_metadata(path).metadata or {}).get(b"geo", b"{}"))
                box = about.get("columns", {}).get("geometry", {}).get("bbox", ())
                boxes += [tuple(box)] if len(box) == len(_SIDES) else []
    return boxes
