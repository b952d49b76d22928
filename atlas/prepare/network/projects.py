"""Recipe of the projects of the network, compiled from their records."""

from collections.abc import Mapping

import pandas as pd

from atlas.analysis.network.families import main_family
from atlas.prepare.clean import year
from atlas.prepare.raw import Raw
from atlas.prepare.records import Records, read_records


def projects(raw: Raw) -> pd.DataFrame:
    """Return every project, event, agreement and network that the five documents name, dated or not."""
    read_records(raw, "projects", "projects", "project_id")
    read_records(raw, "partners", "partnerships", "edge_id")
    return tell_projects(Records())


def tell_projects(records: Records) -> pd.DataFrame:
    """Return the projects from their records, with derived columns: years, family, partners, countries."""
    table, partners = records["projects"].reset_index(drop=True), records["partners"]
    links = partners.groupby("project")["country"]
    countries = links.agg(lambda codes: "; ".join(sorted(set(codes.dropna()))) or None)
    return table.assign(
        start_year=year(table["start"]),
        end_year=year(table["end"]),
        family=project_families(records).reindex(table["id"]).to_numpy(),
        partners=table["id"].map(links.size()).fillna(0),
        countries=table["id"].map(countries),
    )


def project_families(records: Records) -> pd.Series:
    """Return the family that most themes of a project are of, by project id; None without a theme."""
    table = records["projects"].set_index("id")["themes"]
    of = theme_families(records)
    families = table.map(lambda cell: main_family(of[theme] for theme in several(cell) if theme in of))
    return families.astype("object")


def theme_families(records: Records) -> Mapping[str, str]:
    """Return the family of each theme by its id."""
    return records["themes"].set_index("id")["family"].to_dict()


def several(cell: str | None) -> list[str]:
    """Split the values of a cell that holds several, without repetition."""
    parts = (part.strip() for part in (cell or "").split(";"))
    return list(dict.fromkeys(part for part in parts if part))
