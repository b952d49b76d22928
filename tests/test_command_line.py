import pkgutil

import pytest

from atlas import commands
from tests.command_line import run_atlas


@pytest.mark.parametrize(
    "arguments",
    [
        ("query", "?layers=slag_heaps", "--out", "heaps.docx"),
        ("query", "?layers=slag_heaps", "--out", "no/such/folder/heaps.csv"),
        ("--layers", "no/such/atlas", "list"),
        ("prepare", "--raw", "no/such/tree"),
    ],
)
def test_what_cannot_be_done_is_one_sentence_without_traceback(tmp_path, arguments):
    done = run_atlas(*arguments, cwd=tmp_path)
    assert done.returncode == 1
    assert len(done.stderr.strip().splitlines()) == 1
    assert "Traceback" not in done.stderr


def test_wrong_usage_is_exit_2():
    assert run_atlas("query").returncode == 2
    assert run_atlas("fly").returncode == 2


# Modules that several commands share.
SHARED = {"console", "permalink", "file_options", "notes_file", "options"}


def test_each_command_has_a_module_of_its_name():
    found = pkgutil.walk_packages(commands.__path__, f"{commands.__name__}.")
    modules = {module.name.rpartition(".")[2].rstrip("_") for module in found if not module.ispkg}
    lines = run_atlas("--help").stdout.splitlines()
    listed = {line.split()[0] for line in lines if line.startswith("    ") and not line.startswith("     ")}
    assert listed == modules - SHARED
