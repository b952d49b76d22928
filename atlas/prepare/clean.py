"""Normalise the spelling of sources: ids, codes, years, numbers, names."""

import re
import unicodedata
from collections.abc import Mapping

import geopandas as gpd
import pandas as pd
import shapely

from atlas.errors import LayerDataError


def slugs(parts: pd.Series) -> pd.Series:
    """Return an ASCII snake_case id for each text; equal ones get ``_2``, ``_3`` in the order of the rows."""
    plain = parts.map(slug)
    seen = plain.groupby(plain).cumcount() + 1
    return plain.where(seen == 1, plain + "_" + seen.astype("str"))


def slug(text: str) -> str:
    """Return `text` in ASCII lower case, words joined by underscores."""
    text = (
        text.replace("œ", "oe")
        .replace("ß", "ss")
        .replace("Œ", "Oe")
        .replace("ł", "l")
        .replace("Ł", "L")
        .replace("’", " ")
    )
    ascii_text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r"[^a-z0-9]+", "_", ascii_text.lower()).strip("_")


def coded(column: pd.Series, codes: Mapping[str, str], *, where: str) -> pd.Series:
    """Replace each value of a source by the atlas's code for it; blank stays blank.

    Raises
    ------
    LayerDataError
        The source holds a value that the table does not know: a new one must be looked at, not guessed.
    """
    unknown = sorted(set(column.dropna().unique()) - set(codes))
    if unknown:
        raise LayerDataError("value_uncoded", where=where, values=", ".join(map(repr, unknown)))
    return column.map(codes).astype("object").where(column.notna(), None)


def year(column: pd.Series) -> pd.Series:
    """Return the year with which a text begins (``1857``, ``2009-10``), missing where it begins otherwise."""
    return pd.to_numeric(column.astype("str").str.extract(r"^(\d{4})(?!\d)")[0]).astype("Int64")


def number(column: pd.Series) -> pd.Series:
    """Return a column of plain numbers as floats, missing where blank; any other text is an error."""
    return pd.to_numeric(column).astype("float64")


def place_name(column: pd.Series) -> pd.Series:
    """Write a commune's name as the official list does where a source shouts: ``BULLY-les-MINES``.

    Small words stay small, apostrophes and hyphens stay; a name already in mixed case is left alone.
    """
    return column.map(_place_name, na_action="ignore")


SMALL_WORDS = frozenset(
    {
        "a",
        "à",
        "au",
        "aux",
        "d",
        "de",
        "des",
        "dit",
        "du",
        "en",
        "et",
        "l",
        "la",
        "le",
        "les",
        "lez",
        "lès",
        "sous",
        "sur",
    }
)


def _place_name(name: str) -> str:
    letters = [character for character in name if character.isalpha()]
    if sum(character.isupper() for character in letters) <= len(letters) / 2:
        return name
    words = re.split(r"([-' ])", name)
    return "".join(
        word.lower() if word.lower() in SMALL_WORDS and place else word.capitalize() for place, word in enumerate(words)
    )


def joined(*columns: pd.Series) -> pd.Series:
    """Join the values of several columns by ``; ``, without blanks and repetitions; None where all are blank."""

    def join(row: tuple[object, ...]) -> str | None:
        return "; ".join(dict.fromkeys(str(value) for value in row if isinstance(value, str) and value)) or None

    return pd.Series([join(row) for row in zip(*columns, strict=True)], index=columns[0].index, dtype="object")


def valid(gdf: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Make every geometry valid (structure method, collapsed parts dropped) and two-dimensional."""
    geometry = gdf.geometry.force_2d()
    broken = geometry.notna() & ~geometry.is_valid
    repaired = shapely.make_valid(geometry[broken].to_numpy(), method="structure", keep_collapsed=False)
    geometry = geometry.copy()
    geometry[broken] = repaired
    return gdf.set_geometry(geometry)


def points(lon: pd.Series, lat: pd.Series) -> gpd.GeoSeries:
    """Return a point for each pair of degrees (EPSG:4326), None where one is blank."""
    x, y = number(lon), number(lat)
    geometry = gpd.GeoSeries(gpd.points_from_xy(x, y), index=lon.index, crs="EPSG:4326")
    return geometry.where(x.notna() & y.notna(), None)


def plain_number(column: pd.Series) -> pd.Series:
    """Convert a text to a number; missing unless the text is a plain number (not ``*``, ``0.15-0.18``)."""
    return pd.to_numeric(column.astype("str").str.extract(r"^(\d+(?:\.\d+)?)$")[0]).astype("float64")


def plain_year(column: pd.Series) -> pd.Series:
    """Convert a text to a year; missing unless the text is a plain year (not ``c. 1200``, ``2030 (planned)``)."""
    return pd.to_numeric(column.astype("str").str.extract(r"^(\d{4})$")[0]).astype("Int64")
