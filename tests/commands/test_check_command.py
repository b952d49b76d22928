import json
import shutil

from atlas.folders import shipped_layers
from tests.command_line import run_atlas


def test_the_shipped_atlas_checks_clean():
    done = run_atlas("check", "--json")
    assert (done.returncode, json.loads(done.stdout)) == (0, [])


def test_check_says_every_problem_with_file_and_key(tmp_path):
    shutil.copytree(shipped_layers(), tmp_path / "layers")
    (tmp_path / "layers/heritage/mine_shafts.parquet").write_bytes(b"PAR1")
    (tmp_path / "layers/ecology/protected_areas.parquet").unlink()
    heaps = tmp_path / "layers/landscape/slag_heaps.toml"
    heaps.write_text(heaps.read_text(encoding="utf-8").replace("[style]\ncolor", "[style]\ncolour"), encoding="utf-8")
    done = run_atlas("--layers", tmp_path / "layers", "check", "--json")
    assert done.returncode == 1
    problems = {(problem["path"], problem["key"]) for problem in json.loads(done.stdout)}
    assert problems >= {
        ("layers/heritage/mine_shafts.parquet", ""),
        ("layers/ecology/protected_areas.parquet", ""),
        ("layers/landscape/slag_heaps.toml", "style.color"),
        ("layers/landscape/slag_heaps.toml", "style.colour"),
    }
    assert "Traceback" not in done.stderr
    listed = run_atlas("--layers", tmp_path / "layers", "list", "--json")
    assert listed.returncode == 1
    features = {row["id"]: row["features"] for row in json.loads(listed.stdout)}
    assert features["communes"] == 250
    assert features["mine_shafts"] is None


def test_check_refuses_a_completeness_of_no_known_area(tmp_path):
    shutil.copytree(shipped_layers() / "territories", tmp_path / "layers/territories")
    path = tmp_path / "layers/territories/communes.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('area = ["nord_pas_de_calais"]', 'area = ["nowhere_land"]'), encoding="utf-8")
    done = run_atlas("--layers", tmp_path / "layers", "check", "--json")
    assert [(problem["path"], problem["key"]) for problem in json.loads(done.stdout)] == [
        ("layers/territories/communes.toml", "completeness.area")
    ]
    assert "nowhere_land" in done.stderr


def test_check_names_a_shipped_layer_without_completeness(tmp_path, monkeypatch):
    for theme in ("heritage", "territories"):
        shutil.copytree(shipped_layers() / theme, tmp_path / "layers" / theme)
    path = tmp_path / "layers/heritage/mine_shafts.toml"
    before, _, after = path.read_text(encoding="utf-8").partition("[completeness]")
    path.write_text(before + "[fields." + after.partition("[fields.")[2], encoding="utf-8")
    monkeypatch.setenv("ATLAS_HOME", str(tmp_path / "layers"))
    done = run_atlas("check")
    assert done.returncode == 0
    assert "layers/heritage/mine_shafts.toml: no [completeness]" in done.stderr
