"""Files of the shape that the sources have, a few rows each: nothing of the originals is in them."""

import io
import itertools
import json
import struct
import zipfile

import geopandas as gpd
import openpyxl
import shapely

LENS = (2.83, 50.43)


def whc_xml(rows):
    cells = ("<row>" + "".join(f"<{name}>{value}</{name}>" for name, value in row.items()) + "</row>" for row in rows)
    return f'<?xml version="1.0" encoding="utf-8"?><query>{"".join(cells)}</query>'.encode()


def whc_row(number, **changes):
    return {
        "category": "Cultural",
        "criteria_txt": "(ii)(iv)(vi)",
        "danger": "",
        "date_inscribed": 2012,
        "id_number": number,
        "iso_code": "fr",
        "latitude": 50.4,
        "longitude": 3.1,
        "short_description": "&lt;p&gt;words of others&lt;/p&gt;",
        "site": f"Site {number}",
        "transboundary": 0,
        "unique_number": number + 1000,
    } | changes


def datahub_row(number, **changes):
    return {
        "id_no": str(number),
        "name_en": f"Site {number}",
        "name_fr": f"Bien {number}",
        "category": "Cultural",
        "date_inscribed": "2012",
        "iso_codes": "FR",
        "transboundary": "False",
        "criteria": ["(ii)", "(iv)"],
        "coordinates": {"lon": 3.1, "lat": 50.4},
    } | changes


def srce_zip(tmp_path, *, with_projection=True):
    """Two tables of COVADIS, with the columns of its data model, in Lambert-93."""
    x, y = 684_000, 7_037_000
    areas = gpd.GeoDataFrame(
        {
            "ID_RESV": ["R1", "R2"],
            "NOM_RESV": ["Forêt", "Marais"],
            "MILMAJ_NAT": ["boisé", "humide"],
            "OBJ_ASSI": ["préserver", "remettre en bon état"],
            "DELIMIT": ["précise", "floue"],
            "INTERREG": ["N", "O"],
        },
        geometry=[shapely.box(x, y, x + 500, y + 500), shapely.box(x + 900, y, x + 1500, y + 500)],
        crs=2154,
    )
    lines = gpd.GeoDataFrame(
        {"ID_CORR": ["C1"], "NOM_CORR": ["Cavalier"], "MILMAJ_NAT": ["ouvert"], "OBJ_ASSI": ["préserver"]},
        geometry=[shapely.LineString([(x, y), (x + 3000, y + 100)])],
        crs=2154,
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, table in {"N_SRCE_RESERVOIR_S_R31": areas, "N_SRCE_CORRIDOR_L_R31": lines}.items():
            table.to_file(tmp_path / f"{name}.shp", encoding="UTF-8")
            for path in sorted(tmp_path.glob(f"{name}.*")):
                if with_projection or path.suffix != ".prj":
                    archive.write(path, path.name)
    return buffer.getvalue()


def workbook(sheets):
    book = openpyxl.Workbook()
    book.remove(book.active)
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


GEM_HEADER = [
    *("GEM Mine ID", "Country /\nArea", "Mine Name", "Status", "Mine Type", "Capacity (Mtpa)"),
    *("Mine Size\n(Km2)", "Opening Year", "Closing Year", "Latitude", "Longitude"),
]
GEM_ROWS = [
    ["M0130", "Brazil", "Guaíba", "Shelved", "Surface", 7.2, "*", "TBD", None, -30.1, -51.6],
    ["M0130", "Brazil", "Guaíba", "Proposed", "Surface", "-", None, 2030, None, -30.1, -51.6],
    ["M5577", "Australia", "Austar", "Operating", "Underground", 3, 112.23, 1916, None, -32.8, 151.3],
]
ICMM_HEADER = ["ICMMID", "Mine Name", "Latitude", "Longitude", "Asset Type", "Country or Region", "Primary Commodity"]
ICMM_ROWS = [["ICMM00264", "Salamangone", 2.309065, -51.632915, "Mine", "Brazil", "gold"]]


def polygons_gpkg(tmp_path):
    table = gpd.GeoDataFrame(
        {"ISO3_CODE": ["POL", "CHL"], "COUNTRY_NAME": ["Poland", "Chile"], "AREA": [1.25, 3.5]},
        geometry=[shapely.box(18.9, 50.2, 19, 50.3), shapely.box(-70, -24, -69.9, -23.9)],
        crs=4326,
    )
    table.to_file(tmp_path / "mining.gpkg", layer="mining_polygons")
    return (tmp_path / "mining.gpkg").read_bytes()


def feature(number, x=2.83, y=50.43, **properties):
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": "Polygon", "coordinates": [_square(x + number / 100, y)]},
    }


