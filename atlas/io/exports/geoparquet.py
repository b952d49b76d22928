"""GeoParquet, with the provenance of the rows."""

from pathlib import Path
from typing import TYPE_CHECKING

from atlas.io.exports.tables import joined_table, project
from atlas.io.geoparquet import write_covered
from atlas.io.provenance import describe_provenance

if TYPE_CHECKING:
    from atlas.io.exports.export_job import ExportJob


def write_geoparquet(job: "ExportJob", path: Path) -> None:
    """Write all layers as one table; the sources are metadata of the file under ``atlas``."""
    table = project(joined_table(job.tables, job.known), job.crs)
    job.note_names(table)
    write_covered(table.renamed_layer(), path, metadata=describe_provenance(job.provenance))
