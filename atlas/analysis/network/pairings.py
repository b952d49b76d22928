"""Pairings for exchanges between municipalities: partners that have worked on a theme."""

import pandas as pd

from atlas.analysis.network.joins import Frames, Kept, split, ties

# Kinds of partners, the easiest to contact first: a town can be written to, a country cannot.
NEARNESS = ("municipality", "city", "organisation", "site", "territory", "country")


def pair(frames: Frames, kept: Kept, need: "tuple[str, ...]") -> pd.DataFrame:
    """Return the ties of projects with one of some themes.

    Parameters
    ----------
    frames, kept
        The layers of the network and the rows kept of each.
    need
        Ids of themes; one of them is enough.

    Returns
    -------
    DataFrame
        Indexed by the id of the tie, as returned by `atlas.analysis.network.joins.ties`, with ``themes`` (those of the
        need that the project has), ``project_name``, ``rank`` (position in `NEARNESS`) and ``named`` (False where the
        documents name a country only). Sorted by the themes answered, the nearness, the last known year, then the name.
    """
    table, projects = ties(frames, kept), frames["projects"]
    wanted = set(need)
    answered = {i: tuple(t for t in split(projects["themes"][i]) if t in wanted) for i in projects.index}
    table = table.assign(themes=table["project"].map(answered), project_name=table["project"].map(projects["name"]))
    table = table[table["themes"].map(len) > 0]
    # A named partner ranks before a country.
    table = table.assign(
        rank=table["kind"].map(NEARNESS.index),
        named=table["kind"] != "country",
        answered=table["themes"].map(len),
        last=table["end_year"].fillna(table["start_year"]).fillna(0),
    )
    order = ["answered", "rank", "last", "partner"]
    return table.sort_values(order, ascending=[False, True, False, True]).drop(columns=["answered", "last"])
