"""What a download will hold, before it is made: layers, formats, files, and what the formats change."""

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypedDict

from atlas.i18n import t
from atlas.io.export import export_job
from atlas.io.exports.csv_file import csv_tables
from atlas.io.exports.desk import note_points
from atlas.io.exports.export_job import ExportJob
from atlas.io.exports.formats import FORMATS, QGIS_KINDS, CsvStyle, ExportOptions, Format
from atlas.io.exports.kml import kml_table
from atlas.io.pack_rows import file_name, is_archive, project_name
from atlas.io.provenance import narrow, trace
from atlas.scene.cql2.write import items_path, rows_view
from atlas.scene.map.noted_rows import noted_rows
from atlas.scene.query.permalink import to_permalink
from atlas.scene.query.validate_view import validate_view

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from atlas.io.atlas import Atlas
    from atlas.io.exports.tables import Table
    from atlas.io.provenance import Provenance
    from atlas.scene.query.view import View

# All rows of most layers, as GeoJSON whoever asks.
_WHOLE = {"f": "json", "limit": "10000"}
# For each format the styles in which it is offered.
_STYLES: dict[str, tuple[CsvStyle | None, ...]] = {"csv": ("fr", "en")}


class ExportedLayer(TypedDict):
    """One layer of a download: how many rows and columns, and their licences in words."""

    id: str
    title: str
    rows: int
    columns: int
    licences: list[str]


class ExportFormat(TypedDict):
    """One way to download: the parameters of the route, a title, and what comes."""

    format: str
    csv: str | None
    title: str
    about: str


class ExportChange(TypedDict):
    """What some formats change, in a sentence."""

    formats: list[str]
    text: str


class ExportAddress(TypedDict):
    """Where other programs read the rows of a layer, below the address of the atlas."""

    title: str
    path: str


class ExportPreview(TypedDict):
    """What can be downloaded of a link."""

    layers: list[ExportedLayer]
    formats: list[ExportFormat]
    changes: list[ExportChange]
    addresses: list[ExportAddress]


def preview_export(
    view: "View", atlas: "Atlas", *, crs: str | None, made: "date", public: "Atlas | None" = None
) -> ExportPreview:
    """Return what each format of a download will hold.

    Parameters
    ----------
    view
        One to be shared, see `atlas.scene.query.sharing.share`.
    atlas
        Declarations and rows.
    crs
        Code of the reference system of the files; None is EPSG:4326.
    made
        Day of the download.
    public
        What other programs read from this server; None: nothing.

    Raises
    ------
    LayerDataError
        The link shows no layer, or there is no reference system of that code.
    """
    _, atlas, rows = noted_rows(view, atlas)
    provenance = trace(rows, atlas.catalog, link=to_permalink(view), made=made)
    layers: list[ExportedLayer] = [
        {
            "id": layer.id,
            "title": layer.title(view.lang),
            "rows": len(rows[layer.id]),
            "columns": len(rows[layer.id].columns),
            "licences": _licences(narrow(provenance, layer.id), view.lang),
        }
        for layer in provenance.layers
    ]
    formats: list[ExportFormat] = []
    changes: dict[str, list[str]] = {}
    for known in FORMATS.values():
        for style in _STYLES.get(known.id, (None,)):
            job = export_job(rows, known, provenance, ExportOptions(view.lang, crs, style), path=Path(known.id))
            if style == "fr" or known.id == "xlsx":
                note_points(job)
            else:
                for table in _named_tables(job):
                    job.note_names(table)
            job.notes = [note for note in job.notes if note.key != "clash"]
            title = _title(known, style, provenance, view.lang, crs)
            about = _about(known, provenance, view.lang)
            formats.append({"format": known.id, "csv": style, "title": title, "about": about})
            for sentence in job.sentences(view.lang):
                changes.setdefault(sentence, []).append(title)
    formats += _projects(provenance, view.lang, online=public is not None)
    changed: list[ExportChange] = [{"formats": titles, "text": text} for text, titles in changes.items()]
    addresses = _addresses(view, [layer["id"] for layer in layers], public) if public else []
    return {"layers": layers, "formats": formats, "changes": changed, "addresses": addresses}


def _addresses(view: "View", layers: "Iterable[str]", public: "Atlas") -> list[ExportAddress]:
    """Return where other programs read what a view keeps of its layers: those that they see, and see all it needs."""
    found: list[ExportAddress] = []
    for layer_id in layers:
        own = rows_view(layer_id, view)
        if layer_id in public.catalog and not validate_view(own, public)[1]:
            title, path = public.catalog[layer_id].title(view.lang), items_path(layer_id, own, public, **_WHOLE)
            found.append({"title": title, "path": path})
    return found


def _projects(provenance: "Provenance", lang: str, *, online: bool) -> list[ExportFormat]:
    """Return the projects of QGIS: with the rows, and with the address of the service that has them."""
    return [
        {
            "format": kind,
            "csv": None,
            "title": t(f"export.qgis_{kind.partition('.')[0]}", lang),
            "about": t(
                f"export.about_{kind.partition('.')[0]}", lang, file=project_name(provenance, online=kind != "qgz")
            ),
        }
        for kind in (QGIS_KINDS if online else QGIS_KINDS[:1])
    ]


def _named_tables(job: ExportJob) -> "Iterable[Table]":
    """Return the tables of a file with the names that their columns have there."""
    if job.known.id == "csv":
        return [csv_tables(replace(job, tables=(table,))) for table in job.tables]
    if job.known.id == "kml":
        return [kml_table(job, table) for table in job.tables]
    return job.tables


def _licences(provenance: "Provenance", lang: str) -> list[str]:
    return sorted({t(f"licence.{source.licence}", lang) for _, source in provenance.sources})


def _title(known: Format, style: str | None, provenance: "Provenance", lang: str, crs: str | None) -> str:
    """Return the title of a format; it says an archive, and degrees where metres were asked for."""
    title = t(f"export.csv_{style}", lang) if style else known.title
    if known.degrees and crs not in {None, "EPSG:4326"}:
        title = t("export.degrees_only", lang, title=title)
    return t("export.zip", lang, title=title) if is_archive(known, provenance) else title


def _about(known: Format, provenance: "Provenance", lang: str) -> str:
    file = file_name(known, provenance)
    if is_archive(known, provenance):
        return t("export.about_archive", lang, file=file)
    if len(provenance.layers) == 1:
        return t("export.about_file", lang, file=file)
    return t("export.about_joined", lang, file=file) if known.one_table else t("export.about_tables", lang, file=file)
