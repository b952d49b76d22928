"""The network of a view for its page: counts, facets, lists, arcs and timeline."""

from collections import Counter
from dataclasses import replace
from typing import TYPE_CHECKING, TypedDict, cast

import numpy as np
import pandas as pd

from atlas.analysis.network.families import FAMILIES
from atlas.analysis.network.joins import JOINED, arcs, split, ties
from atlas.scene.network.labels import Labels, Titled
from atlas.scene.network.lists import (
    ArcRow,
    PlaceRow,
    ProjectRow,
    TieEnds,
    TwinningRow,
    list_arcs,
    list_places,
    list_projects,
    list_ties,
    list_twinnings,
)
from atlas.scene.network.timeline import TimeAnswer, describe_timeline
from atlas.scene.query.network_extent import network_bounds
from atlas.scene.query.row_masks import network_row_masks

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd

    from atlas.catalog import Style
    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import View

    Frames = Mapping[str, gpd.GeoDataFrame]
    Kept = Mapping[str, np.ndarray]

# The filters of the page, as the permalink writes them, in their order.
FACETS = (
    *(("projects", "themes"), ("partnerships", "country"), ("partnerships", "partner_kind")),
    *(("projects", "kind"), ("projects", "programme"), ("projects", "funder"), ("projects", "role")),
    ("practices", "practice"),
)


class Counts(TypedDict):
    """Numbers of rows of the network, see `count_network`."""

    projects: int
    partnerships: int
    municipal_partners: int
    twinnings: int
    practices: int
    places: int
    partners: int
    countries: int
    communes: int
    dated: int
    open: int


class FacetValue(TypedDict):
    """A value of a facet: how many projects it would keep, and whether the reader has chosen it."""

    value: str
    title: str
    count: int
    chosen: bool


class NetworkFacet(TypedDict):
    """A facet of the page; `unknown` counts the projects without a value, `missing`: the filter keeps them."""

    key: str
    title: str
    values: list[FacetValue]
    unknown: int
    missing: bool


class Family(TypedDict):
    """A family of themes, its colours in the light and the dark appearance, and its number of kept projects."""

    id: str
    title: str
    color: tuple[str, str]
    count: int


class NetworkAnswer(TypedDict):
    """The network of a view, see `describe_network`."""

    counts: Counts
    totals: Counts
    facets: list[NetworkFacet]
    families: list[Family]
    projects: list[ProjectRow]
    places: list[PlaceRow]
    arcs: list[ArcRow]
    twinnings: list[TwinningRow]
    ties: dict[str, TieEnds]
    time: TimeAnswer
    span: tuple[int, int]
    bounds: tuple[float, float, float, float] | None
    themes: list[Titled]


def describe_network(view: "View", atlas: "Atlas") -> NetworkAnswer:
    """Return the network of a view as plain values, in the language of the view.

    Parameters
    ----------
    view
        One that `atlas.scene.query.validate_view.validate_view` has passed.
    atlas
        Declarations and rows.

    Returns
    -------
    dict
        ``counts`` and ``totals`` (`count_network`), ``facets``, ``families``, ``projects``, ``places``, ``arcs``,
        ``twinnings``, ``ties`` (place and project of each row that ties the basin to a place), ``time``
        (`atlas.scene.network.timeline.describe_timeline`), ``span`` (first and last year of all dated rows, kept or
        not), ``bounds`` (of the kept places), ``themes`` (all that a need may name).
    """
    labels = Labels(atlas, view.lang)
    kept = network_row_masks(view, atlas)
    every = {layer: np.ones(len(atlas.frames[layer]), dtype=bool) for layer in JOINED}
    links = arcs(atlas.frames, kept)
    return {
        "counts": count_network(atlas.frames, kept),
        "totals": count_network(atlas.frames, every),
        "facets": [_facet(layer, field, view, labels, kept) for layer, field in FACETS],
        "families": _families(labels, kept),
        "projects": list_projects(labels, kept),
        "places": list_places(labels, kept, links),
        "arcs": list_arcs(atlas.frames, links),
        "twinnings": list_twinnings(labels, kept),
        "ties": list_ties(atlas.frames, kept),
        "time": describe_timeline(view, labels, kept),
        "span": _span(atlas.frames),
        "bounds": network_bounds(atlas.frames, kept),
        "themes": [
            {"id": theme, "title": labels.value("projects", "themes", theme)}
            for theme in atlas.catalog["projects"].fields["themes"].codes
        ],
    }


