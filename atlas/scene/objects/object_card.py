"""Card of one object: what its values make together, every field with its value, and the source of the row."""

from typing import TYPE_CHECKING, Any, NotRequired, TypedDict

import numpy as np
import pandas as pd
import shapely

from atlas.i18n import t
from atlas.scene.objects.disagreements import CardDisagreement, find_disagreements
from atlas.scene.objects.key_figures import KeyFigure, key_figures
from atlas.scene.objects.object_row import object_rows
from atlas.scene.objects.pictures import CardPicture, draw_pictures
from atlas.scene.objects.sentence import write_sentence
from atlas.scene.query.formatting import spread_of, write_number
from atlas.scene.query.row_masks import shares_in_area
from atlas.scene.query.row_values import SourceLine, mark_copy, source_lines, source_of, write_value
from atlas.web_address import is_web_address

if TYPE_CHECKING:
    import geopandas as gpd

    from atlas.catalog import Field, Layer
    from atlas.io.atlas import Atlas


class CardField(TypedDict):
    """A field of a row with its value."""

    title: str
    text: str
    # The value is missing; `text` says so.
    unknown: NotRequired[bool]
    # Description of the field.
    about: NotRequired[str]
    # Set where the value itself is an address.
    url: NotRequired[str]


class CardSource(TypedDict):
    """Provenance of a row."""

    rows: list[SourceLine]


class CardLabels(TypedDict):
    """Words of the parts of a card: the list of all fields, contested figures, the page on the object."""

    fields: str
    disagree: str
    page: str


class ObjectCard(TypedDict):
    """Card of one row, as plain text in one language."""

    title: str
    # Title of the layer.
    layer: str
    # What the object is, made from its values.
    sentence: str
    # Three at most.
    figures: list[KeyFigure]
    pictures: list[CardPicture]
    disagreements: list[CardDisagreement]
    # In declared order, missing values included.
    fields: list[CardField]
    source: CardSource
    # Whether the row is a territory with a portrait, and whether its layer may not be passed on.
    portrait: bool
    private: bool
    labels: CardLabels


def make_card(
    layer: "Layer",
    gdf: "gpd.GeoDataFrame",
    row_id: str,
    lang: str,
    *,
    area: shapely.Geometry | None = None,
    atlas: "Atlas | None" = None,
) -> ObjectCard:
    """Return the card of one row; see `cards_of_rows`.

    Raises
    ------
    KeyError
        No such row.
    """
    return cards_of_rows(layer, gdf, gdf.loc[[row_id]], lang, area=area, atlas=atlas)[row_id]


def cards_of_rows(
    layer: "Layer",
    gdf: "gpd.GeoDataFrame",
    rows: "gpd.GeoDataFrame",
    lang: str,
    *,
    area: shapely.Geometry | None = None,
    atlas: "Atlas | None" = None,
) -> dict[str, ObjectCard]:
    """Return the cards of rows by their id.

    Parameters
    ----------
    layer, gdf
        Declaration and all rows.
    rows
        Some of the rows.
    lang
        Language of the titles and numbers.
    area
        The selected area, EPSG:4326: a card has the share of its row inside it.
    atlas
        Where the tables are that cite values of the rows; without it the cards have none of them.
    """
    named = object_rows(layer, rows, lang)
    shapes, placed = rows["geometry"].to_numpy(), layer.geometry != "none"
    beside: list[list[CardField | None]] = [
        _official_names(rows[layer.name], [row.name for row in named], lang),
        _unknown_places(shapes, lang) if placed else [],
        _shares_inside(layer, rows, area, lang) if placed and area is not None else [],
    ]
    shown = {
        key: field for key, field in layer.fields.items() if not (field.technical or key in {layer.name, "licence"})
    }
    columns = [_card_fields(field, rows[key], lang, spread_of(gdf, key, field)) for key, field in shown.items()]
    sources = _sources_of_rows(layer, rows, lang)
    areas = (shapely.get_dimensions(shapes) == 2) & (layer.level is not None)  # noqa: PLR2004
    return {
        row.id: {
            "title": row.name,
            "layer": layer.title(lang),
            "sentence": write_sentence(layer, gdf, row, lang),
            "figures": key_figures(layer, gdf, row, lang, atlas),
            "pictures": draw_pictures(layer, gdf, row, lang),
            "disagreements": find_disagreements(layer, gdf, row, lang, atlas),
            # The share comes first, then that the place is not known, then the name that the producer writes.
            "fields": [
                *(line for column in reversed(beside) if column and (line := column[place])),
                *(column[place] for column in columns),
            ],
            "source": sources[place],
            "portrait": bool(areas[place]),
            "private": layer.private,
            "labels": _labels(
                len(columns) + sum(bool(lines and lines[place]) for lines in beside), lang, portrait=bool(areas[place])
            ),
        }
        for place, row in enumerate(named)
    }


