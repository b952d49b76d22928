"""Values of an object that a table cites, one a row, each with its page."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pandas as pd

from atlas.io.memo import memoize
from atlas.scene.query.formatting import write_number

if TYPE_CHECKING:
    import geopandas as gpd

    from atlas.catalog import CitedValues, Layer
    from atlas.io.atlas import Atlas

# A value with this code as its unit is a year.
_YEAR = "year"


@dataclass(frozen=True, slots=True)
class CitedValue:
    """A value that a page gives of one object alone.

    Attributes
    ----------
    code, title, unit
        What is measured, as a code and in words, and its unit.
    text, others
        The value with its unit, and other values met elsewhere.
    about
        A reservation, and the year of the finding.
    source, url
        What kind of page it is, and where.
    """

    code: str
    title: str
    unit: str
    text: str
    others: tuple[str, ...]
    about: str
    source: str
    url: str | None


def cited_values(layer: "Layer", row_id: str, atlas: "Atlas", lang: str) -> list[CitedValue]:
    """Return the numbers that the table of a card cites of a row; those of several rows together are of none alone."""
    declared = layer.card.cited if layer.card else None
    if declared is None or declared.layer not in atlas.catalog:
        return []
    table, rows = atlas.catalog[declared.layer], atlas.frames[declared.layer]
    own = memoize(rows, ("cited", declared.of), lambda: _by_object(rows, declared)).get(row_id, ())
    return [_cited(rows.loc[cited], table, declared, lang) for cited in own]


def _by_object(rows: "gpd.GeoDataFrame", declared: "CitedValues") -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for cited, cell in rows[declared.of].dropna().items():
        if ";" not in cell and not pd.isna(rows[declared.value][cited]):
            found[cell] = (*found.get(cell, ()), str(cited))
    return found


def _cited(row: "pd.Series[Any]", table: "Layer", declared: "CitedValues", lang: str) -> CitedValue:
    def titled(name: str) -> str:
        value = row[name]
        if pd.isna(value):
            return ""
        codes = table.fields[name].codes
        return codes[value](lang) if value in codes else str(value)

    unit = row[declared.unit]

    def written(number: float) -> str:
        return f"{number:.0f}" if unit == _YEAR else write_number(number, lang, titled(declared.unit) or None)

    year = "" if pd.isna(row[declared.year]) else str(int(row[declared.year]))
    others = "" if pd.isna(row[declared.others]) else row[declared.others]
    address = row[declared.url]
    return CitedValue(
        code=str(row[declared.attribute]),
        title=titled(declared.attribute),
        unit=titled(declared.unit),
        text=written(float(row[declared.value])),
        others=tuple(_number(part.strip(), written) for part in others.split(";") if part.strip()),
        about=", ".join(part for part in (titled(declared.note), year) if part),
        source=titled(declared.source),
        url=None if pd.isna(address) else str(address),
    )


def _number(text: str, write: Any) -> str:
    try:
        return str(write(float(text.replace(",", "."))))
    except ValueError:
        return text
