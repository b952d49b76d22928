"""Nested columns of Parquet keep what they hold."""

import pyarrow as pa
import pytest
from pyarrow import parquet

ROW = {"nom": "A", "lon": 2.8, "lat": 50.4}
CASES = {
    "a structure": ({"name": "X", "year": 1905}, None, {"v_name": "X", "v_year": 1905}),
    "a structure within": ({"a": {"b": 5}}, None, {"v_a_b": 5}),
    "three levels": ({"a": {"b": {"c": 1}}}, None, {"v_a_b": '{"c": 1}'}),
    "texts": (["x", "y"], None, {"v": "x; y"}),
    "numbers": ([1, 2], None, {"v": "1; 2"}),
    "structures in a list": ([{"a": 1}], None, {"v": '[{"a": 1}]'}),
    "a map": ([("k", 5)], pa.map_(pa.string(), pa.int64()), {"v": '{"k": 5}'}),
}


@pytest.mark.parametrize("case", CASES)
def test_a_nested_column_is_flattened_or_written_as_text(read, tmp_path, case):
    value, kind, expected = CASES[case]
    columns = {name: pa.array([own, own]) for name, own in ROW.items()} | {"v": pa.array([value, None], kind)}
    parquet.write_table(pa.table(columns), tmp_path / "a.parquet")
    found = read(tmp_path / "a.parquet")
    rows = found.rows.sort_index()
    for name, own in expected.items():
        assert rows[name].iloc[0] == own
        assert rows[name].isna().iloc[1]
    assert "Nested columns, written as plain ones or as text: v." in found.said


def test_a_position_in_a_structure_is_read(read, tmp_path):
    columns = {"nom": pa.array(["A"]), "geo_point_2d": pa.array([{"lon": 2.8, "lat": 50.4}])}
    parquet.write_table(pa.table(columns), tmp_path / "a.parquet")
    assert read(tmp_path / "a.parquet").findings.placed == 1
