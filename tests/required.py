"""What a machine may lack: its tests are skipped with a reason, or fail where the run requires it."""

import os

import pytest


def skip_without(what, reason):
    """Skip a test for a stated reason; fail where ``ATLAS_REQUIRE`` names what is missing."""
    if what in os.environ.get("ATLAS_REQUIRE", "").split(","):
        pytest.fail(reason)
    return pytest.skip(reason)
