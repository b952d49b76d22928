"""The examples of all that ``import atlas`` offers give what they say."""

import doctest
import inspect

import pytest

import atlas as package
from atlas.api.atlas import Atlas
from atlas.folders import shipped_layers
from atlas.streamlit import st_atlas

PUBLIC = {name: getattr(package, name) for name in package.__all__ if name != "__version__"} | {"st_atlas": st_atlas}


@pytest.fixture(scope="module")
def basin(catalog, frames):
    """The shipped atlas as a program opens it, read once for all examples."""
    return Atlas(catalog, frames, shipped_layers())


@pytest.fixture
def open_once(monkeypatch, basin):
    opened = package.open
    monkeypatch.setitem(
        package.__dict__, "open", lambda *given, **named: opened(*given, **named) if given or named else basin
    )


def examples(name):
    """The examples of a public object and of its public methods, those that it inherits of the library too."""
    finder = doctest.DocTestFinder(recurse=True)
    parts = [own for own in getattr(PUBLIC[name], "__mro__", ()) if own.__module__.startswith("atlas.api")]
    found = [finder.find(part, name, module=inspect.getmodule(part)) for part in parts or [PUBLIC[name]]]
    return [test for tests in found for test in tests if test.examples]


@pytest.mark.usefixtures("open_once")
@pytest.mark.parametrize("name", PUBLIC)
def test_the_examples_of_a_public_name_give_what_they_say(name):
    found = examples(name)
    assert found, f"{name} has no example"
    runner = doctest.DocTestRunner(verbose=False, optionflags=doctest.IGNORE_EXCEPTION_DETAIL)
    for test in found:
        runner.run(test)
    assert runner.summarize(verbose=False).failed == 0


@pytest.mark.parametrize("name", ["Atlas", "View"])
def test_every_public_method_has_an_example(name):
    parts = [part for part in PUBLIC[name].__mro__ if part.__module__.startswith("atlas.api")]
    public = {own for part in parts for own in vars(part) if not own.startswith("_")} - {"validated"}
    have = {test.name for test in examples(name)}
    assert {own for own in public if f"{name}.{own}" not in have} == set()