def _labels(fields: int, lang: str, *, portrait: bool) -> CardLabels:
    return {
        "fields": t("card.all_fields", lang, n=write_number(fields, lang)),
        "disagree": t("card.disagree", lang),
        "page": t("card.page_portrait", lang) if portrait else t("card.page_object", lang),
    }


def _official_names(column: "pd.Series[Any]", names: list[str], lang: str) -> list[CardField | None]:
    """Return the name of each row as its producer writes it, where its title is another."""
    title = t("card.official_name", lang)
    return [
        None if pd.isna(official) or str(official) == name else {"title": title, "text": str(official)}
        for official, name in zip(column.tolist(), names, strict=True)
    ]


def _unknown_places(shapes: np.ndarray, lang: str) -> list[CardField | None]:
    """Return for each row without a position that it is unknown."""
    line: CardField = {"title": t("card.position", lang), "text": t("value.unknown", lang), "unknown": True}
    return [line if missing else None for missing in shapely.is_missing(shapes)]


def _shares_inside(
    layer: "Layer", rows: "gpd.GeoDataFrame", area: shapely.Geometry, lang: str
) -> list[CardField | None]:
    """Return the share of each row inside the selected area."""
    return [_share_inside(float(share), lang) for share in shares_in_area(layer, rows, area)]


def _sources_of_rows(layer: "Layer", rows: "gpd.GeoDataFrame", lang: str) -> list[CardSource]:
    """Return the provenance of each row, written once for each file."""
    licences = rows["licence"].tolist() if "licence" in layer.fields else [None] * len(rows)
    written: dict[object, CardSource] = {}
    for licence in licences:
        if licence not in written:
            written[licence] = {"rows": source_lines(source_of(layer, {"licence": licence}), lang)}
    return [written[licence] for licence in licences]


def _share_inside(share: float, lang: str) -> CardField:
    """Return the share of a row inside the selected area, in percent; unknown without position."""
    line: CardField = {"title": t("table.inside", lang), "text": "", "about": t("table.inside_about", lang)}
    if pd.isna(share):
        return line | {"text": t("value.unknown", lang), "unknown": True}
    return line | {"text": write_number(100 * share, lang, "%")}


def _card_fields(field: "Field", column: "pd.Series[Any]", lang: str, spread: float) -> list[CardField]:
    """Return the lines of a field, one for each row."""
    title, unknown = field.title(lang), t("value.unknown", lang)
    about = field.description(lang) if field.description else None
    lines: list[CardField] = []
    for value in column.tolist():
        missing = bool(pd.isna(value))
        text = unknown if missing else write_value(field, value, lang, spread)
        line: CardField = {"title": title, "text": text}
        if about is not None:
            line["about"] = about
        if missing:
            line["unknown"] = True
        elif is_web_address(text):
            line |= {"text": mark_copy(text, text, lang), "url": text}
        lines.append(line)
    return lines
