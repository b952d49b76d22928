"""The sheet of one object of a question, or of the question in one territory: what a page of a series holds."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import shapely

from atlas.i18n import t
from atlas.scene.explore.answers import list_answers
from atlas.scene.explore.related_objects import find_related_objects
from atlas.scene.explore.summary import summarize
from atlas.scene.map.scene import Answer
from atlas.scene.objects.object_card import make_card
from atlas.scene.publish.caption import Caption, make_caption, printed_scene
from atlas.scene.publish.listed_layers import listed_layers
from atlas.scene.publish.whole import SheetTable, area_against_whole, object_against_whole
from atlas.scene.query.formatting import write_number
from atlas.scene.query.permalink import to_permalink
from atlas.scene.query.row_masks import selected_outline, shown_layers, territory_outline
from atlas.scene.query.row_names import row_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from atlas.io.atlas import Atlas
    from atlas.scene.explore.related_objects import RelatedObject
    from atlas.scene.explore.summary import LayerSummary
    from atlas.scene.map.scene import Scene
    from atlas.scene.objects.disagreements import CardDisagreement
    from atlas.scene.objects.key_figures import KeyFigure
    from atlas.scene.objects.pictures import CardPicture
    from atlas.scene.query.view import View

# Degrees that a map shows around an object at least: about two kilometres.
_LEAST = 0.02
# How much larger than the object the map is.
_AROUND = 2.5
# Answers in one territory that a page lists.
_MOST_ANSWERS = 60


@dataclass(frozen=True, slots=True)
class SheetLine:
    """A title, its value at the right, and a line below in small type."""

    title: str
    value: str = ""
    about: str = ""


@dataclass(frozen=True, slots=True)
class SheetSection:
    """Lines under a heading."""

    title: str
    lines: tuple[SheetLine, ...]


@dataclass(frozen=True, slots=True)
class ObjectSheet:
    """What a page says of one object or territory.

    Attributes
    ----------
    name, caption
        Its name, and the words around its map.
    sections
        Figures that sources contest, values, what is unknown, related objects, sources; of a territory the answers and
        the totals.
    scene
        Its map.
    kicker
        What it is one of: the title of its layer.
    figures, tables, pictures
        The figures that matter, those against the whole, small pictures.
    """

    name: str
    caption: Caption
    sections: tuple[SheetSection, ...]
    scene: "Scene"
    kicker: str = ""
    figures: "tuple[KeyFigure, ...]" = ()
    tables: "tuple[SheetTable, ...]" = ()
    pictures: "tuple[CardPicture, ...]" = ()


def make_object_sheet(
    layer_id: str, row_id: str, view: "View", atlas: "Atlas", *, address: str = "", made: "date"
) -> ObjectSheet:
    """Make the sheet of one row of a layer, with the other layers of a view around it.

    Parameters
    ----------
    layer_id, row_id
        The object.
    view
        A validated view: its layers and conditions are those of the map.
    atlas
        Declarations and rows.
    address, made
        As for `make_caption`.

    Raises
    ------
    KeyError
        No such row.
    """
    layer, gdf, lang = atlas.catalog[layer_id], atlas.frames[layer_id], view.lang
    row = gdf.loc[row_id]
    shown = shown_layers(view, atlas.catalog)
    own = replace(view, layers=shown if layer_id in shown else (*shown, layer_id), card=(layer_id, row_id), at=None)
    card = make_card(layer, gdf, row_id, lang, area=selected_outline(view, atlas), atlas=atlas)
    known = [SheetLine(line["title"], *_beside(line["text"])) for line in card["fields"] if not line.get("unknown")]
    unknown = ", ".join(line["title"] for line in card["fields"] if line.get("unknown"))
    groups = find_related_objects(layer_id, row_id, atlas, lang)["groups"]
    related = tuple(SheetLine(group["title"], "", ", ".join(_named(group["items"]))) for group in groups)
    sources = tuple(SheetLine(title, "", text) for title, text, _ in card["source"]["rows"])
    sections = (
        SheetSection(t("card.disagree", lang), tuple(_versions(card["disagreements"]))),
        SheetSection(t("series.values", lang), tuple(known)),
        SheetSection(t("series.unknown", lang), (SheetLine("", "", unknown),) if unknown else ()),
        SheetSection(t("series.related", lang), related),
        SheetSection(t("portrait.source", lang), sources),
    )
    caption = Caption(
        title=card["title"],
        lead=card["sentence"],
        notes=() if _is_placed(row["geometry"]) else (t("series.unplaced", lang),),
        link=f"{address}{to_permalink(own)}",
        made=made,
    )
    scene = _around(printed_scene(own, atlas), layer_id, list(gdf.index).index(row_id))
    tables = [object_against_whole(layer_id, row_id, view, atlas)]
    if _is_area(row["geometry"]):
        others = [other for other in listed_layers(atlas) if other.id != layer_id]
        inside = area_against_whole(row["geometry"], others, view, atlas, drawn=False)
        tables.append(replace(inside, title=t("series.inside", lang)))
    return ObjectSheet(
        card["title"],
        caption,
        tuple(part for part in sections if part.lines),
        scene,
        kicker=card["layer"],
        figures=tuple(card["figures"]),
        tables=tuple(table for table in tables if table.rows),
        pictures=tuple(card["pictures"]),
    )


def _versions(disagreements: "Iterable[CardDisagreement]") -> "Iterator[SheetLine]":
    """Write every version of the figures that sources contest: its value, what it is and who says so."""
    for contested in disagreements:
        yield SheetLine(contested["title"])
        for version in contested["versions"]:
            about = " — ".join(part for part in (version["about"], version["source"]) if part)
            yield SheetLine(version["value"], "", about)


def _is_area(shape: "shapely.Geometry | None") -> bool:
    return shape is not None and int(shapely.get_dimensions(shape)) == 2  # noqa: PLR2004


def make_territory_sheet(
    territory: str, view: "View", atlas: "Atlas", *, address: str = "", made: "date"
) -> ObjectSheet:
    """Make the sheet of a question in one territory: the answers there, and the totals of the layers shown.

    Parameters are those of `make_object_sheet`; the territory takes the place of those of the view.

    Raises
    ------
    ViewError
        No territory has that id, or it has no outline.
    """
    territory_outline(territory, atlas)
    own, lang = replace(view, territory=(territory,), at=None), view.lang
    caption = make_caption(own, atlas, address=address, made=made)
    answers = list_answers(own, atlas, most=_MOST_ANSWERS)["groups"]
    listed = [
        SheetSection(
            f"{group['title']} ({write_number(group['count'], lang)})",
            tuple(SheetLine(row["name"], "", " · ".join(text for _, text in row["facts"])) for row in group["rows"]),
        )
        for group in answers
        if group["rows"]
    ]
    totals = tuple(
        SheetLine(part["title"], write_number(part["count"], lang), "; ".join([*_amounts(part, lang), *part["gaps"]]))
        for part in summarize(own, atlas)["layers"]
    )
    layer = next(layer for layer in atlas.catalog.values() if layer.level and territory in atlas.frames[layer.id].index)
    name = row_name(layer, atlas.frames[layer.id].loc[territory], lang)
    sections = (*listed, SheetSection(t("series.totals", lang), totals))
    # The name comes first on every page of a series, whatever the question.
    titled = replace(
        caption, title=name, lead=" — ".join(part for part in (caption.title, caption.lead) if part != name)
    )
    return ObjectSheet(name, titled, tuple(part for part in sections if part.lines), printed_scene(own, atlas))


def _beside(text: str) -> tuple[str, str]:
    """Return a short value for the right end of the line, a long one for the line below."""
    return (text, "") if len(text) <= 18 else ("", text)  # noqa: PLR2004 - what a third of a column holds


def _named(items: "list[RelatedObject]") -> "list[str]":
    return [f"{item['name']} ({item['note']})" if item["note"] else item["name"] for item in items]


def _amounts(part: "LayerSummary", lang: str) -> list[str]:
    amounts = ((part["area_ha"], "ha"), (part["length_km"], "km"))
    return [write_number(amount, lang, unit) for amount, unit in amounts if amount]


def _is_placed(shape: "shapely.Geometry | None") -> bool:
    return shape is not None and not shapely.is_empty(shape)


def _around(scene: "Scene", layer_id: str, position: int) -> "Scene":
    """Return a scene framed around one row, which is set apart like an answer in front of the others."""
    mark = next(mark for mark in scene.marks if mark.layer == layer_id)
    shape = mark.features.iloc[position]
    # A mark of its own, above all: the others of its layer stay as they are.
    alone = replace(mark, layer=f"{layer_id}#")
    kept = np.zeros(len(mark.features), dtype=bool)
    kept[position] = True
    apart = Answer(sentence="", layers=(alone.layer,), place=False, query="")
    return replace(
        scene,
        marks=(*scene.marks, alone),
        kept={**scene.kept, alone.layer: kept},
        opacity={**scene.opacity, alone.layer: 1.0},
        answer=apart,
        camera=None,
        bounds=_frame(shape) if _is_placed(shape) else scene.bounds,
    )


def _frame(shape: "shapely.Geometry") -> tuple[float, float, float, float]:
    west, south, east, north = shapely.bounds(shape).tolist()
    half = max(_LEAST, _AROUND * (east - west), _AROUND * (north - south)) / 2
    x, y = (west + east) / 2, (south + north) / 2
    return (x - half, y - half / 1.5, x + half, y + half / 1.5)
