"""Components of Streamlit: how the scripts of the atlas are mounted, in its own app and in those of others."""

from functools import cache
from typing import Any

import streamlit as st

from atlas.render.bundle import bundle_exports
from atlas.render.chunks import chunk_address
from atlas.streamlit_seam import component_script


@cache
def served_component(name: str, home: str) -> Any:
    """Return a component whose script the routes of the atlas serve.

    Parameters
    ----------
    name
        A module of ``atlas/render/web/shell`` that exports ``mount``.
    home
        Path of the routes of `atlas.serve`.
    """
    return st.components.v2.component(f"atlas_{name}", js=component_script(chunk_address(home, f"shell/{name}.js")))


def inlined_component(name: str, entry: str, exported: str) -> Any:
    """Return a component whose script is sent with it, for an app that serves nothing of the atlas.

    Parameters
    ----------
    name
        Of the component.
    entry
        A module below ``atlas/render/web``.
    exported
        Its function that Streamlit calls.
    """
    return st.components.v2.component(name, js=f"export default {bundle_exports(entry)}.{exported};\n")
