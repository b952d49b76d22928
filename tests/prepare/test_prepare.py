import hashlib
import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from atlas.__main__ import main
from atlas.catalog import open_catalog, shipped_layers
from atlas.io.read import read_layer

MBM = "nord-pas-de-calais/mission-bassin-minier"


def square(lon, lat, **properties):
    ring = [[lon, lat], [lon + 0.01, lat], [lon + 0.01, lat + 0.01], [lon, lat + 0.01], [lon, lat]]
    return {"type": "Feature", "properties": properties, "geometry": {"type": "Polygon", "coordinates": [ring]}}


def write(path, features):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps({"type": "FeatureCollection", "features": features}), encoding="utf-8")


@pytest.fixture
def raw(tmp_path):
    """Make a small raw tree: two inscribed ponds, one of the buffer zone."""
    root = tmp_path / "raw"
    pond = {"commune_2": None, "element": "1", "objet": "A"}
    write(
        root / MBM / "espace-neonaturel.geojson",
        [
            square(3.4, 50.4, nom="Mare du Test", commune_1="Raismes", id_unesco="1A", **pond),
            square(3.5, 50.4, nom="Étang du Test", commune_1="Wallers", id_unesco="1B", **pond),
        ],
    )
    write(
        root / MBM / "zt-espaces-neonaturels.geojson",
        [square(2.8, 50.4, id="EN1", nom="Parc du Test", commune_1="BULLY-les-MINES", commune_2=None, commune_3=None)],
    )
    return root


@pytest.fixture
def layers(tmp_path):
    shutil.copytree(shipped_layers(), tmp_path / "layers")
    return tmp_path / "layers"


def prepare(raw, layers):
    return main(["--layers", str(layers), "prepare", "--raw", str(raw), "--only", "neonatural_spaces"])


def digests(folder):
    return {p.relative_to(folder): hashlib.sha256(p.read_bytes()).hexdigest() for p in folder.rglob("*") if p.is_file()}


def test_a_layer_is_compiled_from_the_extracts_and_says_their_hashes(raw, layers):
    assert prepare(raw, layers) == 0
    layer = open_catalog(layers)["neonatural_spaces"]
    rows = read_layer(layer)
    assert sorted(rows["name"]) == ["Mare du Test", "Parc du Test", "Étang du Test"]
    assert rows["communes"][rows["name"] == "Parc du Test"].tolist() == ["Bully-les-Mines"]
    for name, digest in layer.source.sha256.items():
        assert digest == hashlib.sha256((raw / name).read_bytes()).hexdigest()


def test_twice_gives_the_same_bytes(raw, layers):
    prepare(raw, layers)
    once = digests(layers)
    prepare(raw, layers)
    assert digests(layers) == once


def test_a_missing_extract_is_named_and_nothing_changes(raw, layers, capsys):
    (raw / MBM / "espace-neonaturel.geojson").unlink()
    before = digests(layers)
    assert prepare(raw, layers) == 1
    said = capsys.readouterr().err
    assert "espace-neonaturel.geojson: not in the raw tree" in said
    assert "Traceback" not in said
    assert digests(layers) == before


def test_interrupted_between_two_files_every_file_is_whole(raw, layers, monkeypatch):
    prepare(raw, layers)
    before = digests(layers)
    write(raw / MBM / "zt-espaces-neonaturels.geojson", [])

    def stop(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("atlas.prepare.compile.os.replace", stop)
    with pytest.raises(KeyboardInterrupt):
        prepare(raw, layers)
    assert digests(layers) == before


def test_an_extract_that_is_not_declared_is_refused(raw, layers, capsys):
    declaration = layers / "ecology/neonatural_spaces.toml"
    lines = declaration.read_text(encoding="utf-8").splitlines()
    declaration.write_text("\n".join(line for line in lines if "zt-espaces" not in line), encoding="utf-8")
    assert prepare(raw, layers) == 1
    assert "read but not listed: nord-pas-de-calais/mission-bassin-minier/zt-espaces" in capsys.readouterr().err


def test_a_layer_without_recipe_is_named(raw, layers, capsys):
    assert main(["--layers", str(layers), "prepare", "--raw", str(raw), "--only", "roads"]) == 1
    assert "roads" in capsys.readouterr().err


@pytest.mark.slow
def test_the_shipped_layers_are_what_the_source_data_gives(layers):
    raw = os.environ.get("ATLAS_RAW")
    if not raw:
        pytest.skip("ATLAS_RAW does not name the folder of the source extracts")
    for path in layers.glob("*/*.parquet"):
        path.unlink()
    command = [sys.executable, "-m", "atlas", "--layers", str(layers), "prepare", "--raw", str(Path(raw).resolve())]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert digests(layers) == digests(shipped_layers())


@pytest.mark.slow
def test_no_file_of_the_source_data_is_in_the_tree():
    raw = os.environ.get("ATLAS_RAW")
    if not raw:
        pytest.skip("ATLAS_RAW does not name the folder of the source extracts")
    assert set(digests(Path(raw)).values()).isdisjoint(digests(shipped_layers()).values())
