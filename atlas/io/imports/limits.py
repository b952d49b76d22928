"""How much an import may take: declared here, changed by ``ATLAS_IMPORT_<NAME>`` in the environment."""

import os
from collections.abc import Mapping
from dataclasses import dataclass, fields

from atlas.errors import LayerDataError

MEGABYTE = 1_000_000


@dataclass(frozen=True, slots=True)
class Caps:
    """The limits of one import.

    Attributes
    ----------
    file_mb
        Size of the file.
    unpacked_mb
        Size of what an archive or a compressed column holds.
    ratio
        Unpacked by packed size of an archive above a megabyte: shapefiles reach some 50, bombs 1,000.
    entries
        Files in an archive.
    columns, rows, vertices
        Of the layer.
    memory_mb
        Memory of the process that reads.
    seconds
        Time that it may take.
    """

    file_mb: int = 1_000
    unpacked_mb: int = 2_000
    ratio: int = 200
    entries: int = 100
    columns: int = 500
    rows: int = 5_000_000
    vertices: int = 60_000_000
    memory_mb: int = 2_200
    seconds: int = 600


def read_caps(environment: Mapping[str, str] = os.environ) -> Caps:
    """Return the limits, as the environment changes them (``ATLAS_IMPORT_SECONDS=60``).

    Raises
    ------
    LayerDataError
        A variable is no whole number above zero.
    """
    changed = {}
    for field in fields(Caps):
        variable = f"ATLAS_IMPORT_{field.name.upper()}"
        if text := environment.get(variable):
            if not (text.isascii() and text.isdigit() and int(text)):
                raise LayerDataError("cap_wrong", key=variable, value=text)
            changed[field.name] = int(text)
    return Caps(**changed)
