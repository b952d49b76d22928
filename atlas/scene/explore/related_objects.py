"""Objects related to one object: by ids in the data, through a third layer, or by position."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, TypedDict

import pandas as pd

from atlas.analysis.spatial.proximity import nearest_to, within_distance_of
from atlas.analysis.statistics.name_words import fold
from atlas.i18n import t
from atlas.scene.objects.distinct_names import distinct_names
from atlas.scene.query.formatting import write_length
from atlas.scene.query.names import RowPlace, row_about, row_place
from atlas.scene.query.row_masks import readable_layers
from atlas.scene.query.row_names import row_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    import geopandas as gpd

    from atlas.catalog import Field, Layer, Tie
    from atlas.io.atlas import Atlas

    Frames = Mapping[str, gpd.GeoDataFrame]
    Layers = Mapping[str, Layer]


@dataclass(frozen=True, slots=True)
class _Group:
    """Rows of one layer that an object is related to, and how that is known."""

    title: str
    layer: str
    rows: tuple[str, ...]
    basis: Literal["declared", "spatial"] = "declared"
    notes: dict[str, str] = field(default_factory=dict)


class RelatedObject(RowPlace):
    """A related row: `about` its other names, place, company; `note` a distance."""

    layer: str
    id: str
    name: str
    about: str | None
    note: str | None


class RelatedGroup(TypedDict):
    """Related rows of one layer: "declared" by ids in the data, "spatial" by position; `about` the same in words."""

    title: str
    layer: str
    basis: Literal["declared", "spatial"]
    about: str
    items: list[RelatedObject]


class RelatedObjects(TypedDict):
    """An object and the groups of rows that it is related to."""

    layer: str
    id: str
    name: str
    groups: list[RelatedGroup]


def find_related_objects(layer_id: str, row_id: str, atlas: "Atlas", lang: str) -> RelatedObjects:
    """Return the objects that a row is related to.

    Parameters
    ----------
    layer_id, row_id
        The object.
    atlas
        Declarations and rows.
    lang
        Language of titles and notes.

    Raises
    ------
    KeyError
        No such row.
    """
    layer = atlas.catalog[layer_id]
    row = atlas.frames[layer_id].loc[row_id]
    layers = {other.id: other for other in readable_layers(atlas.catalog.values(), atlas.frames)}
    found = [
        *_referred(layer, row, layers, atlas.frames, lang),
        *_referring(layer, row, layers, atlas.frames, lang),
        *_through(layer, row, layers, atlas.frames, lang),
        *_by_place(layer, row, layers, atlas.frames, lang),
    ]
    return {
        "layer": layer_id,
        "id": row_id,
        "name": row_name(layer, row, lang),
        "groups": [_describe(group, layers, atlas.frames, lang) for group in _once(found)],
    }


def _once(groups: "Iterable[_Group]") -> list[_Group]:
    """Remove rows that an earlier group of the same layer has, and empty groups."""
    listed: defaultdict[str, set[str]] = defaultdict(set)
    kept = []
    for group in groups:
        rows = tuple(row for row in group.rows if row not in listed[group.layer])
        listed[group.layer].update(rows)
        if rows:
            kept.append(_Group(group.title, group.layer, rows, group.basis, group.notes))
    return kept


def _describe(group: _Group, layers: "Layers", frames: "Frames", lang: str) -> RelatedGroup:
    layer, gdf = layers[group.layer], frames[group.layer]
    named = distinct_names(layer, gdf, group.rows, lang)
    return {
        "title": group.title,
        "layer": group.layer,
        "basis": group.basis,
        "about": t(f"ties.{group.basis}", lang),
        "items": [
            {
                "layer": group.layer,
                "id": row_id,
                "name": named[row_id],
                "about": row_about(layer, gdf.loc[row_id], lang),
                "note": group.notes.get(row_id),
                **row_place(gdf, row_id),
            }
            for row_id in sorted(group.rows, key=lambda row_id: fold(named[row_id]))
        ],
    }


def _referred(
    layer: "Layer", row: "pd.Series[Any]", layers: "Layers", frames: "Frames", lang: str
) -> "Iterator[_Group]":
    """Follow the columns of the object."""
    for name, column in layer.fields.items():
        target, _, _ = (column.refers or "").partition(".")
        if target in layers:
            title = layers[target].title(lang) if target != layer.id else column.title(lang)
            yield _Group(title, target, _follow(column, row[name], frames))


def _referring(
    layer: "Layer", row: "pd.Series[Any]", layers: "Layers", frames: "Frames", lang: str
) -> "Iterator[_Group]":
    """Find the columns of other rows that name the object."""
    for other in layers.values():
        for name, column in other.fields.items():
            if (column.refers or "").partition(".")[0] != layer.id:
                continue
            rows = tuple(
                r for r in _naming(column, name, row, frames[other.id]) if (other.id, r) != (layer.id, row.name)
            )
            title = other.title(lang) if other.id != layer.id else f"{other.title(lang)} · {column.title(lang)}"
            yield _Group(title, other.id, rows)


def _through(
    layer: "Layer", row: "pd.Series[Any]", layers: "Layers", frames: "Frames", lang: str
) -> "Iterator[_Group]":
    """Follow the declared ties that lead over a third layer, in both directions."""
    leads = [(tie.layer, tie.through, tie.title) for tie in layer.ties if tie.through]
    leads += [
        (o.id, tie.through, None) for o in layers.values() for tie in o.ties if tie.through and tie.layer == layer.id
    ]
    for target, between, title in leads:
        if not {target, between} <= layers.keys():
            continue
        steps = _neighbours(layer, row, layers[between], frames)
        rows = (
            reached
            for step in steps
            for reached in _neighbours(layers[between], frames[between].loc[step], layers[target], frames)
        )
        yield _Group(title(lang) if title else layers[target].title(lang), target, tuple(dict.fromkeys(rows)))


def _by_place(
    layer: "Layer", row: "pd.Series[Any]", layers: "Layers", frames: "Frames", lang: str
) -> "Iterator[_Group]":
    """Find rows by position where the declaration says so; ties within a distance hold in both directions."""
    shape = row["geometry"]
    if shape is None:
        return
    for tie in layer.ties:
        if tie.through or tie.layer not in layers or not _applies(tie, row):
            continue
        others = frames[tie.layer].geometry
        title = tie.title(lang) if tie.title else layers[tie.layer].title(lang)
        if not tie.nearest:
            yield _Group(title, tie.layer, tuple(within_distance_of(shape, others, tie.metres)), "spatial")
        elif nearest := nearest_to(shape, others):
            yield _Group(title, tie.layer, nearest[:1], "spatial", {nearest[0]: _distance(nearest[1], lang)})
    for other in layers.values():
        for tie in other.ties:
            if tie.layer == layer.id and not (tie.through or tie.nearest):
                gdf = frames[other.id]
                rows = within_distance_of(shape, gdf.geometry, tie.metres)
                own = tuple(row_id for row_id in rows if _applies(tie, gdf.loc[row_id]))
                yield _Group(other.title(lang), other.id, own, "spatial")


def _applies(tie: "Tie", row: "pd.Series[Any]") -> bool:
    return all(row[name] in codes for name, codes in tie.only.items())


def _neighbours(layer: "Layer", row: "pd.Series[Any]", other: "Layer", frames: "Frames") -> tuple[str, ...]:
    """Return the rows of another layer that a row refers to, or that refer to it."""
    rows: list[str] = []
    for name, column in layer.fields.items():
        if (column.refers or "").partition(".")[0] == other.id:
            rows += _follow(column, row[name], frames)
    for name, column in other.fields.items():
        if (column.refers or "").partition(".")[0] == layer.id:
            rows += _naming(column, name, row, frames[other.id])
    return tuple(dict.fromkeys(rows))


def _follow(column: "Field", cell: Any, frames: "Frames") -> tuple[str, ...]:
    """Return the rows that a cell refers to; a value that names no row is ignored."""
    if pd.isna(cell):
        return ()
    target, _, key = (column.refers or "").partition(".")
    gdf, values = frames[target], _values(column, cell)
    if not key:
        return tuple(value for value in values if value in gdf.index)
    return tuple(gdf.index[gdf[key].isin(values).to_numpy(dtype=bool)])


def _naming(column: "Field", name: str, row: "pd.Series[Any]", gdf: "gpd.GeoDataFrame") -> tuple[str, ...]:
    """Return the rows whose column refers to a row."""
    key = (column.refers or "").partition(".")[2]
    value = row[key] if key else row.name
    cells = gdf[name].dropna()
    if pd.isna(value):
        return ()
    if column.separator:
        return tuple(row_id for row_id, cell in cells.items() if value in _values(column, cell))
    return tuple(cells.index[(cells == value).to_numpy(dtype=bool)])


def _values(column: "Field", cell: Any) -> list[Any]:
    return [part.strip() for part in cell.split(column.separator)] if column.separator else [cell]


def _distance(metres: float, lang: str) -> str:
    return t("ties.distance", lang, distance=write_length(metres, lang))
