"""JSON as portals and programs write it: ids, times, records, members that are no feature."""

import json

import pytest

POINT = {"type": "Point", "coordinates": [2.83, 50.43]}


def feature(properties, **members):
    return {"type": "Feature", "properties": properties, "geometry": POINT, **members}


def collection(path, *members):
    path.write_text(json.dumps({"type": "FeatureCollection", "features": members}), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("given", "ids"),
    [
        ([1042, 77], ["1042", "77"]),
        ([0, 1], ["0", "1"]),
        ([1, "x1"], ["1", "x1"]),
        ([12345678901234567890, 77], ["12345678901234567890", "77"]),
        ([1, None], ["1", "row_2"]),
        ([1.5, 2], ["1.5", "2"]),
    ],
)
def test_ids_of_features_are_kept_as_they_are_written(read, tmp_path, given, ids):
    members = [feature({"nom": str(own)}, **({} if own is None else {"id": own})) for own in given]
    rows = read(collection(tmp_path / "a.geojson", *members)).rows
    assert dict(zip(rows["nom"], rows.index, strict=True)) == dict(zip(map(str, given), ids, strict=True))


def test_a_number_within_a_property_is_no_id(read, tmp_path):
    found = read(collection(tmp_path / "a.geojson", feature({"nom": "a", "lieu": {"id": 5}})))
    assert "No column id: the rows are numbered" in found.said


def test_texts_that_look_like_times_stay_as_they_are_written(read, tmp_path):
    given = {"t": "2024-11-01", "h": "10:30", "s": "2024/05/01", "neg": "-0500-01-01"}
    other = {"t": "2024-05-01T00:30:00+02:00", "h": "11:00:00", "s": "2024/05/02", "neg": "0001-01-01"}
    rows = read(collection(tmp_path / "a.geojson", feature(given), feature(other))).rows
    assert set(rows["t"]) == {given["t"], other["t"]}
    assert set(rows["h"]) == {"10:30", "11:00:00"}
    assert set(rows["s"]) == {"2024/05/01", "2024/05/02"}
    assert set(rows["neg"]) == {given["neg"], other["neg"]}


def test_members_that_are_no_feature_are_counted(read, tmp_path):
    members = [None, feature({"nom": "a"}), 5, {"properties": {"nom": "b"}, "geometry": None}]
    found = read(collection(tmp_path / "a.geojson", *members))
    assert list(found.rows["nom"]) == ["a"]
    assert "Members of the collection that are no feature, left out: 3." in found.said


@pytest.mark.parametrize("separator", ["\n", "\x1e"])
def test_lines_that_are_no_feature_are_named(read, tmp_path, separator):
    lines = [json.dumps(feature({"nom": "a"})), "{damaged", json.dumps({"nom": "c"}), json.dumps(feature({"nom": "d"}))]
    path = tmp_path / "a.geojsonl"
    path.write_text(separator.join([*lines, ""]) if separator == "\n" else "".join(f"\x1e{line}\n" for line in lines))
    found = read(path)
    assert set(found.rows["nom"]) == {"a", "d"}
    assert "Lines that are no feature, left out: 2 (line " in found.said


PLACE = {"nom": "A", "lon": "2.8", "lat": "50.4"}
SOLUTION = {"nom": {"type": "literal", "value": "A"}, "coord": {"type": "literal", "value": "Point(2.8 50.4)"}}


@pytest.mark.parametrize(
    "content",
    [
        [PLACE],
        {"records": [PLACE]},
        {"success": True, "result": {"resource_id": "x", "records": [PLACE]}},
        {"head": {"vars": ["nom"]}, "results": {"bindings": [SOLUTION]}},
        {"results": [{"nom": "A", "geo": feature({})}]},
        [feature({"nom": "A"})],
    ],
)
def test_records_of_portals_are_read(read, tmp_path, content):
    path = tmp_path / "a.json"
    path.write_text(json.dumps(content))
    rows = read(path).rows
    assert list(rows["nom"]) == ["A"]
    assert rows.geometry.iloc[0].x == pytest.approx(2.8, abs=0.05)


@pytest.mark.parametrize("content", [{"exceptions": [{"text": "bad layer"}]}, {"a": {"lon": 2.8}}, ["a"], 5])
def test_other_json_is_named_for_what_it_is(read, tmp_path, content):
    path = tmp_path / "a.json"
    path.write_text(json.dumps(content))
    assert "JSON" in read(path).refusal
    assert "supported file format" not in read(path).refusal
