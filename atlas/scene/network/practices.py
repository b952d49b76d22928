"""What is capitalised and for whom: practices of transition, the aims of TBM, partners for a need."""

from typing import TYPE_CHECKING, Any, TypedDict

import pandas as pd

from atlas.analysis.network.joins import split
from atlas.analysis.network.pairings import pair
from atlas.i18n import t
from atlas.scene.network.labels import NamedRow, Speaker, Titled
from atlas.scene.network.project_sheet import Document, documents
from atlas.scene.query.row_masks import network_row_masks

if TYPE_CHECKING:
    from atlas.io.atlas import Atlas
    from atlas.scene.query.view import View

# The programme for exchanges between elected people, and the seat of the organisation that runs it.
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
    """A partner that worked on a need; `name` and `years` are those of the project, `named` if the partner is known."""

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
    """An aim of the programme, with what its documents say of it."""

    text: str | None
    result: str | None
    themes: list[Titled]
    section: str | None
    documents: list[Document]


class Organisation(TypedDict):
    """Who runs the programme, and where a municipality reads how to join."""

    organisation: str
    town: str
    documents: list[Document]


class Programme(TypedDict):
    """The programme TBM, see `tell_aims`."""

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
    """Return the practices that a view keeps, by kind, each with its project, places, sites and source."""
    speaker = Speaker(atlas, view.lang)
    table = atlas.frames["practices"][network_row_masks(view, atlas)["practices"]]
    order = list(atlas.catalog["practices"].fields["practice"].codes)
    table = table.assign(at=table["practice"].map(order.index)).sort_values(["at", "project"])
    return [_practice(row, speaker) for _, row in table.iterrows()]


def list_pairings(need: tuple[str, ...], view: "View", atlas: "Atlas") -> list[Pairing]:
    """Return the partners that worked on a need (ids of themes), through which project and when; the closest first."""
    speaker = Speaker(atlas, view.lang)
    table = pair(atlas.frames, network_row_masks(view, atlas), need)
    projects = atlas.frames["projects"]
    told: list[Pairing] = []
    for i, row in table.iterrows():
        of = projects.loc[row["project"]]
        town = row["layer"] == "municipal_partners"
        years = speaker.span(row["start_year"], row["end_year"]) if town else speaker.years(of["start"], of["end"])
        told.append(
            {
                "id": i,
                "partner": row["partner"] if row["named"] else speaker.country(row["country"]),
                "kind": t("network.municipality", view.lang)
                if town
                else speaker.value("partnerships", "partner_kind", row["kind"]),
                "where": ", ".join(p for p in (row["city"], speaker.country(row["country"])) if isinstance(p, str)),
                "place": row["place"] if isinstance(row["place"], str) else None,
                "named": bool(row["named"]),
                "project": row["project"],
                "name": speaker.project(row["project"]),
                "years": years,
                "themes": [speaker.value("projects", "themes", theme) for theme in row["themes"]],
                "source": atlas.frames["municipal_partners"]["source_title"][i] if town else None,
                "documents": [] if town else documents(of["documents"], speaker),
            }
        )
    return told


def tell_aims(view: "View", atlas: "Atlas") -> Programme:
    """Return the aims of the programme TBM with what the documents say of each, and how a municipality joins.

    Returns
    -------
    dict
        ``project`` and ``years`` of the programme, ``countries`` whose municipalities it speaks of (it names none),
        ``aims``, ``practices`` (how many are capitalised), ``join`` (the organisation, its towns, its page).
    """
    speaker = Speaker(atlas, view.lang)
    programme, seat = atlas.frames["projects"].loc[TBM], atlas.frames["transition_sites"].loc[ORGANISATION]
    named = atlas.frames["partnerships"][atlas.frames["partnerships"]["project"] == TBM]
    return {
        "project": TBM,
        "name": speaker.project(TBM),
        "years": speaker.years(programme["start"], programme["end"]),
        "outputs": speaker.text(programme, "outputs"),
        "countries": [speaker.country(code) for code in sorted(named["country"])],
        "municipalities": int(named["city"].notna().sum()),
        "practices": len(atlas.frames["practices"]),
        "aims": [_aim(i, row, speaker) for i, row in atlas.frames["exchange_aims"].sort_values("rank").iterrows()],
        "join": {
            "organisation": programme["lead"],
            "town": seat["commune"],
            "documents": documents(programme["documents"], speaker),
        },
    }


def _aim(aim: str, row: "pd.Series[Any]", speaker: Speaker) -> Aim:
    name = {"fr": "name", "en": "name_en", "pt": "name_pt"}[speaker.lang]
    return {
        "id": aim,
        "title": row[name] if isinstance(row[name], str) else row["name_en"],
        "text": speaker.text(row, "text"),
        "result": speaker.text(row, "result"),
        "themes": [
            {"id": theme, "title": speaker.value("projects", "themes", theme)} for theme in split(row["themes"])
        ],
        "section": speaker.text(row, "section"),
        "documents": documents(row["document"], speaker),
    }


def _practice(row: "pd.Series[Any]", speaker: Speaker) -> Practice:
    sites = speaker.atlas.frames["transition_sites"]
    years = [None if pd.isna(row[field]) else str(int(row[field])) for field in ("start_year", "end_year")]
    return {
        "id": row.name,
        "practice": row["practice"],
        "title": speaker.value("practices", "practice", row["practice"]),
        "text": speaker.text(row, "text"),
        "project": row["project"],
        "name": speaker.project(row["project"]),
        "years": speaker.years(*years),
        "places": [{"id": place, "name": speaker.place(place)} for place in split(row["places"])],
        "sites": [sites["name"][site] for site in split(row["sites"])],
        "section": speaker.text(row, "section"),
        "documents": documents(row["document"], speaker),
    }
