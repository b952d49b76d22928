"""Answers of the user that a file has no use for: they are said, never ignored in silence."""

from typing import TYPE_CHECKING

from atlas.io.imports.readers.detect_format import TITLES

if TYPE_CHECKING:
    from atlas.io.imports.source_file import SourceFile

_ENCODED = {"csv", "shapefile", "geojson", "geojsonseq", "topojson", "esrijson", "kml", "gpx", "gml", "mapinfo"}
_WRITTEN_NUMBERS = {"csv", "xlsx", "ods", "json_rows"}
_SHEETS = {"csv", "xlsx", "ods"}
_LAYERED = {"gpkg", "xlsx", "kml", "gpx", "topojson", "ods", "gml", "sqlite", "filegdb", "mapinfo"}


def note_unused(source: "SourceFile", *, placed: bool) -> None:
    """Note each answer that the reading of a file did not use.

    Parameters
    ----------
    source
        The file, read.
    placed
        Whether its rows have shapes.
    """
    answers, kind = source.answers, source.kind
    unused = {
        "--encoding": answers.encoding and kind not in _ENCODED,
        "--decimal": answers.decimal and kind not in _WRITTEN_NUMBERS,
        "--header": answers.header and kind not in _SHEETS,
        "--layer": answers.layer and (kind not in _LAYERED or source.findings.layer != answers.layer),
        "--crs": answers.crs and not placed,
        "--axes": answers.axes and not placed,
    }
    for option, is_unused in unused.items():
        if is_unused:
            source.findings.note("option_unused", option=option, format=TITLES.get(kind, kind))
