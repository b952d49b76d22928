"""What a machine may lack: its tests are skipped with a reason, or fail where the run requires it."""

import json
import os
import subprocess
from pathlib import Path

import pytest

# QGIS as Debian installs it, run by the Python that it is installed for.
_QGIS_PYTHON = "/usr/bin/python3"
# The sources of OGC API - Features are other people's and no part of this tree:
# https://github.com/opengeospatial/ogcapi-features
STANDARDS = Path(os.environ.get("ATLAS_STANDARDS", "no-standards"))
needs_standards = pytest.mark.skipif(
    not (STANDARDS / "core").is_dir(), reason="ATLAS_STANDARDS names no copy of the sources of OGC API - Features"
)


def skip_without(what, reason):
    """Skip a test for a stated reason; fail where ``ATLAS_REQUIRE`` names what is missing."""
    if what in os.environ.get("ATLAS_REQUIRE", "").split(","):
        pytest.fail(reason)
    return pytest.skip(reason)


def need_qgis():
    """Skip a test where there is no QGIS; fail under ATLAS_REQUIRE=qgis."""
    if subprocess.run([_QGIS_PYTHON, "-c", "import qgis.core"], capture_output=True, check=False).returncode:
        skip_without("qgis", "needs Debian's packages qgis and python3-qgis")


def run_in_qgis(script, *arguments):
    """Return what a script that uses QGIS writes last, which is JSON, and what QGIS complained of."""
    command = [_QGIS_PYTHON, script, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)
    assert done.returncode == 0, done.stderr[-2000:]
    return json.loads(done.stdout.strip().splitlines()[-1]), done.stderr