def _square(x, y):
    return [[x, y], [x + 0.01, y], [x + 0.01, y + 0.01], [x, y + 0.01], [x, y]]


def collection(features):
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


def overpass():
    ring = [{"lon": x, "lat": y} for x, y in _square(*LENS)]
    hole = [{"lon": LENS[0] + x, "lat": LENS[1] + y} for x, y in ((0.002, 0.002), (0.004, 0.002), (0.004, 0.004))]
    tags = {"man_made": "spoil_heap", "name": "Terril"}
    return {
        "version": 0.6,
        "elements": [
            {"type": "node", "id": 1, "lat": 50.43, "lon": 2.83, "tags": tags},
            {"type": "way", "id": 2, "geometry": ring, "tags": tags | {"resource": "coal"}},
            {"type": "way", "id": 3, "geometry": ring[:3], "tags": {"man_made": "spoil_heap"}},
            {
                "type": "relation",
                "id": 4,
                "tags": tags,
                "members": [
                    {"type": "way", "role": "outer", "geometry": ring[:3]},
                    {"type": "way", "role": "outer", "geometry": ring[2:]},
                    {"type": "way", "role": "inner", "geometry": [*hole, hole[0]]},
                ],
            },
        ],
    }


# --- OpenStreetMap's PBF, the least of it: wiki.openstreetmap.org/wiki/PBF_Format ---


def _varint(number):
    number &= (1 << 64) - 1
    out = b""
    while number > 0x7F:
        out += bytes([number & 0x7F | 0x80])
        number >>= 7
    return out + bytes([number])


def _zigzag(number):
    return _varint((number << 1) ^ (number >> 63))


def _number(key, value):
    return _varint(key << 3) + _varint(value)


def _bytes(key, value):
    return _varint(key << 3 | 2) + _varint(len(value)) + value


def _blob(kind, content):
    blob = _bytes(1, content) + _number(2, len(content))
    header = _bytes(1, kind) + _number(3, len(blob))
    return struct.pack(">I", len(header)) + header + blob


def pbf():
    """Four nodes, one of them a heap, and a closed way that is another; a way that is no heap."""
    words = [b"", b"man_made", b"spoil_heap", b"name", b"Terril", b"highway", b"path"]
    places = {1: LENS, 2: (2.84, 50.43), 3: (2.84, 50.44), 4: (2.83, 50.44)}
    nodes = b""
    for number, (lon, lat) in places.items():
        node = _varint(1 << 3) + _zigzag(number)
        if number == 1:
            node += _bytes(2, _varint(1) + _varint(3)) + _bytes(3, _varint(2) + _varint(4))
        node += _varint(8 << 3) + _zigzag(round(lat * 1e7)) + _varint(9 << 3) + _zigzag(round(lon * 1e7))
        nodes += _bytes(1, node)

    def way(number, refs, key, value):
        steps = [refs[0], *(b - a for a, b in itertools.pairwise(refs))]
        return _bytes(
            3,
            _number(1, number)
            + _bytes(2, _varint(key))
            + _bytes(3, _varint(value))
            + _bytes(8, b"".join(_zigzag(step) for step in steps)),
        )

    ways = way(10, [1, 2, 3, 4, 1], 1, 2) + way(11, [1, 3], 5, 6)
    table = b"".join(_bytes(1, word) for word in words)
    block = _bytes(1, table) + _bytes(2, nodes) + _bytes(2, ways) + _number(17, 100)
    header = _bytes(4, b"OsmSchema-V0.6")
    return _blob(b"OSMHeader", header) + _blob(b"OSMData", block)
