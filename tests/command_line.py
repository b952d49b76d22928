"""The command line as a user types it, in this process: a new one takes seconds to start."""

import contextlib
import io
from dataclasses import replace
from types import SimpleNamespace

import pytest

from atlas.__main__ import main
from atlas.catalog import shipped_layers
from atlas.io import atlas as opening
from atlas.io.read import Frames

_OPEN = opening.open_atlas
_KEPT = {}
_READ = {}


def _stamps(layer):
    """Return what is known of the files of a layer without reading them."""
    paths = [layer.folder / f"{layer.id}.toml", *(path for path, _ in layer.files if path.exists())]
    return tuple((path, path.stat().st_mtime_ns, path.stat().st_size) for path in paths)


class FramesReadOnce(Frames):
    """The layers of a catalog; a shipped one that is the same as in another catalog is not read again."""

    def __init__(self, catalog):
        super().__init__(catalog)
        self._declared, self._known = catalog, {}

    def __getitem__(self, layer_id):
        if layer_id not in self._known:
            self._known[layer_id] = self._rows(layer_id)
        return self._known[layer_id]

    def _rows(self, layer_id):
        layer = self._declared[layer_id]
        if not layer.folder.is_relative_to(shipped_layers()):
            return super().__getitem__(layer_id)
        stamps = _stamps(layer)
        if stamps not in _READ:
            _READ[stamps] = super().__getitem__(layer_id)
        return _READ[stamps]


def _open_once(folder=None):
    """Open an atlas; one whose files are still the same is the one of the last command, with all that it computed."""
    atlas = _OPEN(folder)
    state = (atlas.folder, *(_stamps(layer) for layer in atlas.catalog.values()))
    if state not in _KEPT:
        _KEPT.clear()
        _KEPT[state] = replace(atlas, frames=FramesReadOnce(atlas.catalog))
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
