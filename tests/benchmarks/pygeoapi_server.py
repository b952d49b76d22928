"""Serve one GeoJSON file with pygeoapi, for comparison: ``python pygeoapi_server.py FILE PORT``.

Run by the interpreter of an environment of its own that holds pygeoapi, Starlette and uvicorn (``ATLAS_PYGEOAPI``).
The rows stay in memory as ready features: pygeoapi's own provider of GeoJSON reads the whole file for each page.
"""

import json
import os
import sys
import tempfile
from functools import cache
from importlib import import_module
from pathlib import Path

import uvicorn
import yaml
from pygeoapi.provider.base import BaseProvider


@cache
def _read(path):
    return json.loads(Path(path).read_text())["features"]


class MemoryProvider(BaseProvider):
    """Features of a file, in memory; filters equal values and boxes of points."""

    def __init__(self, definition):
        super().__init__(definition)
        self.rows = _read(self.data)
        self.get_fields()

    def get_fields(self):
        self._fields = {name: {"type": "string"} for name in self.rows[0]["properties"]}
        return self._fields

    def query(self, offset=0, limit=10, properties=(), bbox=(), **_):
        kept = self.rows
        for name, value in properties:
            kept = [row for row in kept if str(row["properties"].get(name)) == value]
        if bbox:
            west, south, east, north = bbox
            places = ((row, row["geometry"]["coordinates"]) for row in kept)
            kept = [row for row, (x, y) in places if west <= x <= east and south <= y <= north]
        page = kept[offset : offset + limit]
        return {
            "type": "FeatureCollection",
            "features": page,
            "numberMatched": len(kept),
            "numberReturned": len(page),
        }

    def get(self, identifier, **_):
        return next(row for row in self.rows if str(row["id"]) == identifier)


def configuration(path, port):
    """Return the configuration of a server of one collection, ``rows``."""
    words = {"title": "rows", "description": "rows", "keywords": ["rows"]}
    extent = {"spatial": {"bbox": [-180, -90, 180, 90], "crs": "http://www.opengis.net/def/crs/OGC/1.3/CRS84"}}
    provider = {"type": "feature", "name": "__main__.MemoryProvider", "data": str(path), "id_field": "id"}
    return {
        "server": {
            "bind": {"host": "127.0.0.1", "port": port},
            "url": f"http://127.0.0.1:{port}",
            "mimetype": "application/json",
            "encoding": "utf-8",
            "languages": ["en-US"],
            "limits": {"default_items": 10, "max_items": 10_000},
            "map": {"url": "http://127.0.0.1", "attribution": "none"},
        },
        "logging": {"level": "ERROR"},
        "metadata": {
            "identification": {**words, "keywords_type": "theme", "terms_of_service": "none", "url": "http://a"},
            "license": {"name": "none", "url": "http://a"},
            "provider": {"name": "none", "url": "http://a"},
            "contact": {"name": "none", "email": "a@a", "url": "http://a"},
        },
        "resources": {"rows": {"type": "collection", **words, "links": [], "extents": extent, "providers": [provider]}},
    }


def main():
    """Serve until stopped."""
    path, port = Path(sys.argv[1]), int(sys.argv[2])
    folder = Path(tempfile.mkdtemp())
    configured, described = folder / "config.yml", folder / "openapi.json"
    configured.write_text(yaml.safe_dump(configuration(path, port)))
    os.environ |= {"PYGEOAPI_CONFIG": str(configured), "PYGEOAPI_OPENAPI": str(described)}
    make = import_module("pygeoapi.openapi").generate_openapi_document
    described.write_text(make(configured, "json", fail_on_invalid_collection=True))
    uvicorn.run(import_module("pygeoapi.starlette_app").APP, host="127.0.0.1", port=port, log_level="error")


if __name__ == "__main__":
    main()
