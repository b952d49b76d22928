import pytest

from atlas.catalog import Catalog, open_catalog, shipped_layers
from atlas.io.read import Frames


@pytest.fixture(scope="session")
def catalog() -> Catalog:
    """The shipped declarations."""
    return open_catalog(shipped_layers())


@pytest.fixture(scope="session")
def frames(catalog: Catalog) -> Frames:
    """The shipped layers, read once a run and never changed."""
    return Frames(catalog)
