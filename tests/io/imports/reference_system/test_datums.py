"""Datums: known by the names of other programs, changed as well as this machine can, and what is lost is said."""

import pyproj
import pytest
import shapely

from tests.io.imports.reference_system.placed_files import LENS, write


def test_a_grid_that_is_not_here_is_said(quick, tmp_path):
    quick.rows(write(tmp_path / "d.gpkg", shapely.Point(LENS), crs=4275))
    assert "Grid fr_ign_ntf_r93.tif is not on this machine: positions are right to 2 m." in quick.said
    x, y = pyproj.Transformer.from_crs(4326, 27572, always_xy=True).transform(*LENS)
    quick.rows(write(tmp_path / "e.gpkg", shapely.Point(x, y), crs=27572))
    # PROJ names the grid of this datum for longitudes from Greenwich alone.
    assert "Grid fr_ign_ntf_r93.tif is not on this machine: positions are right to 2 m." in quick.said


def test_the_accuracy_is_that_of_the_place_and_is_said(quick, tmp_path):
    x, y = pyproj.Transformer.from_crs(4326, 23031, always_xy=True).transform(*LENS)
    rows = quick.rows(write(tmp_path / "e.gpkg", shapely.Point(x, y), crs=23031))
    assert "Change of geodetic system: positions are right to 1 m." in quick.said
    # EPSG:1133 and its kin of western Europe: within some metres of (-87, -98, -121).
    shifted = pyproj.Transformer.from_pipeline(
        "+proj=pipeline +step +inv +proj=utm +zone=31 +ellps=intl +step +proj=push +v_3 +step +proj=cart +ellps=intl "
        "+step +proj=helmert +x=-87 +y=-98 +z=-121 +step +inv +proj=cart +ellps=WGS84 +step +proj=pop +v_3 "
        "+step +proj=unitconvert +xy_in=rad +xy_out=deg"
    ).transform(x, y)
    _, _, metres = pyproj.Geod(ellps="WGS84").inv(*rows.geometry.iloc[0].coords[0], *shifted)
    assert metres < 10


UNKNOWN_DATUM = (
    'PROJCS["Lambert II Carto - Paris",GEOGCS["NTF (Paris)",DATUM["{datum}",SPHEROID["Clarke 1880 (modified for IGN)",'
    '6378249.145,293.465]],PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],PROJECTION'
    '["Lambert_Conformal_Conic_1SP"],PARAMETER["latitude_of_origin",46.8],PARAMETER["central_meridian",'
    '2.337229166666667],PARAMETER["scale_factor",0.99987742],PARAMETER["false_easting",600000],'
    'PARAMETER["false_northing",2200000],UNIT["Meter",1]]'
)


@pytest.mark.parametrize("datum", ["unknown", "Unknown_based_on_Clarke_1880_IGN"])
def test_a_datum_that_nobody_knows_is_said(quick, tmp_path, datum):
    x, y = pyproj.Transformer.from_crs(4326, 27572, always_xy=True).transform(*LENS)
    path = write(tmp_path / "u.shp", shapely.Point(x, y), crs=27572)
    path.with_suffix(".prj").write_text(UNKNOWN_DATUM.format(datum=datum), encoding="ascii")
    quick.rows(path)
    assert "No transformation is known from the datum of the file" in quick.said
    assert "tens of metres" in quick.said
    rows = quick.rows(path, "--crs", "EPSG:27572")
    assert rows.geometry.iloc[0].distance(shapely.Point(LENS)) < 1e-6
    assert "tens of metres" not in quick.said


NTF = (
    'PROJCS["x",GEOGCS["unnamed",DATUM["{datum}",SPHEROID["Clarke 1880 (modified for IGN)",6378249.2,293.4660213]],'
    'PRIMEM["Paris",2.337229166],UNIT["degree",0.0174532925199433]],PROJECTION["Lambert_Conformal_Conic_1SP"],'
    'PARAMETER["latitude_of_origin",46.8],PARAMETER["central_meridian",0],PARAMETER["scale_factor",0.99987742],'
    'PARAMETER["false_easting",600000],PARAMETER["false_northing",2200000],UNIT["metre",1]]'
)
HAYFORD = (
    'PROJCS["x",GEOGCS["unnamed",DATUM["{datum}",SPHEROID["International 1924",6378388,297]],'
    'PRIMEM["Greenwich",0],UNIT["degree",0.0174532925199433]],'
)
BELGE = HAYFORD + (
    'PROJECTION["Lambert_Conformal_Conic_2SP"],PARAMETER["standard_parallel_1",51.1666672333333],'
    'PARAMETER["standard_parallel_2",49.8333339],PARAMETER["latitude_of_origin",90],'
    'PARAMETER["central_meridian",4.36748666666667],PARAMETER["false_easting",150000.013],'
    'PARAMETER["false_northing",5400088.438],UNIT["metre",1]]'
)
ED50 = HAYFORD + (
    'PROJECTION["Transverse_Mercator"],PARAMETER["latitude_of_origin",0],PARAMETER["central_meridian",3],'
    'PARAMETER["scale_factor",0.9996],PARAMETER["false_easting",500000],PARAMETER["false_northing",0],UNIT["metre",1]]'
)
NAMED = [
    (UNKNOWN_DATUM, "NTF", 27572),
    *((NTF, name, 27572) for name in ("NTF", "Nouvelle_Triangulation_Francaise", "NTF (Paris)", "D_NTF")),
    *((BELGE, name, 31370) for name in ("Belgium_Hayford", "BD72", "Belge 1972")),
    *((ED50, name, 23031) for name in ("European Datum 1950", "ED50", "European_1950")),
]


@pytest.mark.parametrize(
    ("wkt", "datum", "epsg"),
    [NAMED[1], *(pytest.param(*one, marks=pytest.mark.slow) for one in (NAMED[0], *NAMED[2:]))],
)
def test_a_datum_is_known_by_the_names_of_other_programs(read, tmp_path, wkt, datum, epsg):
    x, y = pyproj.Transformer.from_crs(4326, epsg, always_xy=True).transform(*LENS)
    path = write(tmp_path / "a.shp", shapely.Point(x, y), crs=epsg)
    path.with_suffix(".prj").write_text(wkt.format(datum=datum), encoding="utf-8")
    found = read(path)
    assert found.rows.geometry.iloc[0].distance(shapely.Point(LENS)) < 3e-5
    assert "No transformation is known" not in found.said


def test_a_datum_that_nobody_knows_stays_unknown(read, tmp_path):
    x, y = pyproj.Transformer.from_crs(4326, 27572, always_xy=True).transform(*LENS)
    path = write(tmp_path / "a.shp", shapely.Point(x, y), crs=27572)
    path.with_suffix(".prj").write_text(NTF.format(datum="Somebody's own"))
    assert "No transformation is known from the datum of the file" in read(path).said
