"""Services of the shape that national ones have: WFS, APIs with numbered pages, WMS that gives heights."""

import json

import numpy as np

CAPABILITIES = b"""<wfs:WFS_Capabilities xmlns:wfs="http://www.opengis.net/wfs/2.0"><FeatureTypeList>
<FeatureType><Name>BDTOPO_V3:cours_d_eau</Name></FeatureType><FeatureType><Name>BDTOPO_V4:troncon</Name></FeatureType>
</FeatureTypeList></wfs:WFS_Capabilities>"""


def wfs(features, *, most=5000, totals=None):
    """Return a WFS 2.0 that sends at most so many features at once, whatever is asked for."""

    def page(query, _):
        if query["REQUEST"] == "GetCapabilities":
            return CAPABILITIES
        start, count = int(query["STARTINDEX"]), min(int(query["COUNT"]), most)
        part = features[start : start + count]
        total = len(features) if totals is None else next(totals)
        return json.dumps({"type": "FeatureCollection", "features": part, "numberMatched": total}).encode()

    return page


def line(name, at, *, code="1", lat=50.43, state="En service"):
    """Return a reach of the hydrography of BD TOPO."""
    return {
        "type": "Feature",
        "id": f"troncon_hydrographique.{code}",
        "geometry": {"type": "LineString", "coordinates": [[at, lat, 20.0], [at + 0.02, lat, 20.0]]},
        "properties": {
            "cleabs": f"TRON_EAU000000000000{code}",
            "nature": "Canal",
            "etat_de_l_objet": state,
            "fictif": False,
            "cpx_toponyme_de_cours_d_eau": name,
        },
    }


def area(at, lat=50.43, size=0.01, *, number=None, **properties):
    ring = [[at, lat], [at + size, lat], [at + size, lat + size], [at, lat + size], [at, lat]]
    geometry = {"type": "MultiPolygon", "coordinates": [[ring]]}
    return {"type": "Feature", "id": number, "geometry": geometry, "properties": properties}


def numbered(rows_of, *, rows="data", total="results"):
    """Return an API with numbered pages, of the rows that a function gives for a query."""

    def page(query, _):
        found, number, size = rows_of(query), int(query["page"]), int(query["page_size"])
        part = found[(number - 1) * size : number * size]
        if number > 1 and not part:
            return 404, {}, b'{"detail": "Page non valide."}'
        there = "http://203.0.113.1/elsewhere"
        return json.dumps({total: len(found), rows: part, "next": there, "previous": None}).encode()

    return page


def casias(code, number, *, placed=True):
    return {
        "identifiant_ssp": f"SSP{number:07}",
        "nom_etablissement": f"Ancienne usine {number}",
        "adresse": "1 rue de la Fosse",
        "code_insee": code,
        "nom_commune": "Lens",
        "statut": "En arrêt",
        "geom": {"type": "Point", "coordinates": [2.8 + number / 100, 50.4]} if placed else None,
    }


def terrain_wms(height_at, *, epsg=2154, shift=0, unknown=None):
    """Return a WMS that gives the heights of a made terrain as GeoTIFF; a function of x and y, in Lambert-93."""
    import rasterio  # noqa: PLC0415
    from rasterio.transform import from_bounds  # noqa: PLC0415

    def tile(query, _):
        west, south, east, north = (float(bound) + shift for bound in query["BBOX"].split(","))
        width, height = int(query["WIDTH"]), int(query["HEIGHT"])
        transform = from_bounds(west, south, east, north, width, height)
        x = west + (np.arange(width) + 0.5) * (east - west) / width
        y = north - (np.arange(height) + 0.5) * (north - south) / height
        cells = np.broadcast_to(height_at(x[None, :], y[:, None]), (height, width)).astype("float32")
        if unknown is not None:
            cells = np.where(unknown(x[None, :], y[:, None]), -9999, cells).astype("float32")
        with rasterio.MemoryFile() as memory:
            profile = {"driver": "GTiff", "width": width, "height": height, "count": 1, "dtype": "float32"}
            with memory.open(**profile, crs=epsg, transform=transform, nodata=-9999, compress="deflate") as written:
                written.write(cells, 1)
            return memory.read()

    return tile
