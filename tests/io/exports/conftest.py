from datetime import date

import pytest

from atlas.io.export import export_rows
from atlas.io.exports.formats import ExportOptions
from atlas.io.provenance import trace

LINK = "?layers=slag_heaps&slag_heaps.form=conical"


@pytest.fixture
def write(atlas, tmp_path):
    """Write layers of the atlas, or rows of them, to a file; the notes are in `notes` of the path's function."""

    def write(rows, ending, **options):
        rows = {layer: atlas.frames[layer] for layer in rows} if isinstance(rows, tuple) else rows
        path = tmp_path / f"rows{ending}"
        provenance = trace(rows, atlas.catalog, link=LINK, made=date(2026, 11, 30))
        write.notes = [note.text("en") for note in export_rows(rows, path, provenance, ExportOptions(**options))]
        return path

    return write
