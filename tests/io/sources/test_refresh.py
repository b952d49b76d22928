import shutil
from dataclasses import dataclass
from threading import Event

import geopandas as gpd
import pytest
import shapely

from atlas.__main__ import main
from atlas.catalog import open_catalog, shipped_layers
from atlas.errors import LayerDataError
from atlas.io.check import check_layer
from atlas.io.read import read_layer
from atlas.io.sources.diff import diff_rows
from atlas.io.sources.fetch import DownloadLimits, fetch
from tests.io.sources.source_shapes import collection, feature, whc_row, whc_xml


@dataclass
class Done:
    returncode: int
    stdout: str
    stderr: str


@pytest.fixture
def command(capsys):
    """Run the command line in this process; its worker is one of its own all the same."""

    def run(*arguments):
        capsys.readouterr()
        code = main([*map(str, arguments)])
        return Done(code, *capsys.readouterr())

    return run


def regions(*numbers, shift=0.0, name="Région"):
    facts = {"LEVL_CODE": 3, "CNTR_CODE": "FR"}
    return collection([feature(n, 2.83 + shift, NUTS_ID=f"FRE1{n}", NAME_LATN=f"{name} {n}", **facts) for n in numbers])


@pytest.fixture
def refresh(source, command):
    def run(*arguments):
        return command("refresh", "gisco_nuts", "--url", f"{source.url}/n.geojson", *arguments)

    return run


def files(tmp_path):
    return sorted(path.name for path in (tmp_path / "own").rglob("*") if path.is_file())


def own_layer():
    return open_catalog(shipped_layers())["gisco_nuts"]


def test_a_source_is_shown_first_and_applied_only_when_asked(source, refresh, tmp_path):
    source.answer("/n.geojson", regions(1, 2))
    looked = refresh()
    assert looked.returncode == 0
    assert looked.stderr.splitlines() == [
        "Added: 2 (fre11, fre12)",
        "Nothing was changed; add --apply to apply it",
    ]
    assert files(tmp_path) == []
    assert refresh("--apply").returncode == 0
    layer = own_layer()
    assert (len(read_layer(layer)), layer.licence, check_layer(layer)) == (2, "LicenseRef-GISCO-NC", [])
    assert refresh().stderr.splitlines() == ["gisco_nuts: the source has not changed"]


def test_what_came_went_moved_and_changed_is_told_by_id(source, refresh, tmp_path):
    source.answer("/n.geojson", regions(1, 2, 3))
    refresh("--apply")
    before = files(tmp_path)
    source.answer("/n.geojson", regions(2, 3, 4, shift=0.01, name="Land"))
    messages = refresh().stderr.splitlines()
    assert messages[:2] == ["Added: 1 (fre14)", "Removed: 1 (fre11)"]
    assert messages[2].startswith("Moved: 2, by 71")
    assert messages[3] == "Changed, name: 2 (fre12, fre13)"
    assert files(tmp_path) == before
    refresh("--apply")
    assert sorted(read_layer(own_layer()).index) == ["fre12", "fre13", "fre14"]
    assert len(files(tmp_path)) == len(before)


def test_what_the_reader_wrote_into_the_declaration_stays(source, refresh, tmp_path):
    source.answer("/n.geojson", regions(1))
    refresh("--apply")
    path = tmp_path / "own/own/gisco_nuts.toml"
    path.write_text(path.read_text(encoding="utf-8").replace("Régions NUTS", "Mes régions"), encoding="utf-8")
    source.answer("/n.geojson", regions(1, 2))
    refresh("--apply")
    layer = own_layer()
    assert (layer.title.fr, layer.source.rows) == ("Mes régions", 2)


def test_a_layer_that_was_renamed_still_knows_its_source(source, refresh, command):
    source.answer("/n.geojson", regions(1))
    refresh("--apply")
    assert command("rename", "gisco_nuts", "my_regions").returncode == 0
    source.answer("/n.geojson", regions(1, 2))
    messages = command("refresh", "my_regions", "--url", f"{source.url}/n.geojson").stderr
    assert "Added: 1 (fre12)" in messages


