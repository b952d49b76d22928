"""Waiting for another process, without a guess of how fast this machine is."""

import os
import time

import pytest

# Only a test that would never end meets it; a very slow machine may raise it.
PATIENCE_SECONDS = float(os.environ.get("ATLAS_TEST_PATIENCE", "300"))


def wait_until(condition):
    """Return the first true value of a condition, asked again and again."""
    end = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < end:
        if found := condition():
            return found
        time.sleep(0.02)
    return pytest.fail(f"not within {PATIENCE_SECONDS:g} seconds")
