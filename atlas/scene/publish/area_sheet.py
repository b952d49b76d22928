"""The sheet of a drawn area: what lies in it, against the whole of each layer and the territory around it."""

from dataclasses import replace
from typing import TYPE_CHECKING

import geopandas as gpd

from atlas.analysis.spatial.measure import areas_m2
from atlas.errors import ViewError
from atlas.i18n import t
from atlas.scene.map.bounds import outline_bounds
from atlas.scene.objects.distinct_names import distinct_names
from atlas.scene.publish.caption import Caption, printed_scene
from atlas.scene.publish.listed_layers import listed_layers
from atlas.scene.publish.object_sheet import ObjectSheet, SheetLine, SheetSection
from atlas.scene.publish.place_charts import place_charts
from atlas.scene.publish.whole import area_against_whole
from atlas.scene.query.conditions import describe_area_rule, territory_name
from atlas.scene.query.formatting import write_number
from atlas.scene.query.permalink import to_permalink
from atlas.scene.query.row_masks import row_mask, selected_outline

if TYPE_CHECKING:
    from datetime import date

    from atlas.catalog import Layer
    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import View

# Objects of a layer that are named.
_MOST_NAMES = 15
# Territories that a title names.
_FEW = 3


def make_area_sheet(view: "View", atlas: "Atlas", *, address: str = "", made: "date") -> ObjectSheet:
    """Make the sheet of the area that a view selects: its drawn shape, its territories, or both.

    Parameters
    ----------
    view
        A validated view: its layers are compared where it names some, else all that say what lies in a place.
    atlas
        Declarations and rows.
    address, made
        As for `make_caption`.

    Raises
    ------
    ViewError
        The view selects no area.
    """
    area, lang = selected_outline(view, atlas), view.lang
    if area is None:
        raise ViewError("area_missing", key="select")
    listed = [layer for layer in listed_layers(atlas) if view.layers is None or layer.id in view.layers]
    table = area_against_whole(area, listed, view, atlas, drawn=True)
    found = [layer for layer in listed if layer.id in {row.layer for row in table.rows}]
    # Without a question the map shows what was found: the layers that it opens with may have nothing there.
    shown = replace(view, at=None, layers=tuple(layer.id for layer in found)) if view.layers is None and found else view
    size = write_number(float(areas_m2(gpd.GeoSeries([area], crs="EPSG:4326")).iloc[0]) / 1e4, lang, "ha")
    nothing = "" if found else t("series.area_empty", lang)
    said = (t("series.area_size", lang, area=size), describe_area_rule(view, atlas), nothing)
    caption = Caption(
        title=_title(view, atlas),
        lead=". ".join(part[:1].upper() + part[1:] for part in said if part),
        notes=(t("portrait.observed", lang),),
        link=f"{address}{to_permalink(replace(view, at=None))}",
        made=made,
    )
    sections = [_named(layer, view, atlas) for layer in found]
    # The area itself is looked at: some of what lies in it reaches far out of it.
    scene = replace(printed_scene(replace(shown, at=None), atlas), bounds=outline_bounds([area]))
    return ObjectSheet(
        caption.title,
        caption,
        tuple(section for section in sections if section.lines),
        scene,
        kicker=t("app.title", lang),
        tables=(table,) if table.rows else (),
        pictures=tuple(place_charts([layer.id for layer in found], view, atlas)),
    )


def _title(view: "View", atlas: "Atlas") -> str:
    """Return the names of the territories that are the area, or that it is drawn."""
    if view.select or not view.territory:
        return t("series.area_title", view.lang)
    names = [territory_name(territory, view.lang, atlas) for territory in view.territory]
    more = [t("card.and_more", view.lang, n=write_number(len(names) - _FEW, view.lang))] if len(names) > _FEW else []
    return ", ".join([*names[:_FEW], *more])


def _named(layer: "Layer", view: "View", atlas: "Atlas") -> SheetSection:
    """Name the rows of a layer in the area, the first ones of many."""
    gdf, lang = atlas.frames[layer.id], view.lang
    rows = [str(row) for row in gdf.index[row_mask(layer.id, view, atlas)]]
    names = sorted(distinct_names(layer, gdf, rows[:_MOST_NAMES], lang).values())
    more = [t("card.and_more", lang, n=write_number(len(rows) - len(names), lang))] if len(rows) > len(names) else []
    title = f"{layer.title(lang)} ({write_number(len(rows), lang)})"
    return SheetSection(title, (SheetLine("", "", ", ".join([*names, *more])),) if names else ())
