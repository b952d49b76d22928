from pathlib import Path

import nbformat
import pytest
from nbclient import NotebookClient

NOTEBOOKS = sorted((Path(__file__).parents[1] / "notebooks").glob("*.ipynb"))


@pytest.mark.parametrize(
    "path",
    [
        pytest.param(path, marks=[pytest.mark.slow] * path.stem.startswith(("02", "03", "04", "05")), id=path.stem)
        for path in NOTEBOOKS
    ],
)
# The kernel's own libraries warn on start; what the atlas warns of is raised inside the kernel.
@pytest.mark.filterwarnings("default")
def test_a_notebook_runs_and_is_stored_without_outputs(path):
    notebook = nbformat.read(path, as_version=4)
    assert all(not cell.get("outputs") for cell in notebook.cells)
    NotebookClient(notebook, timeout=None, kernel_name="python3").execute()
