"""The answers of a question as a list: name, the fields that it asks about, distances, share inside the area."""

from typing import TYPE_CHECKING, Any, TypedDict

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from atlas.analysis.spatial.proximity import nearest_m
from atlas.catalog.filter import NUMERIC
from atlas.i18n import t
from atlas.io.memo import memoize, memoize_rows
from atlas.scene.map.question import answering_layers, distances_of_conditions, fields_with_conditions
from atlas.scene.query.completeness import gaps_of
from atlas.scene.query.formatting import spread_of, write_number
from atlas.scene.query.names import RowPlace, shape_place
from atlas.scene.query.row_masks import filtered_rows, row_mask, selected_outline, shares_in_area
from atlas.scene.query.row_names import row_name
from atlas.scene.query.row_values import write_value

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
    gdf = atlas.frames[layer.id]
    positions = np.flatnonzero(row_mask(layer.id, view, atlas))
    others = distances_of_conditions(layer.id, view)
    number = next((name for name in fields_with_conditions(layer.id, view) if layer.fields[name].type in NUMERIC), None)
    if number is None and others:
        order = np.argsort(distances(gdf.geometry.iloc[positions], others[0], view, atlas), kind="stable")
        first = positions[order[:most]]
    else:
        first = _first(positions, _rank(layer, number, gdf), most)
    shapes = gdf.geometry.iloc[first]
    measured = {other: distances(shapes, other, view, atlas) for other in others}
    shares = shares_in_area(layer, gdf.iloc[first], area) if area is not None else None
    return {
        "layer": layer.id,
        "title": layer.title(view.lang),
        "count": len(positions),
        "unplaced": int(np.count_nonzero(_unplaced(gdf)[positions])),
        "rows": [
            {
                "id": str(row_id),
                "name": row_name(layer, row, view.lang),
                "facts": [
                    *_facts(layer, row, atlas.frames[layer.id], view),
                    *(
                        (_title(atlas.catalog[other], view.lang), _metres(measured[other][k], view.lang))
                        for other in others
                    ),
                    *([] if shares is None else [(t("answers.inside", view.lang), _share(shares[k], view.lang))]),
                ],
                **shape_place(shapes.iloc[k]),
            }
            for k, (row_id, row) in enumerate(_attributes(layer, view, gdf).iloc[first].iterrows())
        ],
    }


def _rank(layer: "Layer", number: str | None, gdf: "gpd.GeoDataFrame") -> np.ndarray:
    """Return the place of each row of a layer: the largest first by a number, or by name."""

    def make() -> np.ndarray:
        if number is not None:
            order = np.argsort(-gdf[number].to_numpy("float64", na_value=np.nan), kind="stable")
        else:
            names = gdf[layer.name].astype("object").fillna("~").astype(str)
            # In the order of the letters' numbers, as Python has it, and stable.
            order = pc.array_sort_indices(pa.array(names.to_numpy(dtype=object), pa.string())).to_numpy()
        rank = np.empty(len(order), dtype=np.int32)
        rank[order] = np.arange(len(order), dtype=np.int32)
        return rank

    return memoize_rows(gdf, ("rank", number), make)


def _first(positions: np.ndarray, rank: np.ndarray, most: int) -> np.ndarray:
    """Return the first of some rows by their rank."""
    own = rank[positions]
    if len(own) > most:
        nearest = np.argpartition(own, most - 1)[:most]
        positions, own = positions[nearest], own[nearest]
    return positions[np.argsort(own)]


def _attributes(layer: "Layer", view: "View", rows: "gpd.GeoDataFrame") -> pd.DataFrame:
    """Return the columns that names and facts are written from: rows of a few cells are quicker to walk through."""
    wanted = dict.fromkeys((layer.name, layer.name_codes, *fields_with_conditions(layer.id, view)))
    return pd.DataFrame({name: rows[name] for name in wanted if name}, index=rows.index, copy=False)


def _unplaced(gdf: "gpd.GeoDataFrame") -> np.ndarray:
    """Return which rows have no position."""
    return memoize(gdf, "unplaced", lambda: np.asarray(gdf.geometry.isna() | gdf.geometry.array.is_empty))


def distances(shapes: "gpd.GeoSeries", other: str, view: "View", atlas: "Atlas") -> np.ndarray:
    """Return the distance (m) of geometries to the nearest row of another layer that meets the filters on it."""
    return nearest_m(shapes, filtered_rows(other, view, atlas).geometry).to_numpy()


def _facts(layer: "Layer", row: "pd.Series[Any]", gdf: "gpd.GeoDataFrame", view: "View") -> list[tuple[str, str]]:
    return [
        (
            layer.fields[name].title(view.lang),
            t("value.unknown", view.lang)
            if pd.isna(row[name])
            else write_value(layer.fields[name], row[name], view.lang, spread_of(gdf, name, layer.fields[name])),
        )
        for name in fields_with_conditions(layer.id, view)
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
    return write_number(100 * share, lang, "%", decimals=0, digits=1)
