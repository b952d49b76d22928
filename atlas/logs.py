"""The log of the atlas: quiet in a library, one line a problem on standard error in a command or an app.

Every module logs under its own name, below ``atlas``.
"""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager

_VERBOSE = "%(asctime)s %(levelname)s %(name)s: %(message)s"


class _OneLine(logging.Formatter):
    """Formats a record as one line: an exception is named, its traceback left to ``--verbose``."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the message, with the exception in a word where there is one."""
        line = record.getMessage()
        error = record.exc_info[1] if record.exc_info else None
        return " ".join((f"{line}: {error!r}" if error else line).split())


@contextmanager
def log_to_stderr(*, verbose: bool = False) -> Iterator[None]:
    """Write the log to standard error: problems, one line each; with `verbose` all of it, with tracebacks.

    Nothing changes where the log of the atlas goes somewhere already.
    """
    logger, handler = logging.getLogger("atlas"), logging.StreamHandler(sys.stderr)
    if any(not isinstance(other, logging.NullHandler) for other in logger.handlers):
        yield
        return
    handler.setFormatter(logging.Formatter(_VERBOSE) if verbose else _OneLine())
    level = logger.level
    logger.setLevel(logging.DEBUG if verbose else logging.WARNING)
    logger.addHandler(handler)
    try:
        yield
    finally:
        logger.removeHandler(handler)
        logger.setLevel(level)
