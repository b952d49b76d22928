"""What the pages tell a reader to type: each command is one of the atlas, each block of Python runs."""

import geopandas as gpd
import pytest
import shapely

from atlas.__main__ import _parser
from tests.command_line import run_atlas
from tests.docs.pages import blocks, commands

COMMANDS = commands()
PYTHON = blocks("python")
# They serve until they are stopped, or need a database, other machines or the source extracts.
NOT_RUN = {"serve", "prepare", "refresh", "store", "moran", "typology"}


def test_the_pages_have_examples():
    assert len(COMMANDS) >= 20
    assert len(PYTHON) >= 6


@pytest.mark.parametrize("arguments", [pytest.param(a, id=f"{page}-{' '.join(a[:2])}") for page, a in COMMANDS])
def test_a_command_is_understood(arguments):
    assert _parser().parse_args(arguments).run


@pytest.mark.slow
def test_the_commands_of_each_page_run(tmp_path, monkeypatch):
    (tmp_path / "households.csv").write_text("code_insee,households\n62498,10\n62427,20\n", encoding="utf-8")
    sites = gpd.GeoDataFrame({"name": ["A"]}, geometry=[shapely.Point(2.83, 50.43)], crs=4326)
    sites.to_file(tmp_path / "scheme.gpkg")
    for page, arguments in COMMANDS:
        # A reader of one page has no layers that another page brings.
        own = tmp_path / page.replace("/", "-")
        monkeypatch.setenv("ATLAS_LAYERS", str(own))
        # What `refresh` brings is not there: it asks the network.
        if arguments[0] in NOT_RUN or "--scheduler" in arguments or arguments == ["remove", "blue_corridors"]:
            continue
        done = run_atlas(*arguments, cwd=tmp_path)
        assert done.returncode == 0, (page, arguments, done.stderr)


@pytest.mark.slow
@pytest.mark.parametrize(("page", "number", "text"), PYTHON, ids=[f"{page}-{number}" for page, number, _ in PYTHON])
@pytest.mark.filterwarnings("default")
def test_a_block_of_python_runs(page, number, text, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    exec(compile(text, f"{page}, block {number}", "exec"), {"__name__": "page"})  # noqa: S102 - our own page
