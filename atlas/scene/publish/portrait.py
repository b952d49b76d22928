"""The portrait of a territory: facts, indicators, layers and twinnings on one page, every number as in the app."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import pandas as pd

from atlas.analysis.spatial.territories import LEAST_SURVEYED
from atlas.i18n import plural, t
from atlas.scene.compare.territories import build_territories
from atlas.scene.explore.summary import has_areas_and_lines, summarize
from atlas.scene.objects.object_row import object_row
from atlas.scene.objects.pictures import draw_pictures
from atlas.scene.publish.caption import Caption
from atlas.scene.publish.listed_layers import is_listed
from atlas.scene.publish.place_charts import place_charts
from atlas.scene.publish.portrait_figures import PortraitFigure, portrait_figures
from atlas.scene.query.formatting import spread_of, write_date, write_number
from atlas.scene.query.permalink import to_permalink
from atlas.scene.query.row_masks import readable_layers, territory_outline
from atlas.scene.query.row_names import row_name
from atlas.scene.query.row_values import mark_copy, source_of, write_value
from atlas.scene.query.territories import territory_layer
from atlas.scene.query.view import View
from atlas.web_address import host_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    import geopandas as gpd

    from atlas.analysis.spatial.territories import Territories
    from atlas.catalog import Layer
    from atlas.io.atlas import Atlas
    from atlas.scene.explore.summary import LayerSummary
    from atlas.scene.objects.pictures import CardPicture

    Frames = Mapping[str, gpd.GeoDataFrame]

# Columns of the layer of a territory that the portrait lists, by level.
_FACTS = {
    "basin": ("mineral", "first_extraction", "last_closure", "status", "area_km2", "population"),
    "intercommunality": ("area_km2", "population_2023", "communes"),
    "commune": ("area_km2", "population_2023", "median_income_2021"),
}
_MEASURED = "area_km2"
# The table with the source of each figure of a basin.
_FIGURES = "basin_figures"
# A layer that covers this share covers the territory: outlines of several producers never match to the metre.
_WHOLE = 0.995


@dataclass(frozen=True, slots=True)
class PortraitRow:
    """One layer in a territory: count, area or length, count of each class, a note.

    `covers`: its areas cover the whole territory, so that it tells nothing of what lies inside.
    """

    layer: str
    title: str
    count: str
    amount: str
    classes: tuple[tuple[str, str], ...]
    note: str
    covers: bool


@dataclass(frozen=True, slots=True)
class PortraitSection:
    """A theme in a territory; `empty` names the layers that were surveyed there and have no row in it."""

    theme: str
    title: str
    rows: tuple[PortraitRow, ...]
    empty: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PortraitTwinning:
    """A twinning of one of the communes."""

    commune: str
    town: str
    about: str


@dataclass(frozen=True, slots=True)
class Portrait:
    """The portrait of a territory.

    Attributes
    ----------
    name, level
        Its name, and the title of its layer.
    facts
        (title, text, source) of each fact of its own layer.
    figures, beside
        Indicators with coverage and sources, and the name of the reference beside them ("" for none).
    sections
        Its themes; a theme without a row is left out.
    twins
        Twinnings of its communes, by commune.
    gaps
        What is missing in the layers that are not complete in the territory, each once.
    charts
        Small pictures: its own values year by year, then years and sizes of what lies in it.
    notes
        What a reader must know to interpret it.
    view
        The view of its map, which its link reopens.
    """

    territory: str
    name: str
    level: str
    facts: tuple[tuple[str, str, str], ...]
    figures: tuple[PortraitFigure, ...]
    beside: str
    sections: tuple[PortraitSection, ...]
    twins: tuple[PortraitTwinning, ...]
    gaps: tuple[str, ...]
    charts: "tuple[CardPicture, ...]"
    notes: tuple[str, ...]
    view: View


def make_portrait(territory: str, atlas: "Atlas", lang: str) -> Portrait:
    """Make the portrait of a territory.

    Parameters
    ----------
    territory
        Id of a basin, an inter-municipal body or a commune that has an outline.
    atlas
        Declarations and rows.
    lang
        Language of all words.

    Raises
    ------
    ViewError
        No territory has that id, or it has no outline.
    """
    territory_outline(territory, atlas)
    layer = territory_layer(territory, atlas, key="territory")
    view = View(lang=lang, territory=(territory,))
    known = build_territories((territory,), view, atlas)
    surveyed = float(known.surveyed[territory]) >= LEAST_SURVEYED
    figures, beside = portrait_figures(territory, view, atlas)
    sections = _sections(view, atlas, known, surveyed=surveyed)
    found = [row.layer for section in sections for row in section.rows if not row.covers]
    own = draw_pictures(layer, atlas.frames[layer.id], object_row(layer, atlas.frames[layer.id], territory, lang), lang)
    notes = [t("portrait.observed", lang), *([] if surveyed else [t("portrait.not_surveyed", lang)])]
    if bool(known.approximate[territory]):
        notes.append(t("portrait.approximate", lang))
    return Portrait(
        territory=territory,
        name=row_name(layer, atlas.frames[layer.id].loc[territory], lang),
        level=t(f"portrait.level_{layer.level}", lang),
        facts=_facts(territory, layer, atlas, lang),
        figures=figures,
        beside=beside,
        sections=sections,
        twins=_twins(known.communes[territory], atlas, lang),
        gaps=tuple(dict.fromkeys(gap for figure in figures for gap in figure.gaps)),
        charts=(*own, *place_charts(found, view, atlas)),
        notes=tuple(notes),
        # Outside the area of the inventories, the default layers would leave the map empty.
        view=view if surveyed else replace(view, layers=tuple(dict.fromkeys((*atlas.catalog.shown, *found)))),
    )


def portrait_caption(portrait: Portrait, *, address: str = "", made: "date") -> Caption:
    """Return the caption of the map of a portrait; `address` and `made` as for `make_caption`."""
    return Caption(
        title=portrait.name,
        lead=portrait.level,
        notes=portrait.notes,
        link=f"{address}{to_permalink(portrait.view)}",
        made=made,
    )


def _facts(territory: str, layer: "Layer", atlas: "Atlas", lang: str) -> tuple[tuple[str, str, str], ...]:
    gdf = atlas.frames[layer.id]
    row = gdf.loc[territory]
    source = source_of(layer, row)
    read = write_date(source.valid or source.published or source.accessed.isoformat(), lang)
    file = ", ".join((*source.producers(lang), read))
    pages = _pages(territory, atlas, lang)
    # The figures of a basin have sources of their own; only its outline comes from the producer of its file.
    other = layer.title(lang) if pages else file
    filled = [name for name in _FACTS[str(layer.level)] if name in layer.fields and not pd.isna(row[name])]
    return tuple(
        (
            layer.fields[name].title(lang),
            write_value(layer.fields[name], row[name], lang, spread_of(gdf, name, layer.fields[name])),
            file if name == _MEASURED else pages.get(name, other),
        )
        for name in filled
    )


def _pages(territory: str, atlas: "Atlas", lang: str) -> dict[str, str]:
    """Return the host of the page that each figure of a basin comes from; empty for any other territory."""
    if _FIGURES not in atlas.catalog:
        return {}
    rows = atlas.frames[_FIGURES]
    own = rows[(rows["basin"] == territory) & rows["url"].notna()]
    return {figure: mark_copy(host_of(url), url, lang) for figure, url in zip(own["figure"], own["url"], strict=True)}


def _sections(view: View, atlas: "Atlas", known: "Territories", *, surveyed: bool) -> tuple[PortraitSection, ...]:
    sections = []
    grounds = {layer.theme for layer in atlas.catalog.values() if layer.level}
    for theme in atlas.catalog.themes.values():
        layers = [layer for layer in atlas.catalog.values() if layer.theme == theme.id and is_listed(layer)]
        own = tuple(layer.id for layer in readable_layers(layers, atlas.frames)) if theme.id not in grounds else ()
        summary = summarize(replace(view, layers=own), atlas)
        rows = [_row(part, summary["area_ha"], atlas.frames, view.lang) for part in summary["layers"] if part["count"]]
        none = [part for part in summary["layers"] if surveyed and not part["count"]]
        empty = [part["title"] for part in none if not _is_elsewhere(atlas.catalog[part["layer"]], known)]
        if rows:
            sections.append(PortraitSection(theme.id, theme.title(view.lang), tuple(rows), tuple(empty)))
    return tuple(sections)


def _is_elsewhere(layer: "Layer", known: "Territories") -> bool:
    """Return whether a layer is of other territories: that it has no row here says nothing."""
    declared, where = layer.completeness, known.complete.get(layer.id)
    return declared is not None and isinstance(declared.area, tuple) and where is not None and not where.any()


def _row(part: "LayerSummary", ground_ha: float | None, frames: "Frames", lang: str) -> PortraitRow:
    amounts = [
        write_number(amount, lang, unit)
        for amount, unit in ((part["area_ha"], "ha"), (part["length_km"], "km"))
        if amount
    ]
    gdf = frames[part["layer"]]
    unplaced = int(gdf.geometry.isna().sum())
    notes = [plural("portrait.unplaced", lang, unplaced, count=unplaced, total=len(gdf))] if unplaced else []
    notes += [t("portrait.mixed", lang)] if has_areas_and_lines(part) else []
    covers = (part["area_ha"] or 0) >= _WHOLE * (ground_ha or 0)
    return PortraitRow(
        layer=part["layer"],
        title=part["title"],
        count=_at_least(write_number(part["count"], lang), part, lang),
        amount=t("portrait.whole", lang) if covers else " · ".join(amounts),
        classes=tuple((found["title"], write_number(found["count"], lang)) for found in part["classes"]),
        note="; ".join([*notes, *part["gaps"]]),
        covers=covers,
    )


def _at_least(text: str, part: "LayerSummary", lang: str) -> str:
    return t("value.at_least", lang, value=text) if part["gaps"] else text


def _twins(communes: tuple[str, ...], atlas: "Atlas", lang: str) -> tuple[PortraitTwinning, ...]:
    if "twinnings" not in atlas.catalog or not communes:
        return ()
    layer, gdf = atlas.catalog["twinnings"], atlas.frames["twinnings"]
    own = gdf[gdf["commune"].isin(communes)].sort_values(["commune_name", "partner_city"])
    return tuple(
        PortraitTwinning(row["commune_name"], row["partner_city"], _about(layer, row, lang))
        for _, row in own.iterrows()
    )


def _about(layer: "Layer", row: "pd.Series[Any]", lang: str) -> str:
    """Describe the country of a twin, the year and, unless it is active, the status of the twinning."""
    parts = [write_value(layer.fields["country"], row["country"], lang)]
    parts += [str(int(row["year"]))] if not pd.isna(row["year"]) else []
    parts += [write_value(layer.fields["status"], row["status"], lang)] if row["status"] != "active" else []
    return ", ".join(parts)
