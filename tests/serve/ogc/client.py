"""Requests to the routes for other programs."""

from urllib.parse import quote

from tests.http_client import ADDRESS, make_client

_client = make_client()
ROOT = f"{ADDRESS}/ogc"
EPSG = "http://www.opengis.net/def/crs/EPSG/0/"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"


def ask(path="", /, *, method="GET", headers=None, **query):
    """Return the response to a call; the name of a parameter has underscores for its hyphens."""
    text = "&".join(f"{name.replace('__', '-')}={quote(str(value))}" for name, value in query.items())
    return _client.request(method, f"/ogc{path}?{text}" if text else f"/ogc{path}", headers=headers or {})


def fill_path(path, layer="communes", feature="62498"):
    """Return an address of a route."""
    parts = {"collection": layer, "feature:path": feature, "scheme": "WebMercatorQuad", "path:path": "nonsense"}
    parts |= {"matrix": "8", "row": "87", "column": "130"}
    for name, value in parts.items():
        path = path.replace(f"{{{name}}}", value)
    return path


def items(layer, **query):
    """Return the items of a collection."""
    response = ask(f"/collections/{layer}/items", **query)
    assert response.status_code == 200, response.text
    return response.json()


def ids(layer, **query):
    """Return the ids of all items of a query."""
    found = items(layer, limit=10_000, **query)
    assert found["numberReturned"] == found["numberMatched"] == len(found["features"])
    return [feature["id"] for feature in found["features"]]


def link_of(value, rel):
    """Return the address of a link."""
    return next((link["href"] for link in value["links"] if link["rel"] == rel), None)
