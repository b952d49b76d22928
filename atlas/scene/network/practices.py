"""Practices of transition, the aims of the programme TBM, and partners for a need."""

from typing import TYPE_CHECKING, Any, TypedDict

import pandas as pd

from atlas.analysis.network.joins import split
from atlas.analysis.network.pairings import pair
from atlas.i18n import t
from atlas.scene.network.labels import Labels, NamedRow, Titled
from atlas.scene.network.project_sheet import Document, list_documents
from atlas.scene.query.row_masks import network_row_masks

if TYPE_CHECKING:
    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import View

# The programme TBM (transition of mining basins in the world), for exchanges between elected officials; its seat.
TBM = "p01"
ORGANISATION = "s30"


class Practice(NamedRow):
    """A practice of transition; `name` and `years` are those of its project, `practice` is the code of its kind."""

    practice: str
    title: str
    text: str | None
    project: str
    years: str
    places: list[NamedRow]
    sites: list[str]
    section: str | None
    documents: list[Document]


class Pairing(NamedRow):
    """A partner that worked on a need; `name` and `years` are those of the project, `named`: the partner is known."""

    partner: str
    kind: str
    where: str
    place: str | None
    named: bool
    project: str
    years: str
    themes: list[str]
    source: str | None
    documents: list[Document]


class Aim(Titled):
    """An aim of the programme, as its documents state it."""

    text: str | None
    result: str | None
    themes: list[Titled]
    section: str | None
    documents: list[Document]


class Organisation(TypedDict):
    """The organisation that runs the programme, its town, and the documents on how to join."""

    organisation: str
    town: str
    documents: list[Document]


class Programme(TypedDict):
    """The programme TBM, see `describe_programme`."""

    project: str
    name: str
    years: str
    outputs: str | None
    countries: list[str]
    municipalities: int
    practices: int
    aims: list[Aim]
    join: Organisation


def list_practices(view: "View", atlas: "Atlas") -> list[Practice]:
    """Return the practices that a view keeps, in the order of their kinds."""
    labels = Labels(atlas, view.lang)
    table = atlas.frames["practices"][network_row_masks(view, atlas)["practices"]]
    order = list(atlas.catalog["practices"].fields["practice"].codes)
    table = table.assign(at=table["practice"].map(order.index)).sort_values(["at", "project"])
    return [_practice(row, labels) for _, row in table.iterrows()]


def list_pairings(need: tuple[str, ...], view: "View", atlas: "Atlas") -> list[Pairing]:
    """Return the partners that worked on a need (ids of themes), in which project and when; best match first."""
    labels = Labels(atlas, view.lang)
    table = pair(atlas.frames, network_row_masks(view, atlas), need)
    projects = atlas.frames["projects"]
    pairings: list[Pairing] = []
    for i, row in table.iterrows():
        project = projects.loc[row["project"]]
        town = row["layer"] == "municipal_partners"
        if town:
            kind, years = t("network.municipality", view.lang), labels.span(row["start_year"], row["end_year"])
        else:
            kind = labels.value("partnerships", "partner_kind", row["kind"])
            years = labels.years(project["start"], project["end"])
        pairings.append(
            {
                "id": i,
                "partner": row["partner"] if row["named"] else labels.country(row["country"]),
                "kind": kind,
                "where": ", ".join(p for p in (row["city"], labels.country(row["country"])) if isinstance(p, str)),
                "place": row["place"] if isinstance(row["place"], str) else None,
                "named": bool(row["named"]),
                "project": row["project"],
                "name": labels.project(row["project"]),
                "years": years,
                "themes": [labels.value("projects", "themes", theme) for theme in row["themes"]],
                "source": atlas.frames["municipal_partners"]["source_title"][i] if town else None,
                "documents": [] if town else list_documents(project["documents"], labels),
            }
        )
    return pairings


def describe_programme(view: "View", atlas: "Atlas") -> Programme:
    """Return the programme TBM: its aims as the documents state them, and how a municipality joins.

    Returns
    -------
    dict
        ``countries`` are those of the municipalities it addresses (the documents name none of them);
        ``municipalities`` is the number of towns named, ``practices`` that of all practices described.
    """
    labels = Labels(atlas, view.lang)
    programme, seat = atlas.frames["projects"].loc[TBM], atlas.frames["transition_sites"].loc[ORGANISATION]
    named = atlas.frames["partnerships"][atlas.frames["partnerships"]["project"] == TBM]
    return {
        "project": TBM,
        "name": labels.project(TBM),
        "years": labels.years(programme["start"], programme["end"]),
        "outputs": labels.text(programme, "outputs"),
        "countries": [labels.country(code) for code in sorted(named["country"])],
        "municipalities": int(named["city"].notna().sum()),
        "practices": len(atlas.frames["practices"]),
        "aims": [_aim(i, row, labels) for i, row in atlas.frames["exchange_aims"].sort_values("rank").iterrows()],
        "join": {
            "organisation": programme["lead"],
            "town": seat["commune"],
            "documents": list_documents(programme["documents"], labels),
        },
    }


def _aim(aim: str, row: "pd.Series[Any]", labels: Labels) -> Aim:
    name = {"fr": "name", "en": "name_en", "pt": "name_pt"}[labels.lang]
    return {
        "id": aim,
        "title": row[name] if isinstance(row[name], str) else row["name_en"],
        "text": labels.text(row, "text"),
        "result": labels.text(row, "result"),
        "themes": [{"id": theme, "title": labels.value("projects", "themes", theme)} for theme in split(row["themes"])],
        "section": labels.text(row, "section"),
        "documents": list_documents(row["document"], labels),
    }


def _practice(row: "pd.Series[Any]", labels: Labels) -> Practice:
    sites = labels.atlas.frames["transition_sites"]
    years = [None if pd.isna(row[field]) else str(int(row[field])) for field in ("start_year", "end_year")]
    return {
        "id": row.name,
        "practice": row["practice"],
        "title": labels.value("practices", "practice", row["practice"]),
        "text": labels.text(row, "text"),
        "project": row["project"],
        "name": labels.project(row["project"]),
        "years": labels.years(*years),
        "places": [{"id": place, "name": labels.place(place)} for place in split(row["places"])],
        "sites": [sites["name"][site] for site in split(row["sites"])],
        "section": labels.text(row, "section"),
        "documents": list_documents(row["document"], labels),
    }