def count_network(frames: "Frames", kept: "Kept") -> Counts:
    """Count the kept rows of the network.

    Returns
    -------
    dict
        ``projects``, ``partnerships``, ``municipal_partners`` (places of seminars left out), ``twinnings``,
        ``practices``; ``places`` tied by any of them; ``partners`` (places tied by a project); ``countries`` of those
        ties; ``communes`` that are twinned; ``dated`` (projects with a start), ``open`` (those without an end).
    """
    tied = ties(frames, kept)
    projects, twinnings = frames["projects"][kept["projects"]], frames["twinnings"][kept["twinnings"]]
    return {
        "projects": len(projects),
        "partnerships": int(kept["partnerships"].sum()),
        "municipal_partners": int((tied["layer"] == "municipal_partners").sum()),
        "twinnings": len(twinnings),
        "practices": int(kept["practices"].sum()),
        "places": int(kept["partner_cities"].sum()),
        "partners": int(tied["place"].nunique()),
        "countries": int(tied["country"].nunique()),
        "communes": int(twinnings["commune"].nunique()),
        "dated": int(projects["start_year"].notna().sum()),
        "open": int((projects["start_year"].notna() & projects["end_year"].isna()).sum()),
    }


def _facet(layer: str, field: str, view: "View", labels: Labels, kept: "Kept") -> NetworkFacet:
    """Count the projects that each value would keep under all filters except those on the field itself."""
    frames = labels.atlas.frames
    others = tuple(f for f in view.filters if (f.layer, f.field) != (layer, field))
    if len(others) < len(view.filters):
        kept = network_row_masks(replace(view, filters=others), labels.atlas)
    chosen = {value for f in view.filters if (f.layer, f.field) == (layer, field) for value in f.values}  # noqa: PD011 - not a frame
    found = _values(layer, field, frames, kept)
    counts = Counter(value for values in found.values() for value in values)
    titles = {value: labels.value(layer, field, value) for value in {*counts, *chosen}}
    order = sorted(titles, key=lambda value: (-counts[value], titles[value].casefold()))
    return {
        "key": f"{layer}.{field}",
        "title": labels.field(layer, field),
        "values": [
            {"value": value, "title": titles[value], "count": counts[value], "chosen": value in chosen}
            for value in order
        ],
        # A project without any tie has no value to be unknown.
        "unknown": sum(not values for values in found.values()) if layer == "projects" else 0,
        "missing": any((f.layer, f.field, f.operator) == (layer, field, "missing") for f in view.filters),
    }


def _values(layer: str, field: str, frames: "Frames", kept: "Kept") -> dict[str, set[str]]:
    """Return the values of a field for each kept project: its own, or those of its ties."""
    projects = frames["projects"][kept["projects"]]
    if layer == "projects":
        return {i: set(split(cell)) for i, cell in projects[field].items()}
    found: dict[str, set[str]] = {i: set() for i in projects.index}
    tied = ties(frames, kept) if field == "country" else frames[layer][kept[layer]]
    for project, value in zip(tied["project"], tied[field], strict=True):
        if isinstance(value, str):
            found[project].add(value)
    return found


def _families(labels: Labels, kept: "Kept") -> list[Family]:
    projects = labels.atlas.frames["projects"]
    counts = projects["family"][kept["projects"]].value_counts()
    # The arcs are drawn, so their layer has a style.
    style = cast("Style", labels.atlas.catalog["partnerships"].style)
    return [
        {
            "id": family,
            "title": labels.value("projects", "family", family),
            "color": _colors(family, style),
            "count": int(counts.get(family, 0)),
        }
        for family in FAMILIES
    ]


def _colors(family: str, style: "Style") -> tuple[str, str]:
    own = style.classes.get(family)
    return (own and own.color) or style.color, (own and own.color_dark) or style.color_dark


def _span(frames: "Frames") -> tuple[int, int]:
    projects, twinnings = frames["projects"], frames["twinnings"]
    years = pd.concat([projects["start_year"], projects["end_year"], twinnings["year"]]).dropna()
    return int(years.min()), int(years.max())
