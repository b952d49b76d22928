"""What the atlas logs: nothing as a library, one line a problem as a command, all of it when asked for."""

import logging
import subprocess
import sys

import pytest

from atlas.io.stores import follow
from atlas.logs import log_to_stderr
from tests.command_line import run_atlas

AWAY = "postgresql://atlas@127.0.0.1:1/none"


@pytest.fixture
def away(monkeypatch, tmp_path):
    """A database that does not answer."""
    monkeypatch.setenv("ATLAS_STORE", AWAY)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    follow.invalidate_check()
    yield
    follow.invalidate_check()


def test_a_program_that_uses_the_atlas_is_told_nothing_it_did_not_ask_for(tmp_path):
    code = "from atlas.io.stores.follow import follow; assert follow()"
    variables = {"ATLAS_STORE": AWAY, "XDG_CACHE_HOME": str(tmp_path), "PYTHONPATH": ":".join(sys.path)}
    done = subprocess.run([sys.executable, "-c", code], env=variables, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")


@pytest.mark.usefixtures("away")
def test_a_command_writes_one_line_for_a_problem():
    done = run_atlas("list")
    assert done.returncode == 0
    [line] = done.stderr.splitlines()
    assert "does not answer" in line


@pytest.mark.usefixtures("away")
@pytest.mark.parametrize("arguments", [("--verbose", "list"), ("list", "--verbose")])
def test_verbose_is_taken_before_and_after_the_command(arguments):
    [line] = run_atlas(*arguments).stderr.splitlines()
    assert "WARNING atlas.io.stores.follow: " in line


def test_the_traceback_of_an_error_is_there_when_asked_for():
    bad = ("query", "?layers=slag_heaps", "--out", "heaps.docx")
    assert "Traceback" not in run_atlas(*bad).stderr
    assert "Traceback" in run_atlas(*bad, "--verbose").stderr


def test_an_exception_is_one_line_however_long_it_is(capsys):
    with log_to_stderr():
        try:
            raise OSError("no space\nleft")  # noqa: TRY301
        except OSError:
            logging.getLogger("atlas.some").exception("not kept")
    assert capsys.readouterr().err == "not kept: OSError('no space\\nleft')\n"
    logging.getLogger("atlas.some").error("nobody hears")
    assert capsys.readouterr().err == ""


def test_a_log_that_is_written_already_is_not_written_twice(capsys):
    with log_to_stderr(), log_to_stderr(verbose=True):
        logging.getLogger("atlas.some").error("once")
    assert capsys.readouterr().err == "once\n"
