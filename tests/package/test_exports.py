"""``import atlas``: what a program finds there, and what it does not have to wait for."""

import doctest
import subprocess
import sys

import pytest

import atlas
from atlas.folders import import_folder


def run(code):
    """Run some code in a Python of its own, and give what it prints."""
    command = [sys.executable, "-c", code]
    return subprocess.run(command, cwd=import_folder(), capture_output=True, text=True, check=True).stdout.strip()


def test_the_package_exports_what_it_lists():
    assert set(atlas.__all__) <= set(dir(atlas))
    assert all(getattr(atlas, name) is not None for name in atlas.__all__)
    assert issubclass(atlas.ViewError, atlas.AtlasError)
    with pytest.raises(AttributeError, match="'atlas' has no attribute 'nothing'"):
        atlas.nothing  # noqa: B018 - asking for it is the test


def test_the_example_of_the_package_gives_what_it_says():
    assert doctest.testmod(atlas) == (0, 3)


def test_importing_the_package_imports_no_other_library():
    code = (
        "import sys; before = set(sys.modules); import atlas; from atlas import errors\n"
        "new = {name.partition('.')[0] for name in set(sys.modules) - before}\n"
        "print(sorted(new - sys.stdlib_module_names - {'atlas'}))"
    )
    assert run(code) == "[]"


def test_the_errors_and_the_version_need_no_geopandas():
    code = "import sys, atlas; atlas.ViewError, atlas.__version__; print('geopandas' in sys.modules)"
    assert run(code) == "False"
