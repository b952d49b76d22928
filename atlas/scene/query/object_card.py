"""Card of one row: every field with its value, and the source of the row."""

from typing import TYPE_CHECKING, Any, NotRequired, TypedDict

import pandas as pd
import shapely

from atlas.catalog import copied_from, in_language
from atlas.i18n import t
from atlas.scene.query.formatting import spread_of, write_date, write_exact, write_number
from atlas.scene.query.row_masks import shares_in_area
from atlas.scene.query.row_names import row_name
from atlas.web_address import is_web_address

if TYPE_CHECKING:
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
    """Return the card of one row.

    Parameters
    ----------
    layer, gdf
        Declaration and rows.
    row_id
        A label of the index.
    lang
        Language of the titles and numbers.
    area
        The selected area, EPSG:4326: the card has the share of the row inside it.

    Raises
    ------
    KeyError
        No such row.
    """
    row = gdf.loc[row_id]
    fields = [
        _card_field(field, row[key], lang, spread_of(gdf, key, field))
        for key, field in layer.fields.items()
        if not (field.technical or key in {layer.name, "licence"})
    ]
    name, official = row_name(layer, row, lang), row[layer.name]
    if not pd.isna(official) and official != name:
        fields.insert(0, {"title": t("card.official_name", lang), "text": str(official)})
    if layer.geometry != "none" and row["geometry"] is None:
        place: CardField = {"title": t("card.position", lang), "text": t("value.unknown", lang), "unknown": True}
        fields.insert(0, place)
    if area is not None and layer.geometry != "none":
        fields.insert(0, _share_inside(float(shares_in_area(layer, gdf.loc[[row_id]], area)[0]), lang))
    return {
        "title": name,
        "layer": layer.title(lang),
        "fields": fields,
        "source": {"rows": source_lines(source_of(layer, row), lang)},
        "portrait": layer.level is not None and _is_area(row["geometry"]),
    }


def _share_inside(share: float, lang: str) -> CardField:
    """Return the share of a row inside the selected area, in percent; unknown without position."""
    line: CardField = {"title": t("table.inside", lang), "text": "", "about": t("table.inside_about", lang)}
    if pd.isna(share):
        return line | {"text": t("value.unknown", lang), "unknown": True}
    return line | {"text": write_number(100 * share, lang, "%")}


def _is_area(shape: shapely.Geometry | None) -> bool:
    return shape is not None and int(shapely.get_dimensions(shape)) == 2  # noqa: PLR2004


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


def source_of(layer: "Layer", row: "pd.Series[Any]") -> "Source":
    """Return the source of the file that a row comes from; files of one layer differ in licence."""
    for _, source in layer.files:
        if "licence" in layer.fields and source.licence == row["licence"]:
            return source
    return layer.source


def _card_field(field: "Field", value: object, lang: str, spread: float) -> CardField:
    missing = bool(pd.isna(value))
    text = t("value.unknown", lang) if missing else write_value(field, value, lang, spread)
    line: CardField = {"title": field.title(lang), "text": text}
    if field.description:
        line["about"] = field.description(lang)
    if missing:
        line["unknown"] = True
    elif is_web_address(text):
        line |= {"text": mark_copy(text, text, lang), "url": text}
    return line


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
