"""A map series: the objects or territories of a question, one page each."""

from dataclasses import replace
from typing import TYPE_CHECKING

from atlas.analysis.statistics.name_words import fold
from atlas.errors import ViewError
from atlas.i18n import t
from atlas.scene.map.question import answering_layers, is_about_a_place
from atlas.scene.objects.distinct_names import distinct_names
from atlas.scene.publish.caption import Caption, make_caption
from atlas.scene.publish.object_sheet import ObjectSheet, make_object_sheet, make_territory_sheet
from atlas.scene.query.row_masks import row_mask

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from atlas.catalog import Layer
    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import View

# Pages of a series: above, somebody has forgotten a condition.
MOST_PAGES = 600
# Of a territory that lies in another one: neighbours share a border, drawn with slivers.
_LEAST_SHARE = 0.01


def series_rows(by: str, view: "View", atlas: "Atlas") -> list[tuple[str, str]]:
    """Return the ids and names of the rows that have a page, by name.

    Parameters
    ----------
    by
        Id of a layer: of objects, those that meet the question of the view; of territories, those with an outline
        and an answer in them.
    view
        A validated view.
    atlas
        Declarations and rows.

    Raises
    ------
    ViewError
        There is no such layer, it is a table, no row meets the question, or more than `MOST_PAGES` do.
    """
    layer, gdf = atlas.catalog.find(by, key="by"), atlas.frames[by]
    if layer.geometry == "none":
        raise ViewError("series_table", key="by", value=by)
    kept = row_mask(by, _asked(layer, view), atlas)
    if not kept.any():
        # A body is larger than the commune that is asked about.
        kept = row_mask(by, view, atlas)
    if layer.level:
        kept &= gdf.geometry.geom_type.isin(["Polygon", "MultiPolygon"]).to_numpy()
    rows = gdf[kept]
    if layer.level and not is_about_a_place(view) and (answering := answering_layers(view, atlas.catalog)):
        rows = rows[[_answers_in(str(row_id), answering, view, atlas) for row_id in rows.index]]
    if not 0 < len(rows) <= MOST_PAGES:
        raise ViewError("series_size", key="by", value=by, count=len(rows), most=MOST_PAGES)
    named = distinct_names(layer, gdf, map(str, rows.index), view.lang)
    return sorted(named.items(), key=lambda row: fold(row[1]))


def _asked(layer: "Layer", view: "View") -> "View":
    """Return the view that decides which territories have a page: those that only touch one of the view have none."""
    touching = layer.level and view.territory and view.territory_rule == "meets"
    return replace(view, territory_rule=_LEAST_SHARE) if touching else view


def _answers_in(territory: str, answering: "Iterable[str]", view: "View", atlas: "Atlas") -> bool:
    there = replace(view, territory=(territory,))
    return any(row_mask(layer_id, there, atlas).any() for layer_id in answering)


def series_caption(by: str, view: "View", atlas: "Atlas", *, address: str = "", made: "date") -> Caption:
    """Return the words of the contents page: the question of the view, and what has a page."""
    caption = make_caption(view, atlas, address=address, made=made)
    about = t("series.by", view.lang, layer=atlas.catalog[by].title(view.lang))
    return replace(caption, lead=f"{t('series.title', view.lang)} · {about}")


def series_sheets(
    by: str, rows: "list[tuple[str, str]]", view: "View", atlas: "Atlas", *, address: str = "", made: "date"
) -> "Iterator[ObjectSheet]":
    """Yield the sheets of the rows of a series, in their order; `address` and `made` as for `make_caption`."""
    for row_id, _ in rows:
        if atlas.catalog[by].level:
            yield make_territory_sheet(row_id, view, atlas, address=address, made=made)
        else:
            yield make_object_sheet(by, row_id, view, atlas, address=address, made=made)
