"""Projects and twinnings in time: what a reader brushes years over, open ends and unknown dates said as such."""

from dataclasses import replace
from typing import TYPE_CHECKING, TypedDict

from atlas.scene.network.labels import FRENCH, NamedRow, rows
from atlas.scene.query.row_masks import network_row_masks

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np

    from atlas.scene.network.labels import Speaker
    from atlas.scene.query.view import View

# The conditions that a brush sets: what is shown in time is what all others keep.
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
    """What the timeline shows."""

    projects: list[TimedProject]
    twinnings: list[TimedTwinning]
    undated: UndatedCounts


def tell_time(view: "View", speaker: "Speaker", kept: "Mapping[str, np.ndarray]") -> TimeAnswer:
    """Return what the conditions of a view keep, those on years aside, and which of it the years keep too.

    Returns
    -------
    dict
        ``projects``: id, name, first and last year (None where not known), family, whether kept; ``twinnings``: id,
        label, year (None where not known), whether it is active, whether kept; ``undated``: how many of both.
    """
    frames = speaker.atlas.frames
    others = tuple(f for f in view.filters if (f.layer, f.field) not in YEARS)
    around = network_row_masks(replace(view, filters=others), speaker.atlas)
    projects, twinnings = frames["projects"][around["projects"]], frames["twinnings"][around["twinnings"]]
    shown = {layer: set(frames[layer].index[kept[layer]]) for layer in ("projects", "twinnings")}
    return {
        "projects": [
            {
                "id": i,
                "name": row["name"] if speaker.lang == FRENCH else row["name_en"],
                "start": row["start_year"],
                "end": row["end_year"],
                "family": row["family"],
                "kept": i in shown["projects"],
            }
            for i, row in rows(projects.sort_values(["start_year", "end_year"])).items()
        ],
        "twinnings": [
            {
                "id": i,
                "name": f"{row['commune_name']} – {row['partner_city']}",
                "year": row["year"],
                "active": row["status"] == "active",
                "kept": i in shown["twinnings"],
            }
            for i, row in rows(twinnings.sort_values("year")).items()
        ],
        "undated": {
            "projects": int(projects["start_year"].isna().sum()),
            "twinnings": int(twinnings["year"].isna().sum()),
        },
    }