FAULTS = {
    "not found": ((404, {}, b"gone"), "the source answers 404"),
    "broken": ((500, {}, b"sorry"), "the source answers 500"),
    "truncated": ((200, {"Content-Length": "900000"}, b'{"type": "Feature'), "breaks off"),
    "half a file": (regions(1, 2)[:-40], "damaged or incomplete"),
    "another page": (b"<html>moved</html>", "the content is not GeoJSON"),
    "empty": (b"", "the file is empty"),
    "no rows": (collection([]), "holds no row"),
    "other columns": (collection([feature(1, NUTS="x")]), "no longer has the columns"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_source_that_fails_is_one_sentence_and_the_old_rows_stay(source, refresh, tmp_path, fault):
    source.answer("/n.geojson", regions(1, 2))
    refresh("--apply")
    before = {path: path.read_bytes() for path in (tmp_path / "own").rglob("*") if path.is_file()}
    answer, sentence = FAULTS[fault]
    source.answer("/n.geojson", answer)
    failed = refresh("--apply")
    assert (failed.returncode, failed.stdout) == (1, "")
    assert len(failed.stderr.strip().splitlines()) == 1
    assert sentence in failed.stderr
    assert {path: path.read_bytes() for path in (tmp_path / "own").rglob("*") if path.is_file()} == before


@pytest.mark.parametrize("layer", ["slag_heaps", "no_such_layer"])
def test_a_layer_without_a_source_says_which_have_one(source, command, layer):
    failed = command("refresh", layer)
    assert failed.returncode == 1
    assert "gem_coal_mines" in failed.stderr
    assert len(failed.stderr.strip().splitlines()) == 1
    assert source.requests == []


def test_a_source_that_does_not_answer_is_given_up_in_time(source, tmp_path):
    given_up = Event()
    source.answer("/slow", lambda *_: given_up.wait() and b"late")
    with pytest.raises(LayerDataError, match="did not answer in time"):
        fetch(f"{source.url}/slow", tmp_path / "x", limits=DownloadLimits(connect=60, read=0.3))
    given_up.set()


def test_a_port_where_nobody_is_cannot_be_reached(source, tmp_path):  # noqa: ARG001 - for the folder of its caches
    with pytest.raises(LayerDataError, match="cannot be reached"):
        fetch("http://127.0.0.1:9/x", tmp_path / "x")


@pytest.mark.parametrize("url", ["file:///etc/passwd", "ftp://example.org/x", "/etc/passwd", "http://", "https:///x"])
def test_only_the_web_is_asked(source, tmp_path, url):  # noqa: ARG001 - for the folder of its caches
    with pytest.raises(LayerDataError, match="no usable http"):
        fetch(url, tmp_path / "x")


@pytest.mark.parametrize("target", ["http://169.254.169.254/latest", "http://localhost:1/x", "http://[::1]/x"])
def test_a_source_that_leads_into_the_network_of_the_reader_is_not_followed(source, tmp_path, target):
    source.answer("/x", (302, {"Location": target}, b""))
    with pytest.raises(LayerDataError, match="where it is not followed"):
        fetch(f"{source.url}/x", tmp_path / "x")


def test_a_source_that_has_moved_within_its_host_is_followed(source, tmp_path):
    source.answer("/x", (302, {"Location": "/y"}, b""))
    source.answer("/y", b"there")
    assert fetch(f"{source.url}/x", tmp_path / "x").read_bytes() == b"there"


def test_a_download_that_broke_off_goes_on_where_it_stopped(source, tmp_path):
    content = bytes(range(256)) * 2000
    ranges = []

    def answer(_, headers):
        requested = headers.get("Range")
        ranges.append(requested)
        if requested is None:
            return 200, {"Content-Length": str(len(content)), "ETag": '"v1"'}, content[:300_000]
        assert headers["If-Range"] == '"v1"'
        start = int(requested.removeprefix("bytes=").removesuffix("-"))
        return (
            206,
            {"ETag": '"v1"', "Content-Range": f"bytes {start}-{len(content) - 1}/{len(content)}"},
            content[start:],
        )

    source.answer("/x", answer)
    assert fetch(f"{source.url}/x", tmp_path / "x").read_bytes() == content
    assert ranges[0] is None
    assert 0 < int(ranges[1].removeprefix("bytes=").removesuffix("-")) <= 300_000


def test_a_file_that_changed_meanwhile_is_fetched_from_its_beginning(source, tmp_path):
    first, second = b"a" * 400_000, b"b" * 500_000
    calls = []

    def answer(_, headers):
        calls.append(headers.get("Range"))
        if len(calls) == 1:
            return 200, {"Content-Length": str(len(first)), "ETag": '"v1"'}, first[:200_000]
        return 200, {"ETag": '"v2"'}, second

    source.answer("/x", answer)
    assert fetch(f"{source.url}/x", tmp_path / "x").read_bytes() == second


def test_a_download_larger_than_the_limit_stops(source, tmp_path):
    source.answer("/x", b"x" * 1_200_000)
    with pytest.raises(LayerDataError, match="more than 1 MB"):
        fetch(f"{source.url}/x", tmp_path / "x", limits=DownloadLimits(max_mb=1))
    assert not (tmp_path / "x").exists()


def test_another_hash_than_the_pinned_one_is_refused(source, tmp_path):
    source.answer("/x", b"something else")
    with pytest.raises(LayerDataError, match="checksum"):
        fetch(f"{source.url}/x", tmp_path / "x", known_hash="sha256:" + "0" * 64)
    assert not (tmp_path / "x").exists()


def test_an_apply_that_cannot_be_written_leaves_the_old_layer(source, refresh, tmp_path):
    source.answer("/n.geojson", regions(1))
    refresh("--apply")
    folder = tmp_path / "own/own"
    shutil.move(folder, tmp_path / "kept")
    folder.write_text("a file where the folder was", encoding="utf-8")
    source.answer("/n.geojson", regions(1, 2))
    failed = refresh("--apply")
    assert failed.returncode == 1
    assert "cannot be written" in failed.stderr
    folder.unlink()
    shutil.move(tmp_path / "kept", folder)
    assert len(read_layer(own_layer())) == 1


def test_world_heritage_sites_that_were_delisted_are_seen(source, command):
    url = f"{source.url}/list"
    source.answer("/list", whc_xml([whc_row(1), whc_row(2)]))
    assert command("refresh", "world_heritage_list", "--url", url, "--apply").returncode == 0
    source.answer("/list", whc_xml([whc_row(1, site="Renamed")]))
    messages = command("refresh", "world_heritage_list", "--url", url).stderr
    assert "Removed: 1 (2)" in messages
    assert "Changed, name: 1 (1)" in messages


def test_rows_that_only_changed_their_order_or_their_first_vertex_have_not_changed(catalog, frames):
    rows, layer = frames["neonatural_spaces"], catalog["neonatural_spaces"]
    assert diff_rows(rows, rows.iloc[::-1], layer).is_empty

    def turned(shape):
        if shape.geom_type != "Polygon":
            return shape
        pairs = list(shape.exterior.coords)[:-1]
        return shapely.Polygon([*pairs[2:], *pairs[:2]], shape.interiors)

    assert diff_rows(rows, rows.set_geometry(gpd.GeoSeries(rows.geometry.map(turned), crs=4326)), layer).is_empty


def test_a_blank_that_became_known_is_a_change_and_a_blank_that_stayed_is_none(catalog, frames):
    rows, layer = frames["slag_heaps"], catalog["slag_heaps"]
    blank = rows.index[rows["area_ha"].isna()][0]
    changed = rows.copy()
    changed.loc[blank, "area_ha"] = 1.0
    assert diff_rows(rows, changed, layer).changed == {"area_ha": (blank,)}
    assert diff_rows(rows, rows.copy(), layer).is_empty
