"""What a reader sees of a mistake of the program: a sentence with an id, under which the log has the rest.

Streamlit would show its traceback, with the folders of the server.
"""

from collections.abc import Callable
from functools import wraps

import streamlit as st

from atlas.errors import AtlasError
from atlas.i18n import LANGUAGES
from atlas.serve.security import report_failure

# Exceptions reach nobody as they are, whoever starts the app and with whatever settings.
NO_DETAILS = ("client.showErrorDetails", "none")


def hide_details() -> None:
    """Keep Streamlit from showing exceptions, in a server that was started without our settings."""
    st.set_option(*NO_DETAILS)


def explain_failures(draw: Callable[[], None]) -> Callable[[], None]:
    """Make a function that draws say in a sentence that it failed."""

    @wraps(draw)
    def explained() -> None:
        try:
            draw()
        except Exception:  # noqa: BLE001 - whatever it is, it is logged and said
            st.error(failure_of(draw.__name__).text(_lang()))

    return explained


def failure_of(where: str) -> AtlasError:
    """Log the exception that is being handled; return what is said of it."""
    return AtlasError("failed", id=report_failure(f"page, {where.strip('_')}"))


def _lang() -> str:
    lang = st.query_params.get("lang")
    return lang if lang in LANGUAGES else LANGUAGES[0]
