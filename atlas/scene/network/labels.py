"""Names of the network in the reader's language: projects, places, countries, codes, years."""

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


def rows(table: pd.DataFrame) -> dict[str, dict[str, Any]]:
    """Return the rows of a table as plain values by their id, None where one is missing: faster to walk through."""
    plain = pd.DataFrame(table.drop(columns="geometry")).astype("object")
    told: dict[str, dict[str, Any]] = plain.where(plain.notna(), None).to_dict("index")
    return told


@dataclass(frozen=True, slots=True)
class Speaker:
    """Says what is in the layers of the network in one language.

    Attributes
    ----------
    atlas
        Declarations and rows.
    lang
        Language of every answer.
    """

    atlas: "Atlas"
    lang: str

    def project(self, project: str) -> str:
        """Return the name of a project: that of the document in French, the English one otherwise."""
        return str(self.atlas.frames["projects"]["name" if self.lang == FRENCH else "name_en"][project])

    def place(self, place: str) -> str:
        """Return the name of a place: a country in the reader's language, any other as it is officially spelt."""
        places = self.atlas.frames["partner_cities"]
        return self.country(places["country"][place]) if places["kind"][place] == "country" else places["name"][place]

    def country(self, code: str) -> str:
        """Return the name of a country."""
        return country_name(code, self.lang)

    def field(self, layer: str, field: str) -> str:
        """Return the title of a field."""
        return self.atlas.catalog[layer].fields[field].title(self.lang)

    def value(self, layer: str, field: str, value: str) -> str:
        """Return the words of a code; a value that is no code as it is."""
        if field == "country":
            return self.country(value)
        codes = self.atlas.catalog[layer].fields[field].codes
        return codes[value](self.lang) if value in codes else value

    def values(self, layer: str, field: str, cell: Any) -> list[str]:
        """Return the words of every value of a cell; none where it is missing."""
        parts = cell.split(";") if isinstance(cell, str) else []
        return [self.value(layer, field, part.strip()) for part in parts]

    def text(self, row: "Mapping[str, Any] | pd.Series[Any]", name: str) -> str | None:
        """Return the text of a row in French for a French reader, in English otherwise; None where it has none."""
        value = row[f"{name}_{FRENCH if self.lang == FRENCH else 'en'}"]
        return value if isinstance(value, str) else None

    def years(self, start: Any, end: Any) -> str:
        """Describe from when to when, each as exactly as it is known, and what is not known."""
        if pd.isna(start):
            return t("network.undated", self.lang)
        first = write_date(str(start), self.lang)
        if pd.isna(end):
            return t("network.open_end", self.lang, start=first)
        last = write_date(str(end), self.lang)
        return first if first == last else t("network.from_to", self.lang, start=first, end=last)

    def span(self, first: Any, last: Any) -> str:
        """Describe from which year to which, as `years` does."""
        return self.years(*(pd.NA if pd.isna(year) else str(int(year)) for year in (first, last)))
