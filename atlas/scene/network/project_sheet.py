"""The sheet of a project: what, when, who, on what, with which result, and where that is read."""

from typing import TYPE_CHECKING, Any

from atlas.analysis.network.joins import split
from atlas.scene.network.labels import Speaker

if TYPE_CHECKING:
    import pandas as pd

    from atlas.catalog import Catalog
    from atlas.io.atlas import Atlas

# The contested figures that concern a project, or any project with a tie of that doubt.
FIGURES = {"p09": "prospects_dates", "p43": "morocco_seminar_dates", "p54": "artois_inhabitants"}
AMBIGUOUS = ("slovenia_or_slovakia", "slo_abbreviation")


def make_project_sheet(project: str, atlas: "Atlas", lang: str) -> dict[str, Any]:
    """Return the sheet of a project as plain values in one language.

    Returns
    -------
    dict
        Texts are None where the documents say nothing. ``partners`` lists the ties of the documents, ``members`` the
        towns and bodies that other pages name, ``seminars`` the places of seminars, which are no partners.

    Raises
    ------
    KeyError
        No such project.
    """
    speaker = Speaker(atlas, lang)
    row = atlas.frames["projects"].loc[project]
    partners = _of(atlas.frames["partnerships"], project)
    members = _of(atlas.frames["municipal_partners"], project)
    return {
        "id": project,
        "name": speaker.project(project),
        "other_names": _other_names(row, speaker.project(project)),
        "years": speaker.years(row["start"], row["end"]),
        "family": row["family"] if isinstance(row["family"], str) else None,
        "summary": speaker.text(row, "summary"),
        "outputs": speaker.text(row, "outputs"),
        "themes": _codes("themes", row, speaker),
        "facts": _facts(row, speaker),
        "part_of": _related(split(row["part_of"]), speaker),
        "parts": _related(atlas.frames["projects"].index[atlas.frames["projects"]["part_of"] == project], speaker),
        "doubts": speaker.values("projects", "doubt", row["doubt"]),
        "figures": [_figure(key, atlas.catalog, lang) for key in _figures(project, partners)],
        "partners": [_partner(partner, speaker) for _, partner in partners.iterrows()],
        "members": [_member(m, speaker) for _, m in members[members["role"] == "partner"].iterrows()],
        "seminars": [_member(m, speaker) for _, m in members[members["role"] != "partner"].iterrows()],
        "practices": _practices(project, speaker),
        "section": speaker.text(row, "section"),
        "documents": documents(row["documents"], speaker),
    }


def _other_names(row: "pd.Series[Any]", shown: str) -> list[str]:
    names = dict.fromkeys(name for name in (row["full_name"], row["name"]) if isinstance(name, str))
    return [name for name in names if name != shown]


def _of(table: "pd.DataFrame", project: str) -> "pd.DataFrame":
    return table[table["project"] == project].sort_index()


def documents(cell: Any, speaker: Speaker) -> list[dict[str, Any]]:
    """Return the documents that a cell names, with their address where one was found."""
    table = speaker.atlas.frames["cooperation_documents"]
    return [
        {
            "title": speaker.value("projects", "documents", code),
            "url": table["url"][code] if isinstance(table["url"][code], str) else None,
        }
        for code in split(cell)
    ]


def _codes(field: str, row: "pd.Series[Any]", speaker: Speaker) -> list[dict[str, str]]:
    return [{"id": code, "title": speaker.value("projects", field, code)} for code in split(row[field])]


def _facts(row: "pd.Series[Any]", speaker: Speaker) -> list[list[str | None]]:
    """Return title and text of what is said of the project in a few words; None where nothing is."""
    fields = ("kind", "programme", "funder", "lead", "role")
    texts = [", ".join(speaker.values("projects", field, row[field])) or None for field in fields]
    return [[speaker.field("projects", field), text] for field, text in zip(fields, texts, strict=True)]


def _related(ids: Any, speaker: Speaker) -> list[dict[str, str]]:
    return [{"id": i, "name": speaker.project(i)} for i in ids]


def _figures(project: str, partners: "pd.DataFrame") -> list[str]:
    doubt, figure = AMBIGUOUS
    ambiguous = partners["doubt"].str.contains(doubt, regex=False).fillna(value=False).any()
    return [key for key in (FIGURES.get(project), figure if ambiguous else None) if key]


def _figure(key: str, catalog: "Catalog", lang: str) -> dict[str, Any]:
    figure = catalog["projects"].figures[key]
    return {
        "title": figure.title(lang),
        "versions": [
            {"value": version.value, "definition": version.definition(lang), "source": version.source}
            for version in figure.versions.values()
        ],
    }


def _partner(row: "pd.Series[Any]", speaker: Speaker) -> dict[str, Any]:
    return {
        "name": row["partner"],
        "kind": speaker.value("partnerships", "partner_kind", row["partner_kind"]),
        "place": row["place"] if isinstance(row["place"], str) else None,
        "where": _where(row, speaker),
        "years": speaker.years(row["start"], row["end"]),
        "doubts": speaker.values("partnerships", "doubt", row["doubt"]),
        "document": speaker.value("partnerships", "document", row["document"]),
    }


def _member(row: "pd.Series[Any]", speaker: Speaker) -> dict[str, Any]:
    return {
        "name": row["partner"],
        "place": row["place"] if isinstance(row["place"], str) else None,
        "where": _where(row, speaker),
        "doubts": speaker.values("municipal_partners", "doubt", row["doubt"]),
        "source": row["source_title"],
        "url": row["source_url"],
    }


def _where(row: "pd.Series[Any]", speaker: Speaker) -> str:
    return ", ".join(part for part in (row["city"], speaker.country(row["country"])) if isinstance(part, str))


def _practices(project: str, speaker: Speaker) -> list[dict[str, Any]]:
    table = _of(speaker.atlas.frames["practices"], project)
    return [
        {"title": speaker.value("practices", "practice", row["practice"]), "text": speaker.text(row, "text")}
        for _, row in table.iterrows()
    ]
