"""The territories and numbers that the tests of indicators share: each is measured once a run, when it is asked for."""

from dataclasses import replace

import pytest

from atlas.analysis.indicators import REGISTRY, measure
from atlas.scene.compare.territories import build_territories, ids_of
from atlas.scene.query.territories import HOME_BASIN
from atlas.scene.query.view import View

# Lens: within it, of half a dozen communes.
DRAWN = "circle:50.43,2.83,6000"


class _Measured(dict):
    """Indicator → its values in some territories."""

    def __init__(self, territories, frames):
        super().__init__()
        self._territories, self._frames = territories, frames

    def __missing__(self, name):
        self[name] = measure(REGISTRY[name], self._territories, self._frames)
        return self[name]


@pytest.fixture(scope="session")
def territories(atlas):
    """Territories by level; ``partner`` has the basins of partners too, ``drawn`` a circle."""
    ids = {"basin": [HOME_BASIN], "partner": ids_of("basin", atlas)}
    ids |= {level: ids_of(level, atlas) for level in ("intercommunality", "commune")}
    found = {level: build_territories(own, View(), atlas) for level, own in ids.items()}
    return found | {"drawn": build_territories(["drawn"], View(select=DRAWN), atlas)}


@pytest.fixture(scope="session")
def measured(territories, frames):
    """Level → indicator → its values."""
    return {level: _Measured(own, frames) for level, own in territories.items()}


@pytest.fixture(scope="session")
def everywhere(territories, frames):
    """Measure as if every layer were complete: the formula alone, also where a value is blank today."""

    def measure_everywhere(level, name):
        return measure(REGISTRY[name], replace(territories[level], complete={}), frames)

    return measure_everywhere
