"""Labels of the network in the reader's language: projects, places, countries, codes, years."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypedDict

import pandas as pd

from atlas.analysis.countries import country_name
from atlas.i18n import t
from atlas.scene.query.formatting import write_date

if TYPE_CHECKING:
    from collections.abc import Mapping

    from atlas.io.atlas import Atlas

FRENCH = "fr"

# A heading and its text, None where nothing is known.
Fact = tuple[str, str | None]


class Titled(TypedDict):
    """A code with its title in the reader's language."""

    id: str
    title: str


class NamedRow(TypedDict):
    """A row with its name in the reader's language."""

    id: str
    name: str


def plain_rows(table: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """Return the rows of a table by id, as plain values, None where one is missing; faster to iterate than a frame."""
    # Any: the columns of a frame have no types.
    plain = pd.DataFrame(table.drop(columns="geometry")).astype("object")
    values: dict[str, dict[str, Any]] = plain.where(plain.notna(), None).to_dict("index")
    return values


@dataclass(frozen=True, slots=True)
class Labels:
    """Labels of what the layers of the network hold, in one language.

    Attributes
    ----------
    atlas
        Declarations and rows.
    lang
        Language of all labels.
    """

    atlas: "Atlas"
    lang: str

    def project(self, project: str) -> str:
        """Return the name of a project: as in the documents for a French reader, in English for any other."""
        return str(self.atlas.frames["projects"]["name" if self.lang == FRENCH else "name_en"][project])

    def place(self, place: str) -> str:
        """Return the name of a place in the reader's language, in its official spelling where there is no other."""
        exonyms, places = self.atlas.catalog["partner_cities"].exonyms, self.atlas.frames["partner_cities"]
        return exonyms[place](self.lang) if place in exonyms else str(places["name"][place])

    def country(self, code: str) -> str:
        """Return the name of a country."""
        return country_name(code, self.lang)

    def field(self, layer: str, field: str) -> str:
        """Return the title of a field."""
        return self.atlas.catalog[layer].fields[field].title(self.lang)

    def value(self, layer: str, field: str, value: str) -> str:
        """Return the title of a code; a value without a code stays as it is."""
        if field == "country":
            return self.country(value)
        codes = self.atlas.catalog[layer].fields[field].codes
        return codes[value](self.lang) if value in codes else value

    def values(self, layer: str, field: str, cell: Any) -> list[str]:
        """Return the title of every value of a cell; an empty list where it is missing."""
        parts = cell.split(";") if isinstance(cell, str) else []
        return [self.value(layer, field, part.strip()) for part in parts]

    def text(self, row: "Mapping[str, Any] | pd.Series[Any]", name: str) -> str | None:
        """Return a text of a row: in French for a French reader, in English for any other; None where it is missing."""
        value = row[f"{name}_{FRENCH if self.lang == FRENCH else 'en'}"]
        return value if isinstance(value, str) else None

    def years(self, start: Any, end: Any) -> str:
        """Describe a period; each end as exactly as it is known, an unknown end is named as such."""
        if pd.isna(start):
            return t("network.undated", self.lang)
        first = write_date(str(start), self.lang)
        if pd.isna(end):
            return t("network.open_end", self.lang, start=first)
        last = write_date(str(end), self.lang)
        return first if first == last else t("network.from_to", self.lang, start=first, end=last)

    def span(self, first: Any, last: Any) -> str:
        """Describe a period between two years, see `years`."""
        return self.years(*(pd.NA if pd.isna(year) else str(int(year)) for year in (first, last)))
