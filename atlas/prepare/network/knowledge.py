"""Recipes of the tables of the network: themes, documents, practices of transition, aims of TBM."""

import pandas as pd

from atlas.prepare.clean import year
from atlas.prepare.network.projects import several
from atlas.prepare.raw import Raw
from atlas.prepare.records import Records, read_records


def cooperation_themes(raw: Raw) -> pd.DataFrame:
    """Return the themes of the network, the family of each and how many projects have it."""
    raw.table("cooperation/themes.csv")
    return tell_themes(Records())


def tell_themes(records: Records) -> pd.DataFrame:
    """Return the themes from their records; see `cooperation_themes`."""
    table = records["themes"].reset_index(drop=True)
    held = records["projects"]["themes"].map(several).explode().value_counts()
    return table.assign(projects=table["id"].map(held).fillna(0))


def cooperation_documents(raw: Raw) -> pd.DataFrame:
    """Return the public documents that the network was read in."""
    raw.table("cooperation/documents.csv")
    return tell_documents(Records())


def tell_documents(records: Records) -> pd.DataFrame:
    """Return the documents from their records."""
    return records["documents"].reset_index(drop=True)


def practices(raw: Raw) -> pd.DataFrame:
    """Practices of transition that the documents name, each tied to its project, its places and its source."""
    read_records(raw, "projects", "projects", "project_id")
    return tell_practices(Records())


def tell_practices(records: Records) -> pd.DataFrame:
    """Return the practices from their records, with the name, years and themes of the project."""
    table = records["practices"].reset_index(drop=True)
    of = records["projects"].set_index("id").reindex(table["project"]).set_index(table.index)
    named = {"project_name": of["name"], "themes": of["themes"]}
    return table.assign(**named, start_year=year(of["start"]), end_year=year(of["end"]))


def exchange_aims(raw: Raw) -> pd.DataFrame:
    """Return the aims that the programme TBM states for itself."""
    read_records(raw, "projects", "projects", "project_id")
    return tell_aims(Records())


def tell_aims(records: Records) -> pd.DataFrame:
    """Return the aims from their records."""
    return records["aims"].reset_index(drop=True)
