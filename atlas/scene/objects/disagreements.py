"""Figures of an object on which sources disagree: every version with its source, none chosen in silence."""

import re
from typing import TYPE_CHECKING, TypedDict

import numpy as np
import pandas as pd

from atlas.catalog import in_language
from atlas.i18n import t
from atlas.scene.objects.cited_values import CitedValue, cited_values
from atlas.scene.query.formatting import spread_of, write_number
from atlas.scene.query.row_values import write_value

if TYPE_CHECKING:
    from collections.abc import Iterator

    import geopandas as gpd

    from atlas.catalog import Layer
    from atlas.io.atlas import Atlas
    from atlas.scene.objects.object_row import ObjectRow

# Two measures of the same thing that differ by less are one.
_ALIKE = 0.01
_SECOND = "_producer"
_PLAIN = re.compile(r"\d+(\.\d+)?")


class CardVersion(TypedDict):
    """One version of a figure: its value with the unit, what it is, who says so and where."""

    value: str
    about: str
    source: str
    url: str | None


class CardDisagreement(TypedDict):
    """A figure on which sources disagree, or a doubt without versions."""

    title: str
    versions: list[CardVersion]


def find_disagreements(
    layer: "Layer", gdf: "gpd.GeoDataFrame", row: "ObjectRow", lang: str, atlas: "Atlas | None" = None
) -> list[CardDisagreement]:
    """Return the figures of a row on which sources disagree.

    They are the contested figures that name the row, measures that differ from those of the producer, values that a
    table cites of it (only with ``atlas``), and the doubts that its card declares.
    """
    row_id = row.id
    return [
        *_contested(layer, row_id, lang),
        *_measures(layer, gdf, row, lang),
        *(_cited(layer, row_id, lang, atlas) if atlas else ()),
        *_doubts(layer, row, lang),
    ]


def _contested(layer: "Layer", row_id: str, lang: str) -> "Iterator[CardDisagreement]":
    for figure in layer.figures.values():
        if row_id in figure.rows:
            versions: list[CardVersion] = [
                {
                    "value": _with_unit(version.value, figure.unit, lang),
                    "about": version.definition(lang),
                    "source": in_language(version.source, lang),
                    "url": version.url,
                }
                for version in figure.versions.values()
            ]
            yield {"title": figure.title(lang), "versions": versions}


def _with_unit(value: str, unit: str | None, lang: str) -> str:
    """Write a published value: a plain number as the language writes it, any other as it is."""
    if _PLAIN.fullmatch(value):
        return write_number(float(value), lang, unit)
    return f"{value}\u00a0{unit}" if unit else value


def _measures(layer: "Layer", gdf: "gpd.GeoDataFrame", row: "ObjectRow", lang: str) -> "Iterator[CardDisagreement]":
    """Compare a measure of the atlas with the producer's own, which stands in a column beside it."""
    contested = {figure.unit for figure in layer.figures.values() if row.id in figure.rows}
    for name, field in layer.fields.items():
        second = f"{name}{_SECOND}"
        if second not in layer.fields or pd.isna(row[name]) or pd.isna(row[second]) or field.unit in contested:
            continue
        own, other = float(row[name]), float(row[second])
        if not np.isfinite([own, other]).all() or abs(own - other) <= _ALIKE * max(abs(own), abs(other)):
            continue
        spread = spread_of(gdf, name, field)
        versions: list[CardVersion] = [
            {
                "value": write_value(declared, row[column], lang, spread),
                "about": declared.description(lang) if declared.description else declared.title(lang),
                "source": "",
                "url": None,
            }
            for column, declared in ((name, field), (second, layer.fields[second]))
        ]
        yield {"title": field.title(lang), "versions": versions}


def _cited(layer: "Layer", row_id: str, lang: str, atlas: "Atlas") -> "Iterator[CardDisagreement]":
    by_title: dict[str, list[CitedValue]] = {}
    contested = {figure.unit for figure in layer.figures.values() if row_id in figure.rows}
    for value in cited_values(layer, row_id, atlas, lang):
        if value.unit not in contested:
            by_title.setdefault(value.title, []).append(value)
    for title, values in by_title.items():
        versions: list[CardVersion] = [
            {"value": value.text, "about": value.about, "source": value.source, "url": value.url} for value in values
        ]
        # Another value that a page of its own gives stands there already.
        known = {value.text for value in values}
        for value in values:
            versions += [
                {"value": other, "about": t("card.other_page", lang), "source": value.source, "url": None}
                for other in value.others
                if other not in known
            ]
            known |= set(value.others)
        if len({version["value"] for version in versions}) > 1:
            yield {"title": title, "versions": versions}


def _doubts(layer: "Layer", row: "ObjectRow", lang: str) -> "Iterator[CardDisagreement]":
    """Write the doubts that a field names, each as a version without a value."""
    for name in layer.card.doubts if layer.card else ():
        field, value = layer.fields[name], row[name]
        if pd.isna(value) or (field.type == "boolean" and not value):
            continue
        described = [field.description(lang)] if field.description else []
        texts = described if field.type == "boolean" else _texts(layer, name, value, lang)
        versions: list[CardVersion] = [{"value": "", "about": text, "source": "", "url": None} for text in texts]
        yield {"title": field.title(lang), "versions": versions}


def _texts(layer: "Layer", name: str, value: str, lang: str) -> list[str]:
    field = layer.fields[name]
    parts = [part.strip() for part in value.split(field.separator)] if field.separator else [value]
    return [field.codes[part](lang) if part in field.codes else part for part in parts]
