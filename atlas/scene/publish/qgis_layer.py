"""One layer of a QGIS project as plain values: its table, its columns, its symbols, who made it."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
import shapely

from atlas.analysis.filters import mask_rows
from atlas.i18n import t
from atlas.io.provenance import narrow
from atlas.scene.publish.qgis_expressions import filter_sql, id_filter, row_expressions

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import pandas as pd

    from atlas.catalog import Layer
    from atlas.io.atlas import Atlas
    from atlas.io.exports.tables import Table
    from atlas.io.provenance import Provenance
    from atlas.scene.map.scene import Mark
    from atlas.scene.publish.qgis_expressions import RowExpressions
    from atlas.scene.query.view import View

Kind = Literal["point", "line", "polygon", "none"]
KINDS: tuple[Kind, ...] = ("point", "line", "polygon")


@dataclass(frozen=True, slots=True)
class ProjectField:
    """A column of a table: its name, and for readers a title with the unit, a description, titles of codes."""

    name: str
    title: str
    about: str
    codes: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class LayerCredit:
    """Who made the rows of a layer, under which conditions.

    Attributes
    ----------
    abstract
        What the layer is.
    producers, licences, citations, addresses
        Of the sources of its rows, each once.
    accessed
        Day of the latest access to a source.
    processing
        What was done with the rows.
    theme
        Title of its theme.
    """

    abstract: str
    producers: tuple[str, ...]
    licences: tuple[str, ...]
    citations: tuple[str, ...]
    addresses: tuple[str, ...]
    accessed: str
    processing: tuple[str, ...]
    theme: str


@dataclass(frozen=True, slots=True, eq=False)
class ProjectLayer:
    """A layer of a project: the rows of one kind of geometry, since QGIS draws one kind a layer.

    Attributes
    ----------
    id, table, theme
        Id of the layer in the project, name of its table, id of its theme.
    title
        In the language of the project.
    kind
        What its rows are; ``none`` for a table, or for the rows without position of a layer with several kinds.
    among
        Whether the table also has rows of other kinds.
    leads
        Whether the first row with a position is of this kind: QGIS takes a table that it opens alone for one of it.
    rows
        Number of its rows.
    mark
        How it is drawn; None for a table.
    opacity
        How much of its colour it keeps.
    fields
        Columns in their order, `id` first.
    row
        What depends on a row.
    span
        Least and greatest value of the number that it is classed by; None without.
    where
        The conditions on its columns, as SQL; empty without any.
    chosen
        The same for a service that has all rows: with the ids of the rows where the view also has other conditions
        (places, distances, a year).
    credit
        Who made it.
    """

    id: str
    table: str
    theme: str
    title: str
    kind: Kind
    among: bool
    leads: bool
    rows: int
    mark: "Mark | None"
    opacity: float
    fields: tuple[ProjectField, ...]
    row: "RowExpressions"
    span: tuple[float, float] | None
    where: str
    chosen: str
    credit: LayerCredit


def project_layers(
    table: "Table", view: "View", atlas: "Atlas", provenance: "Provenance", mark: "Mark | None"
) -> tuple[ProjectLayer, ...]:
    """Return the layers of one table: one for each kind of geometry that its rows have.

    Parameters
    ----------
    table
        Rows as they are written.
    view, atlas
        What they were selected by, and from.
    provenance
        Where they come from.
    mark
        How they are drawn; None for a table without positions.
    """
    layer = atlas.catalog[table.name]
    kinds = _kinds(table, layer, drawn=mark is not None)
    classes = next((own for own in view.classes if own.layer == layer.id), None)
    classed = classes.field if classes else layer.style.classed_by if layer.style else None
    row = row_expressions(layer, atlas.frames[layer.id], table.names, lang=view.lang, classed=classed, year=view.year)
    title, fields = layer.title(view.lang), tuple(_fields(table, layer, provenance, view.lang))
    where, credit = filter_sql(view.filters, layer, table.names), _credit(layer, provenance, atlas, view.lang)
    chosen = where if _filters_alone(table, view, atlas) else id_filter(table.frame["id"], table.names)
    first = _first_kind(table, kinds)
    several, span = len(kinds) > 1, _span(atlas.frames[layer.id][classed]) if classed else None
    return tuple(
        ProjectLayer(
            id=f"atlas_layer_{layer.id}_{kind}" if several else f"atlas_layer_{layer.id}",
            table=layer.id,
            theme=layer.theme,
            title=f"{title} – {t(f'qgis.{kind}', view.lang)}" if several else title,
            kind=kind,
            among=several,
            leads=kind == first,
            rows=count,
            mark=mark if kind != "none" else None,
            opacity=dict(view.opacity).get(layer.id, 1.0),
            fields=fields,
            row=row,
            span=span,
            where=where,
            chosen=chosen,
            credit=credit,
        )
        for kind, count in kinds.items()
    )


def geometry_kinds(shapes: np.ndarray) -> list[Kind]:
    """Return the kinds that some shapes are of."""
    dimension = shapely.get_dimensions(shapes)
    return [kind for place, kind in enumerate(KINDS) if (dimension == place).any()]


def _kinds(table: "Table", layer: "Layer", *, drawn: bool) -> dict[Kind, int]:
    """Count the rows of each kind; rows without position are of the only kind, or a kind of their own."""
    if not drawn:
        return {"none": len(table.frame)}
    dimension = shapely.get_dimensions(table.shapes.to_numpy())
    kinds = geometry_kinds(table.shapes.to_numpy())
    found: dict[Kind, int] = {kind: int(np.sum(dimension == KINDS.index(kind))) for kind in kinds}
    if not found:
        return {layer.geometry if layer.geometry in KINDS else "point": len(table.frame)}
    without = int(np.sum(~table.placed))
    if len(found) == 1:
        return {kind: count + without for kind, count in found.items()}
    return found | ({"none": without} if without else {})


def _filters_alone(table: "Table", view: "View", atlas: "Atlas") -> bool:
    """Return whether the conditions on columns keep the rows of a table and no others."""
    layer = atlas.catalog[table.name]
    return int(mask_rows(atlas.frames[layer.id], layer, view.filters).sum()) == len(table.frame)


def _first_kind(table: "Table", kinds: dict[Kind, int]) -> Kind:
    placed = np.flatnonzero(table.placed)
    return KINDS[int(shapely.get_dimensions(table.shapes.iloc[placed[0]]))] if len(placed) else next(iter(kinds))


def _span(values: "pd.Series[Any]") -> tuple[float, float] | None:
    known = values.dropna()
    return (float(known.min()), float(known.max())) if len(known) else None


def _fields(table: "Table", layer: "Layer", provenance: "Provenance", lang: str) -> "Iterator[ProjectField]":
    for name, written in table.names.items():
        field = provenance.field_of(layer, name)
        if field is None:
            yield ProjectField(written, name, "")
            continue
        title = f"{field.title(lang)} ({field.unit})" if field.unit else field.title(lang)
        about = field.description(lang) if field.description else ""
        # A cell of several values is none of the codes.
        codes = () if field.separator else tuple((code, text(lang)) for code, text in field.codes.items())
        yield ProjectField(written, title, about, codes)


def _credit(layer: "Layer", provenance: "Provenance", atlas: "Atlas", lang: str) -> LayerCredit:
    sources = [source for _, source in narrow(provenance, layer.id).sources]
    return LayerCredit(
        abstract=layer.description(lang),
        producers=_once(names for source in sources if (names := source.producer_names(lang))),
        licences=_once(source.licence for source in sources),
        citations=_once(f"{source.cited} [{source.licence}]" for source in sources),
        addresses=_once(source.url for source in sources if source.url),
        accessed=max((source.accessed.isoformat() for source in sources), default=""),
        processing=_once(source.processing(lang) for source in sources),
        theme=atlas.catalog.themes[layer.theme].title(lang),
    )


def _once(texts: "Iterable[str]") -> tuple[str, ...]:
    return tuple(dict.fromkeys(texts))
