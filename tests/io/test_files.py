import os
import random
import shutil
import threading

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from geopandas.testing import assert_geodataframe_equal

from atlas.catalog import open_catalog, shipped_layers
from atlas.errors import LayerDataError
from atlas.io.atlas import Atlas
from atlas.io.check import check_atlas, check_layer
from atlas.io.counts import count_rows
from atlas.io.frames import conform
from atlas.io.read import Frames, read_layer
from atlas.io.write import write_layer_file


@pytest.fixture
def copy(tmp_path):
    """Copy one theme of the shipped layers, to be broken."""
    shutil.copytree(shipped_layers() / "ecology", tmp_path / "layers" / "ecology")
    return tmp_path / "layers"


def problems(root):
    catalog = open_catalog(root)
    found = check_atlas(Atlas(catalog, Frames(catalog)))
    return [(problem.path, problem.key, problem.sentence) for problem in found]


def test_every_shipped_layer_agrees_with_its_declaration(atlas):
    assert [problem.sentence for problem in check_atlas(atlas)] == []


def test_a_missing_file_is_named_and_the_other_layers_open(copy):
    (copy / "ecology/protected_areas.parquet").unlink()
    [(path, _, sentence)] = problems(copy)
    assert path == "layers/ecology/protected_areas.parquet"
    assert "missing" in sentence
    assert len(read_layer(open_catalog(copy)["neonatural_spaces"])) == 12


@pytest.mark.parametrize("kept", [0, 10, 500, -20])
def test_a_truncated_file_is_named(copy, kept):
    path = copy / "ecology/neonatural_spaces.parquet"
    path.write_bytes(path.read_bytes()[:kept])
    [(where, _, sentence)] = problems(copy)
    assert where == "layers/ecology/neonatural_spaces.parquet"
    assert "damaged" in sentence
    with pytest.raises(LayerDataError, match="damaged"):
        count_rows(open_catalog(copy)["neonatural_spaces"])


def test_a_file_that_is_truncated_while_it_is_read_is_said_and_whole_again_when_it_is_back(copy):
    layer, path = open_catalog(copy)["blue_corridors"], copy / "ecology/blue_corridors.parquet"
    content, expected = path.read_bytes(), read_layer(open_catalog(copy)["blue_corridors"])
    dice, over, said = random.Random(3), threading.Event(), []  # noqa: S311 - reproducible, not secret

    def truncate():
        while not over.is_set():
            os.truncate(path, dice.randrange(len(content)))
            with path.open("r+b") as file:
                file.write(content)

    other = threading.Thread(target=truncate)
    other.start()
    for _ in range(60):
        try:
            assert_geodataframe_equal(read_layer(layer), expected)
        except LayerDataError as problem:
            said.append(str(problem))
    over.set()
    other.join()
    assert said
    assert all("damaged" in sentence and "blue_corridors.parquet" in sentence for sentence in said)
    assert_geodataframe_equal(read_layer(layer), expected)


def test_every_problem_of_every_layer_is_said_not_only_the_first(copy):
    rows = gpd.read_parquet(copy / "ecology/neonatural_spaces.parquet")
    rows.loc[1, "id"] = rows.loc[0, "id"]
    rows.loc[2, "geometry"] = shapely.Point(2, 50)
    rows.loc[3, "geometry"] = shapely.Polygon([(0, 0), (1, 1), (0, 1), (1, 0)])
    rows.loc[4, "geometry"] = shapely.box(179, 50, 190, 51)
    rows.to_parquet(copy / "ecology/neonatural_spaces.parquet")
    (copy / "ecology/protected_areas.parquet").write_bytes(b"")
    declaration = copy / "ecology/blue_corridors.toml"
    declaration.write_text(declaration.read_text(encoding="utf-8").replace("[style]", "[stile]"), encoding="utf-8")
    found = problems(copy)
    assert {key for path, key, _ in found if path.endswith("neonatural_spaces.parquet")} == {"id", "geometry"}
    assert len([1 for path, *_ in found if path.endswith("neonatural_spaces.parquet")]) == 4
    assert any(path == "layers/ecology/protected_areas.parquet" for path, *_ in found)
    assert ("layers/ecology/blue_corridors.toml", "stile") in {(path, key) for path, key, _ in found}


