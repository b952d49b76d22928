"""The command line as a user types it, in this process: a new one takes seconds to start."""

import contextlib
import io
from types import SimpleNamespace

import pytest

from atlas.__main__ import main
from atlas.io import atlas as opening
from tests.read_once import open_atlas, stamps

_KEPT = {}


def _open_once(folder=None):
    """Open an atlas; one whose files are still the same is the one of the last command, with all that it computed."""
    atlas = open_atlas(folder)
    state = (atlas.folder, *(stamps(layer) for layer in atlas.catalog.values()))
    if state not in _KEPT:
        _KEPT.clear()
        _KEPT[state] = atlas
    return _KEPT[state]


@contextlib.contextmanager
def atlas_opened_once():
    """Let the commands inside open an atlas that did not change only once, as an app does."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(opening, "open_atlas", _open_once)
        yield


def run_atlas(*arguments, cwd="."):
    """Run a command; return its exit code and what it wrote."""
    streams = {
        name: io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for name in ("stdout", "stderr")
    }
    with (
        contextlib.redirect_stdout(streams["stdout"]),
        contextlib.redirect_stderr(streams["stderr"]),
        contextlib.chdir(cwd),
        atlas_opened_once(),
    ):
        try:
            code = main([str(part) for part in arguments])
        except SystemExit as end:
            code = end.code
    texts = {name: stream.buffer.getvalue().decode() for name, stream in streams.items()}
    return SimpleNamespace(returncode=code, **texts)
