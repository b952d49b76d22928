"""The command line as somebody types it, without the seconds that a Python of its own takes to start."""

import contextlib
import io
from types import SimpleNamespace

from atlas.__main__ import main


def atlas(*arguments, cwd="."):
    """Run a command; give its exit code and what it wrote."""
    said = {name: io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True) for name in ("stdout", "stderr")}
    with contextlib.redirect_stdout(said["stdout"]), contextlib.redirect_stderr(said["stderr"]), contextlib.chdir(cwd):
        try:
            code = main([str(part) for part in arguments])
        except SystemExit as end:
            code = end.code
    texts = {name: stream.buffer.getvalue().decode() for name, stream in said.items()}
    return SimpleNamespace(returncode=code, **texts)
