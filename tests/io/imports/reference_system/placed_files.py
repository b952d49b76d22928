"""Files of few rows at places that the tests choose, in any reference system."""

import json

import geopandas as gpd

LENS, LENS_93 = (2.83, 50.43), (687_900, 7_037_700)


def write(path, *shapes, crs=4326, **columns):
    gpd.GeoDataFrame(columns or {"name": [str(n) for n in range(len(shapes))]}, geometry=list(shapes), crs=crs).to_file(
        path
    )
    return path


def plain(path, *coordinates, **members):
    """Write points as GeoJSON by hand, whatever the numbers are."""
    features = [
        {"type": "Feature", "properties": {"name": "x"}, "geometry": {"type": "Point", "coordinates": list(pair)}}
        for pair in coordinates
    ]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features} | members), encoding="utf-8")
    return path
