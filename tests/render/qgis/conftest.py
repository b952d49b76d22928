import json
from datetime import date
from pathlib import Path

import pytest

from atlas.io.exports.formats import ExportOptions
from atlas.io.provenance import trace
from atlas.scene.publish.qgis_project import describe_project
from atlas.scene.query.permalink import parse_permalink, to_permalink
from atlas.scene.query.row_masks import query_rows
from atlas.scene.query.validate_view import validate_view
from atlas.serve.qgis_file import write_qgis_file
from tests.app_process import running_server
from tests.required import need_qgis, run_in_qgis


@pytest.fixture(scope="session")
def qgis(tmp_path_factory):
    """Return what QGIS finds in a project."""
    need_qgis()

    def opened(path, **asked):
        orders = tmp_path_factory.mktemp("qgis") / "asked.json"
        orders.write_text(json.dumps(asked))
        found, complaints = run_in_qgis(Path(__file__).with_name("in_qgis.py"), path, orders)
        assert "Warning" not in complaints, complaints
        return found

    return opened


@pytest.fixture(scope="session")
def project_of(atlas, tmp_path_factory):
    """Write the project of a link and return its description and its path."""

    def make(link, *, crs=None, service=""):
        view, unread = parse_permalink(link)
        view, unfit = validate_view(view, atlas)
        assert (unread, unfit) == ((), ())
        rows = query_rows(view, atlas)
        provenance = trace(rows, atlas.catalog, link=to_permalink(view), made=date(2026, 11, 30))
        path = tmp_path_factory.mktemp("project") / "basin.qgz"
        write_qgis_file(view, atlas, rows, path, provenance, ExportOptions(view.lang, crs), service=service)
        return describe_project(view, atlas, rows, provenance, crs=crs), path, rows

    return make


@pytest.fixture(scope="session")
def ogc_api():
    """The address of the OGC API of a running server."""
    with running_server() as address:
        yield f"{address}/ogc"
