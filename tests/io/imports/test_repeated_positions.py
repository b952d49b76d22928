"""Columns that repeat the positions are no fields; columns that say something else stay."""

import openpyxl
import pytest

from atlas.i18n import LANGUAGES, t

HEAD = "id;nom;Longitude;Latitude;X ({system});Y ({system})"
CASES = {
    "Lambert-93": ("Lambert-93", "684000,0;7037000,0", True),
    "a code": ("EPSG:25831", "484029,3;5586501,5", True),
    "another place": ("Lambert-93", "684900,0;7037000,0", False),
    "no system": ("EPSG:99999", "684000,0;7037000,0", False),
}


@pytest.mark.parametrize("case", CASES)
def test_a_second_pair_goes_where_it_is_the_same_place(read, tmp_path, case):
    system, pair, goes = CASES[case]
    path = tmp_path / "a.csv"
    path.write_text(f"{HEAD.format(system=system)}\na;A;2,775141;50,430319;{pair}\n", encoding="utf-8")
    found = read(path)
    assert (len(found.rows.columns) == 2) == goes
    assert ("Columns that repeat the positions" in found.said) == goes


@pytest.mark.parametrize(("lon", "goes"), [("2.5", True), ("7.5", False)])
def test_a_point_within_its_shape_goes(read, tmp_path, lon, goes):
    path = tmp_path / "a.csv"
    path.write_text(f'id,lon,lat,wkt\na,{lon},50.5,"POLYGON ((2 50, 3 50, 3 51, 2 51, 2 50))"\n', encoding="utf-8")
    assert ("lon" not in read(path).rows) == goes


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_sheet_of_sources_is_no_layer(read, tmp_path, lang):
    book = openpyxl.Workbook()
    book.active.append(["nom", "lon", "lat"])
    book.active.append(["A", 2.8, 50.4])
    book.create_sheet(t("export.sources", lang)).append(["x", "y"])
    book.save(tmp_path / "a.xlsx")
    assert list(read(tmp_path / "a.xlsx").rows["nom"]) == ["A"]


@pytest.mark.parametrize(
    "shape", ["MULTIPOINT ((2.8 50.4), (2.81 50.41))", "POLYGON ((2.7 50.3, 2.75 50.3, 2.75 50.35, 2.7 50.3))"]
)
def test_one_shape_among_points_is_enough_for_the_column_of_shapes(read, tmp_path, shape):
    path = tmp_path / "a.csv"
    lines = [f'a,2.72,50.31,"{shape}"', *(f"b{n},2.9,50.4,POINT (2.9 50.4)" for n in range(300))]
    path.write_text("\n".join(["nom,lon,lat,wkt", *reversed(lines)]))
    found = read(path).rows
    assert sorted(found.geometry.geom_type.unique()) == sorted(
        {"Point", shape.split(" ")[0].title().replace("point", "Point")}
    )
