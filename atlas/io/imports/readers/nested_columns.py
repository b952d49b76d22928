"""Nested columns of Parquet and Arrow as plain ones: members as columns of their own, lists as text."""

import json
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from atlas.io.imports.normalise.columns import printable
from atlas.io.imports.source_file import SourceFile

_SEPARATOR = "; "
# Members within members that become columns; what lies deeper is JSON.
_DEEPEST = 2


def flatten_columns(source: SourceFile, columns: dict[str, pa.ChunkedArray]) -> dict[str, pa.ChunkedArray]:
    """Return columns without nested types; the findings name those that were nested.

    Parameters
    ----------
    source
        Takes the note.
    columns
        By name. A structure becomes a column for each member (``owner.name``), a list of texts or numbers one text
        with its values, any other list and a map a text of JSON.
    """
    flat: dict[str, pa.ChunkedArray] = {}
    nested = [name for name, cells in columns.items() if pa.types.is_nested(_plain(cells).type)]
    for name, cells in columns.items():
        for own, plain in _flattened(name, _plain(cells), _DEEPEST):
            flat[_free(own, flat)] = plain
    if nested:
        source.findings.note("columns_nested", columns=", ".join(map(printable, nested)))
    return flat


def _flattened(name: str, cells: pa.ChunkedArray, depth: int) -> list[tuple[str, pa.ChunkedArray]]:
    kind: Any = cells.type
    if not pa.types.is_nested(kind):
        return [(name, cells)]
    if pa.types.is_struct(kind) and depth and kind.num_fields:
        members = ((f"{name}.{field.name}", pc.struct_field(cells, [at])) for at, field in enumerate(kind))
        return [flat for own, member in members for flat in _flattened(own, member, depth - 1)]
    simple = _is_list(kind) and not pa.types.is_nested(kind.value_type) and not _is_bytes(kind.value_type)
    write = _joined if simple else _as_json
    texts = [None if cell is None else write(cell) for cell in cells.to_pylist()]
    return [(name, pa.chunked_array([pa.array(texts, pa.string())]))]


def _joined(values: list[Any]) -> str | None:
    return _SEPARATOR.join("" if value is None else str(value) for value in values) or None


def _as_json(value: Any) -> str:
    # A map comes as a list of pairs.
    if isinstance(value, list) and value and all(isinstance(part, tuple) and len(part) == 2 for part in value):  # noqa: PLR2004
        value = {str(key): own for key, own in value}
    return json.dumps(value, ensure_ascii=False, default=str)


def _plain(cells: pa.ChunkedArray) -> pa.ChunkedArray:
    return cells.cast(cells.type.storage_type) if isinstance(cells.type, pa.BaseExtensionType) else cells


def _is_list(kind: Any) -> bool:
    return bool(pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind))


def _is_bytes(kind: Any) -> bool:
    return bool(pa.types.is_binary(kind) or pa.types.is_large_binary(kind))


def _free(name: str, taken: dict[str, pa.ChunkedArray]) -> str:
    free, number = name, 2
    while free in taken:
        free, number = f"{name} ({number})", number + 1
    return free
