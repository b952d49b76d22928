"""The sheet of a project: summary, dates, partners, themes, results and sources."""

from typing import TYPE_CHECKING, Any, TypedDict

from atlas.analysis.network.joins import split
from atlas.catalog import in_language
from atlas.scene.network.labels import Fact, Labels, NamedRow, Titled
from atlas.scene.query.formatting import write_version
from atlas.scene.query.row_values import mark_copy

if TYPE_CHECKING:
    import pandas as pd

    from atlas.catalog import Catalog
    from atlas.io.atlas import Atlas

# Contested figures by project; and the doubt of a tie that brings a contested figure to its project.
FIGURES = {"p09": "prospects_dates", "p43": "morocco_seminar_dates", "p54": "artois_inhabitants"}
AMBIGUOUS = ("slovenia_or_slovakia", "slo_abbreviation")


class Document(TypedDict):
    """A document of the cooperation, with its address where one was found."""

    title: str
    url: str | None


class FigureVersion(TypedDict):
    """One version of a contested figure."""

    value: str
    definition: str
    source: str


class ContestedFigure(TypedDict):
    """A figure that sources state differently."""

    title: str
    versions: list[FigureVersion]


class Partner(TypedDict):
    """A partner that the documents of a project name."""

    name: str
    kind: str
    place: str | None
    where: str
    years: str
    doubts: list[str]
    document: str


class Member(TypedDict):
    """A town or body that another page names as taking part in a project."""

    name: str
    place: str | None
    where: str
    doubts: list[str]
    source: str
    url: str | None


class ProjectPractice(TypedDict):
    """A practice that came out of a project."""

    title: str
    text: str | None


class ProjectSheet(NamedRow):
    """The sheet of a project, see `make_project_sheet`."""

    other_names: list[str]
    years: str
    family: str | None
    summary: str | None
    outputs: str | None
    themes: list[Titled]
    facts: list[Fact]
    part_of: list[NamedRow]
    parts: list[NamedRow]
    doubts: list[str]
    figures: list[ContestedFigure]
    partners: list[Partner]
    members: list[Member]
    seminars: list[Member]
    practices: list[ProjectPractice]
    section: str | None
    documents: list[Document]


def make_project_sheet(project: str, atlas: "Atlas", lang: str) -> ProjectSheet:
    """Return the sheet of a project as plain values in one language.

    Returns
    -------
    dict
        Texts are None where the documents have none. ``partners`` are those that the documents name, ``members`` the
        towns and bodies that other pages name, ``seminars`` the places of seminars, which are no partners.

    Raises
    ------
    KeyError
        No such project.
    """
    labels = Labels(atlas, lang)
    row = atlas.frames["projects"].loc[project]
    partners = _rows_of(atlas.frames["partnerships"], project)
    members = _rows_of(atlas.frames["municipal_partners"], project)
    return {
        "id": project,
        "name": labels.project(project),
        "other_names": _other_names(row, labels.project(project)),
        "years": labels.years(row["start"], row["end"]),
        "family": row["family"] if isinstance(row["family"], str) else None,
        "summary": labels.text(row, "summary"),
        "outputs": labels.text(row, "outputs"),
        "themes": _codes("themes", row, labels),
        "facts": _facts(row, labels),
        "part_of": _related(split(row["part_of"]), labels),
        "parts": _related(atlas.frames["projects"].index[atlas.frames["projects"]["part_of"] == project], labels),
        "doubts": labels.values("projects", "doubt", row["doubt"]),
        "figures": [_figure(key, atlas.catalog, lang) for key in _figures(project, partners)],
        "partners": [_partner(partner, labels) for _, partner in partners.iterrows()],
        "members": [_member(m, labels) for _, m in members[members["role"] == "partner"].iterrows()],
        "seminars": [_member(m, labels) for _, m in members[members["role"] != "partner"].iterrows()],
        "practices": _practices(project, labels),
        "section": labels.text(row, "section"),
        "documents": list_documents(row["documents"], labels),
    }


def _other_names(row: "pd.Series[Any]", shown: str) -> list[str]:
    names = dict.fromkeys(name for name in (row["full_name"], row["name"]) if isinstance(name, str))
    return [name for name in names if name != shown]


def _rows_of(table: "pd.DataFrame", project: str) -> "pd.DataFrame":
    return table[table["project"] == project].sort_index()


def list_documents(cell: Any, labels: Labels) -> list[Document]:
    """Return the documents that a cell lists, with their address where one was found."""
    table = labels.atlas.frames["cooperation_documents"]
    return [
        {
            "title": labels.value("projects", "documents", code),
            "url": table["url"][code] if isinstance(table["url"][code], str) else None,
        }
        for code in split(cell)
    ]


def _codes(field: str, row: "pd.Series[Any]", labels: Labels) -> list[Titled]:
    return [{"id": code, "title": labels.value("projects", field, code)} for code in split(row[field])]


def _facts(row: "pd.Series[Any]", labels: Labels) -> list[Fact]:
    """Return title and text of each short fact of the project; None where it is missing."""
    fields = ("kind", "programme", "funder", "lead", "role")
    texts = [", ".join(labels.values("projects", field, row[field])) or None for field in fields]
    return [(labels.field("projects", field), text) for field, text in zip(fields, texts, strict=True)]


def _related(ids: Any, labels: Labels) -> list[NamedRow]:
    return [{"id": i, "name": labels.project(i)} for i in ids]


def _figures(project: str, partners: "pd.DataFrame") -> list[str]:
    doubt, figure = AMBIGUOUS
    ambiguous = partners["doubt"].str.contains(doubt, regex=False).fillna(value=False).any()
    return [key for key in (FIGURES.get(project), figure if ambiguous else None) if key]


def _figure(key: str, catalog: "Catalog", lang: str) -> ContestedFigure:
    figure = catalog["projects"].figures[key]
    return {
        "title": figure.title(lang),
        "versions": [
            {
                "value": write_version(version.value, figure.unit, lang),
                "definition": version.definition(lang),
                "source": in_language(version.source, lang),
            }
            for version in figure.versions.values()
        ],
    }


def _partner(row: "pd.Series[Any]", labels: Labels) -> Partner:
    return {
        "name": row["partner"],
        "kind": labels.value("partnerships", "partner_kind", row["partner_kind"]),
        "place": row["place"] if isinstance(row["place"], str) else None,
        "where": _where(row, labels),
        "years": labels.years(row["start"], row["end"]),
        "doubts": labels.values("partnerships", "doubt", row["doubt"]),
        "document": labels.value("partnerships", "document", row["document"]),
    }


def _member(row: "pd.Series[Any]", labels: Labels) -> Member:
    return {
        "name": row["partner"],
        "place": row["place"] if isinstance(row["place"], str) else None,
        "where": _where(row, labels),
        "doubts": labels.values("municipal_partners", "doubt", row["doubt"]),
        "source": mark_copy(row["source_title"], row["source_url"], labels.lang),
        "url": row["source_url"],
    }


def _where(row: "pd.Series[Any]", labels: Labels) -> str:
    return ", ".join(part for part in (row["city"], labels.country(row["country"])) if isinstance(part, str))


def _practices(project: str, labels: Labels) -> list[ProjectPractice]:
    table = _rows_of(labels.atlas.frames["practices"], project)
    return [
        {"title": labels.value("practices", "practice", row["practice"]), "text": labels.text(row, "text")}
        for _, row in table.iterrows()
    ]
