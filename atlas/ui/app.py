"""The app: the page and the routes beside it, on one port."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib.resources import files
from pathlib import Path
from typing import Any

import streamlit as st
from starlette.middleware import Middleware

from atlas.environment import LogSettings, read_limits
from atlas.logs import log_to_stderr
from atlas.serve.app import ROUTES, lifespan
from atlas.serve.metrics import MetricsMiddleware

SCRIPT = Path(str(files("atlas").joinpath("ui", "script.py")))


@asynccontextmanager
async def _logged_lifespan(app: object) -> AsyncIterator[None]:
    """Write problems to standard error while the server runs; all that is logged under ``ATLAS_VERBOSE=1``."""
    with log_to_stderr(verbose=bool(read_limits(LogSettings).verbose)):
        async with lifespan(app):
            yield


# What `streamlit.App` takes beside the script.
OPTIONS: dict[str, Any] = {
    "routes": ROUTES,
    "lifespan": _logged_lifespan,
    "middleware": [Middleware(MetricsMiddleware)],
}

# As `.streamlit/config.toml` of the repository, and for a server that nobody edits while it runs.
_SETTINGS = {
    "browser.gatherUsageStats": False,
    "server.showEmailPrompt": False,
    "server.headless": True,
    "server.fileWatcherType": "none",
}


def run_app(host: str, port: int) -> None:
    """Serve the app until it is stopped.

    Parameters
    ----------
    host
        Address to listen at: ``127.0.0.1`` for this machine alone, ``0.0.0.0`` for a network.
    port
        Port to listen at.
    """
    settings = _SETTINGS | {"server.address": host, "server.port": port}
    st.App(SCRIPT, **OPTIONS).run(config=settings)
