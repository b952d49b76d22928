"""The answers of a question as a list: name, the fields that it asks about, distances, share inside the area."""

from typing import TYPE_CHECKING, Any, TypedDict

import numpy as np
import pandas as pd

from atlas.analysis.spatial.proximity import nearest_m
from atlas.catalog.filter import NUMERIC
from atlas.i18n import t
from atlas.scene.map.question import answering_layers, asked_distances, asked_fields
from atlas.scene.query.completeness import gaps_of
from atlas.scene.query.formatting import write_number
from atlas.scene.query.names import RowPlace, row_place
from atlas.scene.query.object_card import write_value
from atlas.scene.query.row_masks import filtered_rows, row_mask, selected_outline, shares_in_area
from atlas.scene.query.row_names import row_name

if TYPE_CHECKING:
    import geopandas as gpd
    import shapely

    from atlas.catalog import Layer
    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import View

# Rows that a strip lists: the table has all of them.
MOST_ANSWERS = 24


class AnswerRow(RowPlace):
    """An answer: `facts` are pairs of a title and a value, what is asked about first."""

    id: str
    name: str
    facts: list[tuple[str, str]]


class AnswerGroup(TypedDict):
    """The answers of one layer: the first ones, of `count`; `unplaced` of all have no position."""

    layer: str
    title: str
    count: int
    unplaced: int
    rows: list[AnswerRow]


class AnswersMessage(TypedDict):
    """The answers by layer; `gaps` says what the layers lack, so that there are at least as many."""

    groups: list[AnswerGroup]
    gaps: list[str]


def list_answers(view: "View", atlas: "Atlas", *, most: int = MOST_ANSWERS) -> AnswersMessage:
    """Return the answers of a view: the largest first by the first number asked about, else the nearest, else by name.

    Parameters
    ----------
    view
        A validated view.
    atlas
        Declarations and rows.
    most
        Rows of all layers together; each layer has at least one.
    """
    layers = [atlas.catalog[layer_id] for layer_id in answering_layers(view, atlas.catalog)]
    area = selected_outline(view, atlas) if layers else None
    each = max(1, most // max(1, len(layers)))
    groups = [_group(layer, view, area, each, atlas) for layer in layers]
    gaps = dict.fromkeys(gap for layer in layers for gap in gaps_of(layer, view, area, atlas))
    return {"groups": groups, "gaps": list(gaps)}


def _group(layer: "Layer", view: "View", area: "shapely.Geometry | None", most: int, atlas: "Atlas") -> AnswerGroup:
    rows = atlas.frames[layer.id][row_mask(layer.id, view, atlas)]
    others = asked_distances(layer.id, view)
    number = next((name for name in asked_fields(layer.id, view) if layer.fields[name].type in NUMERIC), None)
    if number is not None:
        first = _ordered(rows, rows[number].astype("float64").to_numpy(), most, downwards=True)
    elif others:
        first = _ordered(rows, distances(rows, others[0], view, atlas), most)
    else:
        first = rows.iloc[np.argsort(rows[layer.name].astype("object").fillna("~").astype(str), kind="stable")[:most]]
    measured = {other: distances(first, other, view, atlas) for other in others}
    shares = shares_in_area(layer, first, area) if area is not None else None
    unplaced = rows.geometry.isna() | rows.geometry.is_empty
    return {
        "layer": layer.id,
        "title": layer.title(view.lang),
        "count": len(rows),
        "unplaced": int(unplaced.sum()),
        "rows": [
            {
                "id": str(row_id),
                "name": row_name(layer, row, view.lang),
                "facts": [
                    *_facts(layer, row, view),
                    *(
                        (_title(atlas.catalog[other], view.lang), _metres(measured[other][k], view.lang))
                        for other in others
                    ),
                    *([] if shares is None else [(t("answers.inside", view.lang), _share(shares[k], view.lang))]),
                ],
                **row_place(first, str(row_id)),
            }
            for k, (row_id, row) in enumerate(first.iterrows())
        ],
    }


def distances(rows: "gpd.GeoDataFrame", other: str, view: "View", atlas: "Atlas") -> np.ndarray:
    """Return the distance (m) of rows to the nearest row of another layer that meets the filters on it."""
    return nearest_m(rows.geometry, filtered_rows(other, view, atlas).geometry).to_numpy()


def _ordered(rows: "gpd.GeoDataFrame", by: np.ndarray, most: int, *, downwards: bool = False) -> "gpd.GeoDataFrame":
    return rows.iloc[np.argsort(-by if downwards else by, kind="stable")[:most]]


def _facts(layer: "Layer", row: "pd.Series[Any]", view: "View") -> list[tuple[str, str]]:
    return [
        (
            layer.fields[name].title(view.lang),
            t("value.unknown", view.lang)
            if pd.isna(row[name])
            else write_value(layer.fields[name], row[name], view.lang),
        )
        for name in asked_fields(layer.id, view)
    ]


def _title(other: "Layer", lang: str) -> str:
    """Return what a distance is measured to: one object of the layer."""
    if other.noun is None:
        return other.title(lang)
    bare = other.noun.bare(lang)
    return bare[:1].upper() + bare[1:]


def _metres(distance: float, lang: str) -> str:
    if np.isnan(distance):
        return t("value.unknown", lang)
    if distance < 0.5:  # noqa: PLR2004 - what is less than a metre away touches
        return t("answers.touches", lang)
    return t("answers.away", lang, distance=write_number(round(float(distance)), lang, "m"))


def _share(share: float, lang: str) -> str:
    if np.isnan(share):
        return t("value.unknown", lang)
    return write_number(round(100 * share, 2 if 0 < share < 0.01 else 0), lang, "%")  # noqa: PLR2004 - a sliver is not nothing
