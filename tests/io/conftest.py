import pytest

from atlas.io.imports import run_import, worker


@pytest.fixture
def here(monkeypatch):
    """Read files in this process: a second quicker each, for tests of what is read and not of how safely."""
    monkeypatch.setenv("OGR_SKIP", "")
    monkeypatch.setattr(run_import, "_run", lambda folder, _caps, _name, _module: worker.do_job(folder))
