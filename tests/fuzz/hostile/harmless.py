"""What may come in, repaired, and must be harmless wherever it is shown."""

import sqlite3

import geopandas as gpd
import numpy as np
import openpyxl
import pandas as pd
import shapely

from tests.fuzz.hostile.makers import KML, MARK, frame, geojson, point, refused, repaired, text


@repaired
def markup_everywhere(folder):
    bad = "<img src=x onerror=alert(1)>"
    return text(folder, "a.geojson", geojson(point(**{bad: bad, "name": f"</script>{bad}", "id": bad})))


@repaired
def formulas_everywhere(folder):
    bad = ["=1+1", "+1", "-1+cmd|' /C calc'!A0", "@SUM(1)", '=HYPERLINK("http://x")', "\t=1"]
    return text(folder, "a.geojson", geojson(*[point(name=word) for word in bad]))


@repaired
def controls_everywhere(folder):
    bad = "a\x00b\x1b[31m\u202ec\x7f"
    return text(folder, "a.geojson", geojson(point(**{"name": bad, "id": bad, "col\x07\u202e": bad})))


@repaired
def names_of_paths(folder):
    return text(folder, "a.geojson", geojson(point(id="../../etc/passwd", name="x", **{"../a": 1, "": 2, "id ": 3})))


@repaired
def names_that_python_has(folder):
    return text(folder, "a.geojson", geojson(point(name="x", geometry=1, layer=2, bbox=3, __class__=4, index=5)))


@repaired
def braces_and_quotes_of_toml(folder):
    bad = 'x"""\n[source]\nlicence = "CC0-1.0"\n{0} {key} \\'
    return text(folder, "a.geojson", geojson(point(**{"name": bad, bad: bad})))


@repaired
def name_of_the_file_with_quotes(folder):
    return text(folder, 'a"]\nlicence="CC0-1.0.geojson', geojson(point(name="x")))


@refused
def numbers_that_are_none(folder):
    body = geojson(point(name="a", n=1.5), point(name="b", n=2.5)).replace("2.5", "1e400")
    return text(folder, "a.geojson", body)


@repaired
def whole_numbers_without_end(folder):
    return text(folder, "a.geojson", geojson(point(name="a", n=10**30), point(name="b", n=-(2**63))))


@repaired
def dates_that_never_were(folder):
    return text(folder, "a.geojson", geojson(point(name="a", d="2021-02-30"), point(name="b", d="9999-99-99")))


@repaired
def ids_all_alike(folder):
    return text(folder, "a.geojson", geojson(*[point(id="same", name="x") for _ in range(300)]))


@repaired
def text_of_a_megabyte(folder):
    return text(folder, "a.geojson", geojson(point(name="x" * 900_000)))


@repaired
def network_link(folder):
    link = "<NetworkLink><Link><href>http://127.0.0.1:9/x.kml</href></Link></NetworkLink>"
    return text(folder, "a.kml", KML.format(link + MARK.format("x")))


@repaired
def picture_of_the_web(folder):
    icon = "<Style><IconStyle><Icon><href>http://127.0.0.1:9/x.png</href></Icon></IconStyle></Style>"
    return text(folder, "a.kml", KML.format(MARK.format("x").replace("<Point>", icon + "<Point>")))


def with_sql(folder, statement):
    frame().to_file(folder / "a.gpkg", layer="a")
    with sqlite3.connect(folder / "a.gpkg") as store:
        store.execute(statement)
    store.close()
    return folder / "a.gpkg"


@repaired
def trigger_in_a_geopackage(folder):
    return with_sql(folder, "create trigger t after insert on a begin delete from gpkg_contents; end")


@refused
def endless_view_in_a_geopackage(folder):
    endless = "with recursive n(i) as (select 1 union all select i + 1 from n) select * from n"
    return with_sql(folder, f"create view v as {endless}")


@repaired
def spreadsheet_with_formulas(folder):
    book = openpyxl.Workbook()
    for row in (["name", "longitude", "latitude"], ["=1+1", 2.8, 50.4], ['=WEBSERVICE("http://x")', 2.8, 50.4]):
        book.active.append(row)
    book.save(folder / "a.xlsx")
    return folder / "a.xlsx"


@repaired
def spreadsheet_with_a_million_empty_rows(folder):
    book = openpyxl.Workbook()
    for row in (["name", "longitude", "latitude"], ["x", 2.8, 50.4]):
        book.active.append(row)
    book.active.cell(1_000_000, 1, None).number_format = "0.0"
    book.save(folder / "a.xlsx")
    return folder / "a.xlsx"


@repaired
def ring_with_thirty_thousand_spikes(folder):
    angle = np.linspace(0, 2 * np.pi, 30_000)
    reach = 0.01 * (1 + np.arange(30_000) % 2)
    star = shapely.Polygon(np.column_stack([2.8 + reach * np.cos(angle), 50.4 + reach * np.sin(angle)]))
    gpd.GeoDataFrame({"name": ["star"]}, geometry=[star], crs=4326).to_parquet(folder / "a.parquet")
    return folder / "a.parquet"


@repaired
def columns_of_one_name(folder):
    return text(folder, "a.csv", "name,name,NAME,lon,lat\na,b,c,2.8,50.4\n")


@repaired
def table_with_a_column_of_frames(folder):
    pd.DataFrame({"name": ["x"], "parts": [[{"a": 1}]], "bytes": [b"\x00"]}).to_parquet(folder / "a.parquet")
    return folder / "a.parquet"
