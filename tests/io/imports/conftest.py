"""How the tests import files: through the command line, into a folder of their own."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
from pyarrow import parquet

from atlas.__main__ import main
from atlas.catalog import open_catalog, shipped_layers
from atlas.environment import ImportLimits
from atlas.errors import LayerDataError
from atlas.io.imports.messages import describe_reading, question_error
from atlas.io.imports.report import Answers, Findings, NewLayer
from atlas.io.imports.run_import import read_in_worker
from atlas.io.imports.stage import stage_file
from atlas.io.read import read_layer
from tests.command_line import atlas_opened_once

# The box of a territory: the mining basin of Nord-Pas de Calais.
BASIN = [(2.1, 50.2, 4.0, 50.7)]


@dataclass
class Done:
    code: int
    out: str
    said: str

    @property
    def sentence(self):
        [line] = self.said.strip().splitlines()
        return line


class Gate:
    """The command line and the reader's folder that it writes to."""

    def __init__(self, own, capsys):
        self.own, self._capsys = own, capsys

    def run(self, *arguments):
        self._capsys.readouterr()
        with atlas_opened_once():
            code = main([*map(str, arguments)])
        return Done(code, *self._capsys.readouterr())

    def bring(self, path, *arguments, as_="mine"):
        return self.run("import", path, "--as", as_, *arguments)

    def layer(self, layer_id="mine"):
        return open_catalog(shipped_layers())[layer_id]

    def rows(self, path, *arguments):
        """Import a file that is good and give its rows; each call replaces the layer of the last."""
        if "mine" in open_catalog(shipped_layers()):
            assert self.run("remove", "mine").code == 0
        done = self.bring(path, *arguments)
        assert done.code == 0, done.said
        self.said = done.said
        return read_layer(self.layer())

    def refused(self, path, *arguments):
        """Import a file that is not good: one sentence, exit 1, and no file anywhere."""
        before = self.files()
        done = self.bring(path, *arguments, as_="other")
        assert (done.code, done.out) == (1, ""), done.said
        assert self.files() == before
        assert list(Path(tempfile.gettempdir()).glob("atlas-import-*")) == []
        return done.sentence

    def files(self):
        return {path: path.read_bytes() for path in self.own.rglob("*") if path.is_file()}


@pytest.fixture
def gate(tmp_path, monkeypatch, capsys):
    """Import into a folder of the test, reading as readers' files are read: in a process of its own."""
    monkeypatch.setenv("ATLAS_LAYERS", str(tmp_path / "own"))
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(scratch))
    return Gate(tmp_path / "own", capsys)


@pytest.fixture
def quick(gate, here):  # noqa: ARG001 - read in this process
    """Import without a process for each file."""
    return gate


@dataclass
class Read:
    """What was read from one file: rows by id, sentences, fields, the questions that are open, the refusal."""

    rows: pd.DataFrame | None
    said: str
    findings: Findings
    question: str
    refusal: str


@pytest.fixture
def read(here, tmp_path_factory):  # noqa: ARG001 - read in this process
    """Read a file as an import does, without the atlas around it: milliseconds each."""

    def read(path, **answers):
        folder = tmp_path_factory.mktemp("read")
        staged = stage_file(path, folder, ImportLimits())
        new_layer = NewLayer("mine", "own", staged.sha256)
        try:
            result = read_in_worker(staged, new_layer, Answers(**answers), limits=ImportLimits(), territories=BASIN)
        except LayerDataError as refusal:
            return Read(None, "", Findings(path.name), "", str(refusal))
        findings = result.findings
        if findings.questions:
            return Read(None, "", findings, str(question_error(findings.questions[0], path.name)), "")
        table = parquet.read_table(result.rows)
        shaped = "geometry" in table.column_names
        rows = gpd.read_parquet(result.rows) if shaped else table.to_pandas()
        rows = rows.drop(columns="bbox", errors="ignore").set_index("id")
        return Read(rows, " ".join(describe_reading(findings, "en")), findings, "", "")

    return read
