"""Shapefiles in an archive: one for each layer and kind of geometry, with a table of the names that were cut."""

import tempfile
import warnings
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
import pyogrio
import shapely

from atlas.i18n import t
from atlas.io.exports.csv_file import write_csv
from atlas.io.exports.formats import FORMATS
from atlas.io.exports.tables import Table, project

if TYPE_CHECKING:
    from atlas.io.exports.export_job import ExportJob

NAMES_FILE = "columns.txt"
_TEXT_BYTES = 254
_KINDS = ("points", "lines", "areas")
_TYPES = (("Point", "MultiPoint"), ("LineString", "LineString"), ("Polygon", "Polygon"))


def write_shapefiles(job: "ExportJob", path: Path) -> None:
    """Write an archive of shapefiles in UTF-8.

    A shapefile holds one kind of geometry: a layer of several becomes several files. Rows without position are rows
    without shape of the first one; a layer without any position is a CSV file. ``columns.txt`` has the name of each
    column in full, tab separated, and how many of its texts were longer than a shapefile holds.
    """
    names: list[tuple[object, ...]] = []
    with tempfile.TemporaryDirectory() as folder:
        for table in job.tables:
            if table.has_positions:
                job.note_names(table)
                names += _write_layer(job, project(table, job.crs), Path(folder))
            else:
                alone = replace(job, tables=(table,), known=FORMATS["csv"])
                write_csv(alone, Path(folder) / f"{table.name}.csv")
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for file in sorted(Path(folder).iterdir()):
                archive.write(file, file.name)
            archive.writestr(NAMES_FILE, _names_table(names, job.options.lang))
            archive.writestr("README.txt", job.readme())


def _write_layer(job: "ExportJob", table: Table, folder: Path) -> list[tuple[object, ...]]:
    """Write the shapefiles of a layer and return the lines of the table of names."""
    frame, cut = _short_texts(table.renamed_frame())
    if cut:
        job.note("cut", count=sum(cut.values()), limit=_TEXT_BYTES)
    dimensions = np.where(table.placed, shapely.get_dimensions(table.shapes.to_numpy()), -1)
    found = [kind for kind in range(len(_KINDS)) if (dimensions == kind).any()]
    for kind in found:
        stem = table.name if len(found) == 1 else f"{table.name}_{_KINDS[kind]}"
        kept = (dimensions == kind) | ((dimensions == -1) & (kind == found[0]))
        shapes = table.shapes[kept]
        single, several = _TYPES[kind]
        multiple = kind == 0 and (shapely.get_type_id(shapes.to_numpy()) == shapely.GeometryType.MULTIPOINT).any()
        rows = pd.DataFrame(frame[kept])
        gdf = replace(table, frame=rows, shapes=shapes, names={name: name for name in rows.columns}).renamed_layer()
        if multiple:
            gdf = gdf.set_geometry(gdf.geometry.map(_as_multipoint, na_action="ignore"), crs=shapes.crs)
        with warnings.catch_warnings():
            # A reference system loses what ESRI's form of it has no word for.
            warnings.simplefilter("ignore", RuntimeWarning)
            pyogrio.write_dataframe(
                gdf,
                folder / f"{stem}.shp",
                driver="ESRI Shapefile",
                encoding="UTF-8",
                geometry_type=several if multiple else single,
                promote_to_multi=False,
            )
    layer, lang = table.layers[0] if table.layers else None, job.options.lang
    fields = {column: field for column in table.names if (field := job.provenance.field_of(layer, column))}
    return [
        (
            table.name,
            short,
            column,
            fields[column].title(lang) if column in fields else column,
            (fields[column].unit if column in fields else None) or "",
            cut.get(short, 0) or "",
        )
        for column, short in table.names.items()
    ]


def _as_multipoint(shape: Any) -> shapely.Geometry:
    return shape if shape.geom_type == "MultiPoint" else shapely.MultiPoint([shape])


def _short_texts(frame: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, int]]:
    """Return texts of at most 254 bytes, cut between characters, and how many of each column were cut."""
    cut = {}
    for column in frame.columns:
        if not pd.api.types.is_string_dtype(frame[column]):
            continue
        texts = frame[column]
        long = np.array([isinstance(text, str) and len(text.encode()) > _TEXT_BYTES for text in texts])
        if long.any():
            shorter = texts[long].map(lambda text: text.encode()[:_TEXT_BYTES].decode("utf-8", "ignore"))
            frame = frame.assign(**{column: texts.mask(long, shorter)})
            cut[column] = int(long.sum())
    return frame, cut


def _names_table(lines: list[tuple[object, ...]], lang: str) -> str:
    heads = ("layer", "short_name", "column", "title", "unit", "texts_cut")
    rows = [[t(f"export.{head}", lang) for head in heads], *lines]
    return "\n".join("\t".join(" ".join(str(cell).split()) for cell in row) for row in rows) + "\n"
