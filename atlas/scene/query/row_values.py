"""Values of a row as text, and the source of the row."""

from typing import TYPE_CHECKING, Any

from atlas.catalog import copied_from, in_language
from atlas.catalog.placeholders import without_placeholders
from atlas.i18n import t
from atlas.scene.query.formatting import write_date, write_exact, write_number

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from atlas.catalog import Field, Layer, Source

# A line of provenance: title, text, address.
SourceLine = tuple[str, str, str | None]


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
        ("received_from", without_placeholders(in_language(source.received_from, lang)), None),
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
