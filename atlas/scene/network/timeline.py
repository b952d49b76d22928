"""Timeline of the network: projects and twinnings by year, with open ends and unknown dates."""

from dataclasses import replace
from typing import TYPE_CHECKING, TypedDict

from atlas.scene.network.labels import FRENCH, NamedRow, plain_rows
from atlas.scene.query.row_masks import network_row_masks

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np

    from atlas.scene.network.labels import Labels
    from atlas.scene.query.view import View

# The filters that the timeline itself sets; the timeline shows what all other filters keep.
YEARS = frozenset(
    {
        *(("projects", "start_year"), ("projects", "end_year"), ("twinnings", "year")),
        *(("partnerships", "start_year"), ("partnerships", "end_year")),
    }
)


class TimedProject(NamedRow):
    """A project on the timeline, with its first and last year, None where not known; `kept` by the years too."""

    start: int | None
    end: int | None
    family: str | None
    kept: bool


class TimedTwinning(NamedRow):
    """A twinning on the timeline, with its year, None where not known; `kept` by the years too."""

    year: int | None
    active: bool
    kept: bool


class UndatedCounts(TypedDict):
    """How many rows have no year."""

    projects: int
    twinnings: int


class TimeAnswer(TypedDict):
    """Projects and twinnings of the timeline, and how many have no year."""

    projects: list[TimedProject]
    twinnings: list[TimedTwinning]
    undated: UndatedCounts


def describe_timeline(view: "View", labels: "Labels", kept: "Mapping[str, np.ndarray]") -> TimeAnswer:
    """Return the projects and twinnings that a view keeps without its filters on years, and which the years keep too.

    Returns
    -------
    dict
        ``projects`` and ``twinnings`` by year, ``undated``, the number of each without a year.
    """
    frames = labels.atlas.frames
    other_filters = tuple(f for f in view.filters if (f.layer, f.field) not in YEARS)
    without_years = network_row_masks(replace(view, filters=other_filters), labels.atlas)
    projects, twinnings = frames["projects"][without_years["projects"]], frames["twinnings"][without_years["twinnings"]]
    shown = {layer: set(frames[layer].index[kept[layer]]) for layer in ("projects", "twinnings")}
    return {
        "projects": [
            {
                "id": i,
                "name": row["name"] if labels.lang == FRENCH else row["name_en"],
                "start": row["start_year"],
                "end": row["end_year"],
                "family": row["family"],
                "kept": i in shown["projects"],
            }
            for i, row in plain_rows(projects.sort_values(["start_year", "end_year"])).items()
        ],
        "twinnings": [
            {
                "id": i,
                "name": f"{row['commune_name']} – {row['partner_city']}",
                "year": row["year"],
                "active": row["status"] == "active",
                "kept": i in shown["twinnings"],
            }
            for i, row in plain_rows(twinnings.sort_values("year")).items()
        ],
        "undated": {
            "projects": int(projects["start_year"].isna().sum()),
            "twinnings": int(twinnings["year"].isna().sum()),
        },
    }
