"""GeoParquet 1.1 with a covering: the box of each row, by which readers skip what lies elsewhere."""

import json
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from atlas.io.exports.tables import joined_table, project
from atlas.io.provenance import describe_provenance
from atlas.io.write import ROW_GROUP

if TYPE_CHECKING:
    from atlas.io.exports.export_job import ExportJob

_SIDES = ("xmin", "ymin", "xmax", "ymax")


def write_geoparquet(job: "ExportJob", path: Path) -> None:
    """Write all layers as one table; the sources are metadata of the file under ``atlas``."""
    table = project(joined_table(job.tables, job.known), job.crs)
    job.note_names(table)
    table.renamed_layer().to_parquet(path, index=False, schema_version="1.1.0", write_covering_bbox=True)
    content = parquet.read_table(path)
    sides = [pa.array(side, mask=np.isnan(side)) for side in table.shapes.bounds.to_numpy(dtype=float).T]
    boxes = pa.StructArray.from_arrays(sides, names=list(_SIDES), mask=pa.array(~table.placed))
    place = content.schema.get_field_index("bbox")
    content = content.set_column(place, "bbox", boxes)
    metadata = json.dumps(describe_provenance(job.provenance), ensure_ascii=False).encode()
    content = content.replace_schema_metadata((content.schema.metadata or {}) | {b"atlas": metadata})
    parquet.write_table(content, path, compression="zstd", row_group_size=ROW_GROUP)
