"""GeoPackage, GeoJSON and FlatGeobuf, written by GDAL."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyogrio

from atlas.catalog import in_language
from atlas.io.exports.tables import Table, joined_table, project
from atlas.io.provenance import describe_provenance

if TYPE_CHECKING:
    from atlas.io.exports.export_job import ExportJob


def write_geopackage(job: "ExportJob", path: Path) -> None:
    """Write one table a layer; a layer without positions is a table of attributes. Sources are metadata of each."""
    metadata = describe_provenance(job.provenance)
    stored = {
        "PRODUCER": "; ".join(sorted({in_language(source.producer, "en") for _, source in job.provenance.sources})),
        "LICENCE": "; ".join(metadata["licences"]),
        "DATE": metadata["date"],
        "PERMALINK": job.provenance.link,
        "CREDITS": job.provenance.credits_,
        "SOURCES": json.dumps(metadata["sources"], ensure_ascii=False),
    }
    path.unlink(missing_ok=True)
    for number, table in enumerate(job.tables):
        job.note_names(table)
        described = {"IDENTIFIER": _identifier(table, job.tables), "DESCRIPTION": job.provenance.credits_}
        rows = project(table, job.crs).renamed_layer() if _is_spatial(table) else table.renamed_frame()
        options: dict[str, Any] = {"layer_metadata": stored, "append": number > 0, **described}
        if not _is_spatial(table):
            options["ASPATIAL_VARIANT"] = "GPKG_ATTRIBUTES"
        pyogrio.write_dataframe(rows, path, driver="GPKG", layer=table.name, **options)


def write_geojson(job: "ExportJob", path: Path) -> None:
    """Write all layers as one collection (RFC 7946), the sources in its member ``metadata``."""
    table = joined_table(job.tables, job.known)
    job.note_names(table)
    members = json.dumps({"metadata": describe_provenance(job.provenance)}, ensure_ascii=False)
    described = {"FOREIGN_MEMBERS_COLLECTION": members, "DESCRIPTION": job.provenance.credits_}
    options = {"RFC7946": "YES", "WRITE_NAME": "NO", **described}
    pyogrio.write_dataframe(table.renamed_layer(), path, driver="GeoJSON", **options)


def write_flatgeobuf(job: "ExportJob", path: Path) -> None:
    """Write all layers as one; its index of places holds no row without position, so there is none with such rows."""
    table = project(joined_table(job.tables, job.known), job.crs)
    job.note_names(table)
    title = describe_provenance(job.provenance)["title"]["en"]
    options = {
        "SPATIAL_INDEX": "YES" if table.placed.all() else "NO",
        "TITLE": title,
        "DESCRIPTION": job.provenance.credits_,
    }
    pyogrio.write_dataframe(table.renamed_layer(), path, driver="FlatGeobuf", layer=table.name, **options)


def _is_spatial(table: Table) -> bool:
    return table.has_positions or any(layer.geometry != "none" for layer in table.layers)


def _identifier(table: Table, tables: tuple[Table, ...]) -> str:
    """Return the title of a layer, with its id where another has the same title: a GeoPackage wants each once."""
    titles = [other.layers[0].title("en") if other.layers else other.name for other in tables]
    own = titles[tables.index(table)]
    return own if titles.count(own) == 1 else f"{own} ({table.name})"
