"""Which column of a table names places, and of which layer: guessed from the values."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from atlas.io.imports.join.cells import as_texts, is_footer, is_no_value, is_total
from atlas.io.imports.join.gazetteer import Gazetteer, make_gazetteer
from atlas.io.imports.join.place_kinds import KINDS, PlaceKind
from atlas.io.imports.normalise.columns import field_id
from atlas.io.memo import memoize

if TYPE_CHECKING:
    from atlas.io.atlas import Atlas

# Values of a column that are looked at, spread over the table.
_LOOKED_AT = 4_000
# A column names places of a layer if this share of its values does, or it holds codes of their kind and some are found.
_SHARE, _CODES, _LEAST = 0.4, 0.8, 3
# Of codes, which are hardly met by chance, fewer objects are enough.
_FEW_CODES = 2
# Shares that differ by less are alike: then a code is better than a name, and the first layer better than the next.
_STEP = 0.1
# A column with fewer different values than this share of another's groups the rows of the table.
_GRAIN = 0.5
# Numbers that tell whether a column can hold codes.
_FEW = 50
_DEPARTMENT = frozenset({"dep", "departement", "code_departement", "codedep", "code_dep", "dpt", "department"})
_COMMUNE = frozenset({"com", "commune", "code_commune", "codecommune", "code_com", "codcom"})


@dataclass(frozen=True, slots=True)
class PlaceColumn:
    """A column that may name the objects of a layer.

    Attributes
    ----------
    layer, column
        The layer, and the column of the table.
    values, found
        Different values of the column, and how many of them name an object.
    objects
        Objects of the layer.
    by_code
        Whether most of those found are codes.
    hinted
        Whether the name of the column says so.
    """

    layer: str
    column: str
    values: int
    found: int
    objects: int
    by_code: bool
    hinted: bool

    @property
    def share(self) -> float:
        """Return the share of its values that name an object."""
        return self.found / self.values


def propose_joins(table: pa.Table, atlas: "Atlas", layers: Iterable[str] = ()) -> list[PlaceColumn]:
    """Return the columns of a table that name objects of the atlas, the best first; one for each layer and column.

    Parameters
    ----------
    table
        Columns as the file names them.
    atlas
        Layers and rows.
    layers
        Only these; without any all whose objects tables are known to name.
    """
    wanted = tuple(layers) or tuple(kind.layer for kind in KINDS if kind.layer in atlas.catalog)
    named = bool(layers)
    texts = {name: distinct_texts(column_texts(table, name)) for name in table.column_names}
    found = [
        column
        for layer in wanted
        for name, values in texts.items()
        if values and (column := _judge(name, values, gazetteer_of(layer, atlas), wanted=named)) is not None
    ]
    order = {layer: position for position, layer in enumerate(wanted)}
    most = max((column.values for column in found), default=0)

    def rank(column: PlaceColumn) -> tuple[object, ...]:
        # The rows of a table of communes name the bodies of the communes too: what differs from row to row comes first.
        share = round(column.share / _STEP)
        return (column.values < _GRAIN * most, -share, not column.hinted, not column.by_code, order[column.layer])

    return sorted(found, key=rank)


def gazetteer_of(layer: str, atlas: "Atlas") -> Gazetteer:
    """Return the gazetteer of a layer, made once for its rows: readers with layers of their own share them."""
    gdf = atlas.frames[layer]
    return memoize(gdf, ("gazetteer", layer), lambda: make_gazetteer(atlas.catalog[layer], gdf))


def column_texts(table: pa.Table, name: str) -> list[str | None]:
    """Return the cells of a column as texts; the number of a commune within its department becomes its whole code.

    INSEE's older files have the code of a commune in two columns: ``DEP`` 62, ``COM`` 065.
    """
    texts = as_texts(table[name])
    beside = next((other for other in table.column_names if field_id(other) in _DEPARTMENT), None)
    if field_id(name) not in _COMMUNE or beside is None:
        return texts
    if not all(re.fullmatch(r"[0-9]{1,3}", text) for text in texts if text):
        return texts
    departments = as_texts(table[beside])
    return [d.zfill(2) + c.zfill(3) if c and d else None for c, d in zip(texts, departments, strict=True)]


def distinct_texts(texts: Sequence[str | None]) -> list[str]:
    """Return the different values of a column that may name places: no blank, no total, no remark below the table."""
    every = list(dict.fromkeys(text for text in texts if text and not is_no_value(text)))
    some = every[:: max(1, len(every) // _LOOKED_AT)]
    return [text for text in some if not is_total(text) and not is_footer(text)]


def _judge(name: str, values: list[str], gazetteer: Gazetteer, *, wanted: bool) -> PlaceColumn | None:
    """Return what a column is for a layer; None where it does not name enough of its objects."""
    hinted = gazetteer.kind.is_hinted(name)
    if "postal" in field_id(name) or (_all_bare(values) and not _may_be_codes(values, gazetteer.kind, hinted=hinted)):
        return None
    matches = [gazetteer.find(value, hinted=hinted or wanted) for value in values]
    places = {match.place for match in matches if match.place} | {one for match in matches for one in match.among}
    found = sum(match.place is not None or match.why == "ambiguous" for match in matches)
    known = sum(match.why == "outside" or match.how == "code" for match in matches)
    column = PlaceColumn(
        gazetteer.kind.layer,
        name,
        len(values),
        found,
        len(gazetteer.names),
        by_code=2 * sum(match.how == "code" for match in matches) >= found,
        hinted=hinted,
    )
    # The reader names the layer, and the name of the column says it too: one object is enough.
    if wanted and hinted and places:
        return column
    least = 1 if wanted else min(_FEW_CODES if column.by_code else _LEAST, len(values))
    return column if len(places) >= least and _is_enough(column, len(places), known) else None


def _is_enough(column: PlaceColumn, places: int, known: int) -> bool:
    if column.found >= _SHARE * column.values:
        return True
    # A table of the whole country, of which the atlas has a part.
    return column.hinted and (known >= _CODES * column.values or places >= _SHARE * column.objects)


def _all_bare(values: list[str]) -> bool:
    """Return whether all values are plain numbers, which may be anything."""
    return not any(character.isalpha() for value in values for character in value)


def _may_be_codes(values: list[str], kind: PlaceKind, *, hinted: bool) -> bool:
    """Return whether some of a few numbers can be codes of a kind."""
    reads = (kind.code, kind.loose_code if hinted else None)
    return any(read(value) for read in reads if read for value in values[:_FEW])
