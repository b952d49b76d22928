"""Pairings for exchanges between elected people: who has worked on what a municipality needs."""

import pandas as pd

from atlas.analysis.network.joins import Frames, Kept, split, ties

# How closely a partner is named, the closest first: a town can be written to, a country cannot.
NEARNESS = ("municipality", "city", "organisation", "site", "territory", "country")


def pair(frames: Frames, kept: Kept, need: "tuple[str, ...]") -> pd.DataFrame:
    """Return the ties whose project has a theme of the need.

    Parameters
    ----------
    frames, kept
        The layers of the network and the rows kept of each.
    need
        Ids of themes; a project that has one of them answers.

    Returns
    -------
    DataFrame
        Indexed by the id of the tie, as `atlas.analysis.network.joins.ties` gives it, with ``themes`` (those of the
        need that the project has), ``project_name``, ``rank`` (position in `NEARNESS`) and ``named`` (False where the
        documents name a country only). Sorted by the themes answered, the nearness, the last known year, then the name.
    """
    table, projects = ties(frames, kept), frames["projects"]
    wanted = set(need)
    answered = {i: tuple(t for t in split(projects["themes"][i]) if t in wanted) for i in projects.index}
    table = table.assign(themes=table["project"].map(answered), project_name=table["project"].map(projects["name"]))
    table = table[table["themes"].map(len) > 0]
    # A body that the documents name stands nearer with a town than without.
    table = table.assign(
        rank=table["kind"].map(NEARNESS.index),
        named=table["kind"] != "country",
        answered=table["themes"].map(len),
        last=table["end_year"].fillna(table["start_year"]).fillna(0),
    )
    order = ["answered", "rank", "last", "partner"]
    return table.sort_values(order, ascending=[False, True, False, True]).drop(columns=["answered", "last"])
