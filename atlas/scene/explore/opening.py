"""The first view: shafts as they were sunk and closed, the heaps that remain, three questions with their answers."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypedDict

import numpy as np
import pandas as pd
import shapely

from atlas.i18n import t
from atlas.scene.query.permalink import parse_query
from atlas.scene.query.row_masks import row_mask, territory_outline
from atlas.scene.query.row_names import row_name

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import geopandas as gpd

    from atlas.io.atlas import Atlas

# The layers that the first view is drawn from; without one of them there is no first view.
DRAWN = ("mine_shafts", "slag_heaps", "communes", "unesco_components", "blue_corridors")
NEEDED = (*DRAWN, "partner_cities")
_NUMBERS = ("mine_shafts", "slag_heaps", "communes")
_TOWNS = 16
_LENS_LIEVIN = "246200364"

# How a heap is drawn: inscribed, other heap with an outline, known by a listed number alone.
INSCRIBED, OTHER, NOT_VERIFIED = 0, 1, 2


class OpeningNumber(TypedDict):
    """How many rows a layer has."""

    layer: str
    count: int


class OpeningLegend(TypedDict):
    """How many heaps each of the three marks stands for; `levelled` of `other`, `unplaced` of `not_verified`."""

    inscribed: int
    other: int
    levelled: int
    not_verified: int
    unplaced: int


class OpeningCard(TypedDict):
    """A question: the link of its answer, the layer that answers, how many rows, and the tab to open with it."""

    key: str
    layer: str
    query: dict[str, list[str]]
    count: int
    tab: str | None


class OpeningMessage(TypedDict):
    """What the first view writes; its shapes are in the arrays beside it.

    `undated` counts the shafts that never light: a year is missing, or the closing comes before the sinking.
    `towns` are the names of the largest communes, `heaps` ids and names in the order of the arrays, `answers` the
    positions of the heaps that answer the first question, `credits` who made what is drawn.
    """

    lang: str
    numbers: list[OpeningNumber]
    legend: OpeningLegend
    undated: int
    cards: list[OpeningCard]
    towns: list[str]
    heaps: list[tuple[str, str]]
    answers: list[int]
    credits: list[tuple[str, list[str]]]


@dataclass(frozen=True, slots=True, eq=False)
class Opening:
    """The first view: its words and numbers, and shapes in EPSG:4326.

    Attributes
    ----------
    message
        What is written.
    communes, property, water
        Outlines and lines of the ground.
    question
        Outline of the territory that the first question is about.
    shafts
        Points; `sunk` and `closed` are their years, 0 where a shaft never lights.
    heaps
        Points on the heaps; `kinds` how they are drawn, `areas` in hectares, 0 where there is no outline.
    towns, partners
        Points; the partners are those that answer the last question.
    """

    message: OpeningMessage
    communes: np.ndarray
    property: np.ndarray
    water: np.ndarray
    question: shapely.Geometry
    shafts: np.ndarray
    sunk: np.ndarray
    closed: np.ndarray
    heaps: np.ndarray
    kinds: np.ndarray
    areas: np.ndarray
    towns: np.ndarray
    partners: np.ndarray


# The questions with their links, the layer whose rows are counted, and the tab below the map.
_QUESTIONS: "tuple[tuple[str, Mapping[str, Sequence[str]], str, str | None], ...]" = (
    (
        "heaps",
        {
            "layers": ["slag_heaps", "green_corridors", "unesco_components"],
            "territory": [_LENS_LIEVIN],
            "slag_heaps.area_ha__gte": ["10"],
            "slag_heaps.state": ["remaining_in_part"],
            "near": ["slag_heaps:green_corridors:500"],
        },
        "slag_heaps",
        None,
    ),
    (
        "shafts",
        {"layers": ["mine_shafts", "mining_basins"], "year": ["1850"], "at": ["50.42,2.95,9.5"]},
        "mine_shafts",
        "time",
    ),
    # Places that share a project with the basin; the others are twin towns of its communes.
    ("network", {"mode": ["network"], "partner_cities.projects_count__gte": ["1"]}, "partner_cities", None),
)


def describe_opening(atlas: "Atlas", lang: str) -> Opening:
    """Describe the first view in one language: every number is counted in the layers, as a link counts it.

    Raises
    ------
    AtlasError
        A layer that the first view needs is missing or cannot be read.
    """
    for layer_id in NEEDED:
        atlas.catalog.find(layer_id, key="layers")
    frames = atlas.frames
    placed = frames["slag_heaps"][_placed(frames["slag_heaps"])]
    shafts = frames["mine_shafts"]
    sunk, closed = _years(shafts)
    masks = {key: _answer(layer_id, query, atlas) for key, query, layer_id, _ in _QUESTIONS}
    towns = frames["communes"].nlargest(_TOWNS, "population_2023")
    partners = frames["partner_cities"]
    message: OpeningMessage = {
        "lang": lang,
        "numbers": [{"layer": layer_id, "count": len(frames[layer_id])} for layer_id in _NUMBERS],
        "legend": _legend(frames["slag_heaps"]),
        "undated": int((sunk == 0).sum()),
        "cards": [
            {
                "key": key,
                "layer": layer_id,
                "query": {name: list(values) for name, values in query.items()},
                "count": int(masks[key].sum()),
                "tab": tab,
            }
            for key, query, layer_id, tab in _QUESTIONS
        ],
        "towns": towns["name"].tolist(),
        "heaps": [(str(row_id), row_name(atlas.catalog["slag_heaps"], row, lang)) for row_id, row in placed.iterrows()],
        "answers": np.flatnonzero(masks["heaps"][_placed(frames["slag_heaps"])]).tolist(),
        "credits": _credits(atlas, lang),
    }
    return Opening(
        message=message,
        communes=frames["communes"].geometry.to_numpy(),
        property=frames["unesco_components"].geometry.to_numpy(),
        water=frames["blue_corridors"].geometry.to_numpy(),
        question=territory_outline(_LENS_LIEVIN, atlas),
        shafts=shafts.geometry.to_numpy(),
        sunk=sunk,
        closed=closed,
        heaps=shapely.point_on_surface(placed.geometry.to_numpy()),
        kinds=_kinds(placed),
        areas=placed["area_ha"].fillna(0).to_numpy(dtype=float),
        towns=shapely.point_on_surface(towns.geometry.to_numpy()),
        partners=partners.geometry.to_numpy()[_placed(partners) & masks["network"]],
    )


def _credits(atlas: "Atlas", lang: str) -> list[tuple[str, list[str]]]:
    """Return the producers of what is drawn, by licence."""
    by_licence: dict[str, dict[str, None]] = {}
    for layer_id in DRAWN:
        for _, source in atlas.catalog[layer_id].files:
            for producer in source.producers(lang):
                by_licence.setdefault(source.licence, {})[producer] = None
    return [(t(f"licence.{licence}", lang), list(producers)) for licence, producers in by_licence.items()]


def _placed(gdf: "gpd.GeoDataFrame") -> np.ndarray:
    return ~(gdf.geometry.isna() | gdf.geometry.is_empty).to_numpy()


def _answer(layer_id: str, query: "Mapping[str, Sequence[str]]", atlas: "Atlas") -> np.ndarray:
    view, _ = parse_query(query)
    return row_mask(layer_id, view, atlas)


def _years(shafts: "gpd.GeoDataFrame") -> tuple[np.ndarray, np.ndarray]:
    """Return the years of shafts, 0 for both where one is missing or they contradict each other."""
    sunk, closed = (_whole(shafts[column]) for column in ("sunk_year", "closed_year"))
    known = (sunk > 0) & (closed >= sunk)
    return np.where(known, sunk, 0), np.where(known, closed, 0)


def _whole(years: "pd.Series[Any]") -> np.ndarray:
    return pd.to_numeric(years).fillna(0).to_numpy(dtype=int)


def _kinds(heaps: "gpd.GeoDataFrame") -> np.ndarray:
    inscribed = (heaps["unesco"] == "inscribed").to_numpy()
    unverified = (heaps["state"] == "not_verified").to_numpy()
    return np.select([inscribed, unverified], [INSCRIBED, NOT_VERIFIED], OTHER)


def _legend(heaps: "gpd.GeoDataFrame") -> OpeningLegend:
    kinds, levelled = _kinds(heaps), heaps["state"].astype("string").str.startswith("levelled").to_numpy(dtype=bool)
    return {
        "inscribed": int((kinds == INSCRIBED).sum()),
        "other": int((kinds == OTHER).sum()),
        "levelled": int(((kinds == OTHER) & levelled).sum()),
        "not_verified": int((kinds == NOT_VERIFIED).sum()),
        "unplaced": int(((kinds == NOT_VERIFIED) & ~_placed(heaps)).sum()),
    }
