"""Links to files and folders elsewhere, in the user's folder: commands change the link, never what it leads to."""

import shutil

import geopandas as gpd
import pytest
import shapely

from atlas.__main__ import main
from atlas.io.imports import run_import, worker
from tests.own_layers import write_own_layer


@pytest.fixture
def own(monkeypatch, tmp_path):
    """The user's folder, empty, beside an atlas of one layer."""
    write_own_layer(tmp_path / "home", "shipped")
    monkeypatch.setenv("ATLAS_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("ATLAS_LAYERS", str(tmp_path / "layers"))
    monkeypatch.setenv("OGR_SKIP", "")
    monkeypatch.setattr(run_import, "_run", lambda job, *_: worker.do_job(job))
    return tmp_path / "layers"


@pytest.fixture
def elsewhere(tmp_path):
    """Files of somebody else, and what they hold."""
    folder = tmp_path / "elsewhere"
    write_own_layer(folder, "trial")
    return folder / "own"


@pytest.fixture
def towns(tmp_path):
    path = tmp_path / "towns.geojson"
    gpd.GeoDataFrame({"name": ["Lens"]}, geometry=[shapely.Point(2.83, 50.43)], crs=4326).to_file(path)
    return path


def contents(folder):
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


def link(own, elsewhere, *names):
    """Put a layer into the user's folder, some of whose files are links to files elsewhere."""
    write_own_layer(own, "trial")
    for name in names:
        (own / "own" / name).unlink()
        (own / "own" / name).symlink_to(elsewhere / name)


FILES = (("trial.parquet",), ("trial.toml",), ("theme.toml",), ("trial.toml", "trial.parquet"))


@pytest.mark.parametrize("names", FILES, ids="+".join)
@pytest.mark.parametrize("command", [["remove", "trial"], ["rename", "trial", "other"]], ids=lambda words: words[0])
def test_remove_and_rename_leave_what_a_link_leads_to(own, elsewhere, names, command, capsys):
    link(own, elsewhere, *names)
    before = contents(elsewhere)
    status = main(command)
    assert contents(elsewhere) == before
    assert status == 0, capsys.readouterr().err
    assert not (own / "own" / "trial.toml").is_symlink()
    assert not (own / "own" / "trial.toml").exists()


@pytest.mark.parametrize("names", FILES, ids="+".join)
def test_an_import_of_the_same_name_writes_through_no_link(own, elsewhere, names, towns):
    link(own, elsewhere, *names)
    before = contents(elsewhere)
    main(["import", str(towns), "--as", "trial", "--theme", "own", "--licence", "etalab-2.0"])
    main(["import", str(towns), "--as", "second", "--theme", "own", "--licence", "etalab-2.0"])
    assert contents(elsewhere) == before


def test_an_import_writes_into_no_folder_that_is_a_link(own, elsewhere, towns, capsys):
    own.mkdir()
    (own / "own").symlink_to(elsewhere, target_is_directory=True)
    before = contents(elsewhere)
    assert main(["import", str(towns), "--as", "second", "--theme", "own", "--licence", "etalab-2.0"]) == 1
    assert "is a link to another folder" in capsys.readouterr().err
    assert contents(elsewhere) == before


def test_the_users_folder_itself_may_be_a_link(own, tmp_path, towns):
    disk = tmp_path / "disk"
    disk.mkdir()
    own.symlink_to(disk, target_is_directory=True)
    assert main(["import", str(towns), "--as", "second", "--theme", "own", "--licence", "etalab-2.0"]) == 0
    assert main(["remove", "second"]) == 0
    assert own.is_symlink()
    assert list(disk.rglob("second*")) == []


@pytest.mark.parametrize("target", ["nowhere", "trial.parquet"])
def test_a_link_that_leads_nowhere_or_to_itself_is_taken_out(own, target):
    write_own_layer(own, "trial")
    data = own / "own" / "trial.parquet"
    data.unlink()
    data.symlink_to(target)
    assert main(["remove", "trial"]) == 0
    assert not data.is_symlink()


def test_a_second_name_of_the_same_file_keeps_its_content(own, elsewhere):
    write_own_layer(own, "trial")
    data, kept = own / "own" / "trial.parquet", elsewhere / "kept.parquet"
    shutil.copy(data, kept)
    data.unlink()
    data.hardlink_to(kept)
    before = kept.read_bytes()
    assert main(["remove", "trial"]) == 0
    assert kept.read_bytes() == before