def test_a_column_that_is_not_there_or_of_another_type_is_named(copy):
    rows = gpd.read_parquet(copy / "ecology/neonatural_spaces.parquet")
    rows.drop(columns="name").to_parquet(copy / "ecology/neonatural_spaces.parquet")
    assert "no column name" in problems(copy)[0][2]
    rows.assign(area_ha="large").to_parquet(copy / "ecology/neonatural_spaces.parquet")
    assert "area_ha: not all values are number" in problems(copy)[0][2]


def test_another_reference_system_is_refused(copy):
    rows = gpd.read_parquet(copy / "ecology/neonatural_spaces.parquet")
    rows.to_crs(2154).to_parquet(copy / "ecology/neonatural_spaces.parquet")
    assert "expected EPSG:4326" in problems(copy)[0][2]


def test_a_hash_that_is_none_is_a_problem(copy):
    declaration = copy / "ecology/neonatural_spaces.toml"
    text = declaration.read_text(encoding="utf-8")
    digest = next(iter(open_catalog(copy)["neonatural_spaces"].source.sha256.values()))
    declaration.write_text(text.replace(digest, ""), encoding="utf-8")
    [error] = check_layer(open_catalog(copy)["neonatural_spaces"])
    assert "not a sha256" in str(error)


def test_counts_are_those_of_the_rows(atlas):
    for layer_id, layer in atlas.catalog.items():
        assert count_rows(layer) == (len(atlas.frames[layer_id]), int(atlas.frames[layer_id].geometry.notna().sum())), (
            layer_id
        )


def test_rows_written_and_read_are_the_same_rows(atlas, tmp_path):
    layer, rows = atlas.catalog["slag_heaps"], atlas.frames["slag_heaps"]
    write_layer_file(rows, layer, tmp_path / "again.parquet")
    again = conform(gpd.read_parquet(tmp_path / "again.parquet"), layer, path="again")
    assert_geodataframe_equal(again.loc[rows.index], rows)


def test_the_order_of_the_rows_does_not_change_the_bytes(atlas, tmp_path):
    layer, rows = atlas.catalog["neonatural_spaces"], atlas.frames["neonatural_spaces"]
    write_layer_file(rows, layer, tmp_path / "one.parquet")
    write_layer_file(rows.sample(frac=1, random_state=3), layer, tmp_path / "two.parquet")
    assert (tmp_path / "one.parquet").read_bytes() == (tmp_path / "two.parquet").read_bytes()


def test_blank_and_missing_are_the_same_unknown(atlas):
    layer, rows = atlas.catalog["neonatural_spaces"], atlas.frames["neonatural_spaces"].reset_index()
    typed = conform(rows.assign(element=""), layer, path="x")
    assert typed["element"].isna().all()
    assert str(typed["inscribed"].dtype) == "boolean"


def test_an_id_that_a_column_refers_to_and_nobody_has_is_a_problem(tmp_path):
    shutil.copytree(shipped_layers() / "landscape", tmp_path / "layers" / "landscape")
    facts = pd.read_parquet(tmp_path / "layers/landscape/slag_heap_facts.parquet")
    facts.assign(heaps="t74; t999").to_parquet(tmp_path / "layers/landscape/slag_heap_facts.parquet")
    [(path, key, sentence)] = problems(tmp_path / "layers")
    assert (path, key) == ("layers/landscape/slag_heap_facts.parquet", "heaps")
    assert "t999; slag_heaps has no row of that id" in sentence


def test_rows_that_are_lost_are_a_problem(copy):
    rows = gpd.read_parquet(copy / "ecology/neonatural_spaces.parquet")
    rows.iloc[3:].to_parquet(copy / "ecology/neonatural_spaces.parquet")
    [(_, key, sentence)] = problems(copy)
    assert key == "rows"
    assert "9 rows, the declaration says 12" in sentence


def test_one_id_in_two_themes_is_a_problem(copy):
    shutil.copytree(copy / "ecology", copy / "landscape")
    assert any("another theme has a layer 'neonatural_spaces'" in sentence for *_, sentence in problems(copy))
