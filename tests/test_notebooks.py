from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, marks=[pytest.mark.slow] * (not path.stem.startswith("01")), id=path.stem)
        for path in NOTEBOOKS
    ],
)
# The kernel's own libraries warn on start; what the atlas warns of is raised inside the kernel.
@pytest.mark.journey
@pytest.mark.filterwarnings("default")
def test_a_notebook_runs_and_is_stored_without_outputs(path, tmp_path, monkeypatch):
    notebook = nbformat.read(path, as_version=4)
    assert all(not cell.get("outputs") for cell in notebook.cells)
    # As a reader starts it: plots stand in the notebook.
    monkeypatch.delenv("MPLBACKEND", raising=False)
    # What a notebook writes lies beside it: here in a folder of its own.
    resources = {"metadata": {"path": str(tmp_path)}}
    NotebookClient(notebook, timeout=None, kernel_name="python3", resources=resources).execute()
    shown = [output["data"] for cell in notebook.cells for output in cell.get("outputs", ()) if "data" in output]
    assert any("atlasFolium" in data.get("text/html", "") for data in shown), "no map"
    assert any("image/png" in data for data in shown), "no plot"


@pytest.mark.parametrize("path", NOTEBOOKS, ids=lambda path: path.stem)
def test_a_notebook_needs_two_imports(path):
    cells = nbformat.read(path, as_version=4).cells
    lines = [line for cell in cells if cell.cell_type == "code" for line in cell.source.splitlines()]
    imports = [line for line in lines if line.startswith(("import ", "from "))]
    assert "import atlas" in imports
    assert len(imports) <= 2
