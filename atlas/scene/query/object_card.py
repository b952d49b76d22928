"""Card of one row: every field with its value, and the source of the row."""

from typing import TYPE_CHECKING, Any, NotRequired, TypedDict

import numpy as np
import pandas as pd
import shapely

from atlas.catalog import copied_from, in_language
from atlas.i18n import t
from atlas.scene.query.formatting import spread_of, write_date, write_exact, write_number
from atlas.scene.query.row_masks import shares_in_area
from atlas.scene.query.row_names import row_names
from atlas.web_address import is_web_address

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

    from atlas.catalog import Field, Layer, Source

# A line of provenance: title, text, address.
SourceLine = tuple[str, str, str | None]


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


class ObjectCard(TypedDict):
    """Card of one row, as plain text in one language."""

    title: str
    # Title of the layer.
    layer: str
    # In declared order, missing values included.
    fields: list[CardField]
    source: CardSource
    # Whether the row is a territory with a portrait.
    portrait: bool


def make_card(
    layer: "Layer", gdf: "gpd.GeoDataFrame", row_id: str, lang: str, *, area: shapely.Geometry | None = None
) -> ObjectCard:
    """Return the card of one row; see `cards_of_rows`.

    Raises
    ------
    KeyError
        No such row.
    """
    return cards_of_rows(layer, gdf, gdf.loc[[row_id]], lang, area=area)[row_id]


def cards_of_rows(
    layer: "Layer",
    gdf: "gpd.GeoDataFrame",
    rows: "gpd.GeoDataFrame",
    lang: str,
    *,
    area: shapely.Geometry | None = None,
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
    """
    names = row_names(layer, rows, lang)
    names = names.where(names != "", rows.index.astype("str").to_numpy())
    shapes, placed = rows["geometry"].to_numpy(), layer.geometry != "none"
    beside: list[list[CardField | None]] = [
        _official_names(rows[layer.name], names, lang),
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
        row_id: {
            "title": name,
            "layer": layer.title(lang),
            # The share comes first, then that the place is not known, then the name that the producer writes.
            "fields": [
                *(line for column in reversed(beside) if column and (line := column[place])),
                *(column[place] for column in columns),
            ],
            "source": sources[place],
            "portrait": bool(areas[place]),
        }
        for place, (row_id, name) in enumerate(zip(rows.index, names, strict=True))
    }


def _official_names(column: "pd.Series[Any]", names: "pd.Series[Any]", lang: str) -> list[CardField | None]:
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


def mark_copy(text: str, url: str | None, lang: str) -> str:
    """Return the title of a page, marked as a weak source where the page copies another."""
    copied = copied_from(url)
    return f"{text} ({t(f'card.copy_{copied}', lang)})" if copied else text


def source_lines(source: "Source", lang: str) -> list[SourceLine]:
    """Return the provenance of a file, line by line."""
    processing = source.processing(lang)
    lines: list[tuple[str, str | None, str | None]] = [
        ("producer", source.producer_names(lang), None),
        ("document", mark_copy(source.title, source.url, lang), source.url),
        ("licence", t(f"licence.{source.licence}", lang), None),
        ("published", source.published and write_date(source.published, lang), None),
        ("valid", source.valid and write_date(source.valid, lang), None),
        ("accessed", write_date(source.accessed.isoformat(), lang), None),
        ("received_from", in_language(source.received_from, lang), None),
        ("legal_status", t(f"status.{source.legal_status}", lang), None),
        ("legal_note", source.legal_note(lang) if source.legal_note else None, None),
        ("processing", processing, None),
    ]
    return [(t(f"card.{key}", lang), text, url) for key, text, url in lines if text]


def source_of(layer: "Layer", row: "Mapping[str, object] | pd.Series[Any]") -> "Source":
    """Return the source of the file that a row comes from; files of one layer differ in licence."""
    for _, source in layer.files:
        if "licence" in layer.fields and source.licence == row["licence"]:
            return source
    return layer.source


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


# A year of more digits is a number.
_YEARS = 100_000


def write_bound(field: "Field", bound: Any, lang: str) -> str:
    """Write the bound of a filter with all digits that somebody gave it."""
    return write_exact(bound, lang, field.unit) if field.type == "number" else write_value(field, bound, lang)


def write_value(field: "Field", value: Any, lang: str, spread: float = 0) -> str:
    """Write a value as text: numbers with their unit, codes by their titles; `spread` is that of the column."""
    if field.type in {"number", "integer"}:
        return write_number(value, lang, field.unit, spread=spread)
    if field.type == "year":
        # A filter may name a year that none is.
        return str(int(value)) if abs(value) < _YEARS else write_number(value, lang)
    if field.type == "boolean":
        return t("value.true", lang) if value else t("value.false", lang)
    if field.type == "date":
        return write_date(value, lang)
    parts = [part.strip() for part in value.split(field.separator)] if field.separator else [value]
    return ", ".join(field.codes[part](lang) if part in field.codes else part for part in parts)
