"""GeoPackage, GeoJSON and FlatGeobuf, written by GDAL."""

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import pyogrio
import shapely

from atlas.io.exports.tables import Table, joined_table, project
from atlas.io.provenance import describe_provenance

if TYPE_CHECKING:
    from collections.abc import Sequence

    import geopandas as gpd

    from atlas.io.exports.export_job import ExportJob

# Programs of some years ago, QGIS among them, warn of a later one; nothing here needs it.
_VERSION = "1.2"
_COLLECTIONS = ("MultiPoint", "MultiLineString", "MultiPolygon")


class GroundTable(Protocol):
    """A table of the ground of a map."""

    @property
    def table(self) -> str:
        """Its name."""

    @property
    def title(self) -> str:
        """Its title."""

    @property
    def geometry(self) -> str:
        """Type of its geometries: collections of one kind."""

    @property
    def rows(self) -> "gpd.GeoDataFrame":
        """Its rows."""


def write_geopackage(job: "ExportJob", path: Path, *, one_kind: bool = False) -> None:
    """Write one table a layer; a layer without positions is a table of attributes. Sources are metadata of each.

    Parameters
    ----------
    job
        The rows.
    path
        Where the file goes.
    one_kind
        Whether single points, lines and areas become collections of one: for programs that want one type a layer.
    """
    metadata = describe_provenance(job.provenance)
    stored = {
        "PRODUCER": "; ".join(
            sorted({own for _, source in job.provenance.sources if (own := source.producer_names("en"))})
        ),
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
        if not number:
            options["dataset_options"] = {"VERSION": _VERSION}
        if not _is_spatial(table):
            options["ASPATIAL_VARIANT"] = "GPKG_ATTRIBUTES"
        elif one_kind:
            options |= {"promote_to_multi": True, "geometry_type": _collection(table)}
        pyogrio.write_dataframe(rows, path, driver="GPKG", layer=table.name, **options)


def add_ground(path: Path, ground: "Sequence[GroundTable]") -> None:
    """Add tables of the ground of a map to a GeoPackage, which is made where there is none."""
    for table in ground:
        first = not path.is_file()
        options: dict[str, Any] = {"dataset_options": {"VERSION": _VERSION}} if first else {}
        options |= {"promote_to_multi": True, "geometry_type": table.geometry, "IDENTIFIER": table.title}
        pyogrio.write_dataframe(table.rows, path, driver="GPKG", layer=table.table, append=not first, **options)


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


def _collection(table: Table) -> str:
    """Return the type of the rows of a table as collections; of several kinds there is none."""
    dimensions = set(shapely.get_dimensions(table.shapes[table.placed].to_numpy()).tolist())
    declared = {"point": 0, "line": 1, "polygon": 2}.get(table.layers[0].geometry) if table.layers else None
    kinds = dimensions or {declared}
    return _COLLECTIONS[min(kinds)] if len(kinds) == 1 and None not in kinds else "Unknown"


def _identifier(table: Table, tables: tuple[Table, ...]) -> str:
    """Return the title of a layer, with its id where another has the same title: a GeoPackage wants each once."""
    titles = [other.layers[0].title("en") if other.layers else other.name for other in tables]
    own = titles[tables.index(table)]
    return own if titles.count(own) == 1 else f"{own} ({table.name})"
