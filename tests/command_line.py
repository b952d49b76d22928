"""The command line as a user types it, in this process: a new one takes seconds to start."""

import contextlib
import io
from types import SimpleNamespace

from atlas.__main__ import main


def run_atlas(*arguments, cwd="."):
    """Run a command; return its exit code and what it wrote."""
    streams = {
        name: io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for name in ("stdout", "stderr")
    }
    with (
        contextlib.redirect_stdout(streams["stdout"]),
        contextlib.redirect_stderr(streams["stderr"]),
        contextlib.chdir(cwd),
    ):
        try:
            code = main([str(part) for part in arguments])
        except SystemExit as end:
            code = end.code
    texts = {name: stream.buffer.getvalue().decode() for name, stream in streams.items()}
    return SimpleNamespace(returncode=code, **texts)
