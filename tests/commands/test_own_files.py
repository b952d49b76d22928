"""Commands change files inside the folder that they own, and no other, whatever a declaration names."""

import pytest

from atlas.__main__ import main
from atlas.catalog import open_catalog, shipped_layers
from tests.own_layers import write_own_layer

SENTENCE = "no name of a data file beside the declaration"


@pytest.fixture
def own(monkeypatch, tmp_path):
    """The user's folder, empty, beside an atlas of one layer."""
    root = tmp_path / "layers"
    write_own_layer(tmp_path / "home", "shipped")
    monkeypatch.setenv("ATLAS_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("ATLAS_LAYERS", str(root))
    return root


def problems():
    """Return what `check` says of the declarations."""
    return "\n".join(map(str, open_catalog(shipped_layers()).problems))


def test_check_fails_for_a_file_elsewhere(own, original, capsys):
    write_own_layer(own, "trial", more=f"file = '{original}'")
    assert main(["check"]) == 1
    said = capsys.readouterr()
    assert SENTENCE in said.out + said.err


@pytest.fixture
def original(tmp_path):
    """A file of the user's that no command owns."""
    return write_own_layer(tmp_path / "elsewhere", "original")


@pytest.mark.parametrize("name", ["{original}", "../../elsewhere/own/original.parquet", "sub/../heap.parquet", ".."])
@pytest.mark.parametrize("where", ["file", "part"])
def test_a_file_elsewhere_is_refused_by_check_and_by_every_command(own, original, capsys, name, where):
    named = name.format(original=original)
    write_own_layer(own, "trial", more=f"file = '{named}'" if where == "file" else "")
    declaration = own / "own" / "trial.toml"
    text = declaration.read_text(encoding="utf-8")
    if where == "part":
        source = text[text.index("[source]") :].replace("[source]", "[parts.source]")
        declaration.write_text(f"{text}\n[[parts]]\nfile = '{named}'\n{source}", encoding="utf-8")
    text = declaration.read_text(encoding="utf-8")
    assert SENTENCE in problems()
    for command in (["remove", "trial"], ["rename", "trial", "other"]):
        assert main(command) == 1
        assert "Traceback" not in capsys.readouterr().err
    assert original.is_file()
    assert declaration.read_text(encoding="utf-8") == text


@pytest.mark.parametrize("name", ["theme.toml", ".hidden.parquet", "trial", "a\\\\b.parquet", "c:\\\\d.parquet"])
def test_a_name_that_is_none_of_a_data_file_is_refused(own, capsys, name):
    write_own_layer(own, "trial", more=f'file = "{name}"')
    assert SENTENCE in problems()
    assert main(["remove", "trial"]) == 1
    assert "trial" in capsys.readouterr().err
    assert (own / "own" / "theme.toml").is_file()


def test_a_folder_that_is_a_link_is_left_as_it_is(own, original, capsys):
    own.mkdir()
    (own / "own").symlink_to(original.parent, target_is_directory=True)
    for command in (["remove", "original"], ["rename", "original", "other"]):
        assert main(command) == 1
        assert "is a link to another folder" in capsys.readouterr().err
    assert {path.name for path in original.parent.iterdir()} == {"theme.toml", "original.toml", "original.parquet"}


def test_a_link_to_a_data_file_is_taken_out_and_its_target_stays(own, original):
    linked = write_own_layer(own, "trial")
    linked.unlink()
    linked.symlink_to(original)
    assert main(["remove", "trial"]) == 0
    assert original.is_file()
    assert not own.joinpath("own").exists()


def test_a_file_of_another_layer_stays(own):
    write_own_layer(own, "first")
    write_own_layer(own, "second", more='file = "first.parquet"')
    assert main(["remove", "second"]) == 0
    assert (own / "own" / "first.parquet").is_file()
    write_own_layer(own, "third", more='file = "first.parquet"')
    assert main(["rename", "third", "fourth"]) == 0
    assert main(["rename", "first", "fifth"]) == 0
    assert {path.name for path in (own / "own").glob("*.parquet")} >= {"fifth.parquet", "fourthfirst.parquet"}
    assert problems() == ""
