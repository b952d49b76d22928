"""Filters against the standard's own data, counts and encodings (OGC 21-065, annex A and examples)."""

import re
from types import SimpleNamespace

import geopandas as gpd
import pandas as pd
import pytest

from atlas.scene.cql2.mask import filter_mask
from atlas.scene.cql2.parse import parse_filter
from tests.required import STANDARDS, needs_standards

pytestmark = needs_standards
CQL2 = STANDARDS / "cql2/standard"
CLASSES = (
    *("basic-cql2", "advanced-comparison-operators", "case-insensitive-comparison", "accent-insensitive-comparison"),
    *(
        "basic-spatial-functions",
        "basic-spatial-functions-plus",
        "spatial-functions",
        "arithmetic",
        "property-property",
    ),
)
# A line of a table: a data source, a filter, how many rows it keeps.
_ROW = re.compile(r"^\|(?:[^|`]*\|)?(ne_110m_\w+) \|`(.+)` \|(\d+)$", re.MULTILINE)
_COMBINED = re.compile(r"^\|`(.+)` \|`(.+)` \|`(.+)` \|`(.+)` \|(\d+)$", re.MULTILINE)
_PLACES = "ne_110m_populated_places_simple"


# The atlas has no moments: those of the data as days, in the same order.
_MOMENTS = ["2021-04-16T10:15:59Z", "2022-04-16T10:13:19Z", "2022-04-16T10:15:10Z", "2022-04-16T10:16:06Z"]
_MOMENTS += ["2022-12-16T10:14:53Z", "2024-02-22T09:37:52Z"]
DAYS = {moment: f"2000-01-0{number}" for number, moment in enumerate(_MOMENTS, 1)}


def as_day(moment):
    return DAYS.get(moment, moment[:10])


# Counts that the data contradict: three names begin with "Ch", one of them with "Chis".
_WRONG = {"ACCENTI(name) LIKE accenti('Ch%')": 3, "ACCENTI(CASEI(name)) LIKE accenti(casei('Chiș%'))": 1}
_WRONG["ACCENTI(CASEI(name)) LIKE accenti(casei('cHis%'))"] = 1


def written(text):
    """Return a filter as it is meant: without the signs of the text around it, the geometry as the atlas names it."""
    plain = re.sub(r"\bgeom\b", "geometry", re.sub(r"\\(?=<=|\()", "", text))
    return re.sub(r"TIMESTAMP\('(.+?)'\)", lambda moment: f"DATE('{DAYS[moment[1]]}')", plain)


def rows_of(name):
    text = (CQL2 / f"annex_ats_{name}.adoc").read_text(encoding="utf-8") if STANDARDS.is_dir() else ""
    found = [(source, written(asked), _WRONG.get(asked, int(count))) for source, asked, count in _ROW.findall(text)]
    # Functions of time are of a class that is not kept.
    return [one for one in found if not re.match(r"t_", one[1], re.IGNORECASE)]


@pytest.fixture(scope="module")
def standard():
    """The standard's data as an atlas."""
    frames, catalog = {}, {}
    for name in ("ne_110m_admin_0_countries", _PLACES, "ne_110m_rivers_lake_centerlines"):
        gdf = gpd.read_file(CQL2 / "data/ne110m4cql2.gpkg", layer=name)
        gdf.index = gdf.index.astype(str)
        fields = {}
        for column in gdf.columns.drop("geometry"):
            kind = "string"
            if column == "boolean":
                kind = "boolean"
                gdf[column] = gdf[column].astype("boolean")
            elif pd.api.types.is_numeric_dtype(gdf[column]):
                kind = "number"
            elif pd.api.types.is_datetime64_any_dtype(gdf[column]):
                gdf[column] = gdf[column].dt.strftime("%Y-%m-%dT%H:%M:%SZ").map(as_day, na_action="ignore")
                kind = "date"
            else:
                gdf[column] = gdf[column].astype("string")
            fields[column] = SimpleNamespace(type=kind, separator=None)
        frames[name], catalog[name] = gdf, SimpleNamespace(id=name, fields=fields, geometry="polygon")
    return SimpleNamespace(frames=frames, catalog=catalog)


def count(text, source, standard, language="cql2-text"):
    return int(filter_mask(parse_filter(text, language), source, standard).sum())


@pytest.mark.parametrize("name", CLASSES)
def test_a_filter_keeps_as_many_rows_as_the_standard_counts(name, standard):
    rows = rows_of(name)
    assert len(rows) > 5
    found = {f"{source}: {text}": (count(text, source, standard), expected) for source, text, expected in rows}
    assert {text: both for text, both in found.items() if both[0] != both[1]} == {}


def test_combinations_keep_as_many_rows_as_the_standard_counts(standard):
    text = (CQL2 / "annex_ats_basic-cql2.adoc").read_text(encoding="utf-8")
    rows = [([written(part) for part in parts], int(expected)) for *parts, expected in _COMBINED.findall(text)]
    assert len(rows) > 40
    wrong = {}
    for (p1, p2, p3, p4), expected in rows:
        asked = f"(NOT ({p2}) AND {p1}) OR ({p3} and {p4}) or not ({p1} OR {p4})"
        if (kept := count(asked, _PLACES, standard)) != expected:
            wrong[asked] = (kept, expected)
    assert wrong == {}


EXAMPLES = sorted(path.stem for path in (CQL2 / "schema/examples/text").glob("*.txt"))


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_is_read_from_text_as_from_json(name):
    text = (CQL2 / f"schema/examples/text/{name}.txt").read_text(encoding="utf-8").strip()
    path = CQL2 / f"schema/examples/json/{name.partition('-')[0]}.json"
    if not path.is_file():
        pytest.skip("no such example in JSON")
    assert plain(parse_filter(text, "cql2-text")) == plain(parse_filter(path.read_text(encoding="utf-8"), "cql2-json"))


def plain(expression):
    """Return an expression with the names of operators in lower case and each number as one with a fraction."""
    if isinstance(expression, dict):
        return {key: value.lower() if key == "op" else plain(value) for key, value in expression.items()}
    if isinstance(expression, list):
        return [plain(part) for part in expression]
    return float(expression) if isinstance(expression, int) and not isinstance(expression, bool) else expression
