"""Components of Streamlit: how scripts and maps of the atlas are mounted, in its own app and in those of others.

A map is mounted in one way (`mount_map`, and ``streamlit/mounted_map.js`` in the browser): its page is loaded into a
frame once, and what it shows next is a message to that page. The app serves its page and scripts; an app that serves
nothing of the atlas is sent them.
"""

from collections.abc import Callable, Mapping
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


def mount_map(
    component: Any,
    key: str,
    shown: Mapping[str, object],
    *,
    beside: Mapping[str, object],
    callbacks: Mapping[str, Callable[[], None]],
) -> Any:
    """Mount a map, once for its key; in later runs hand its page what it shows then.

    Parameters
    ----------
    component
        Of a script that mounts maps: ``shell/bridge.js`` or ``streamlit/mount.js``.
    key
        Name of the map.
    shown
        ``page``: what its frame loads; ``title``: of the frame; ``state``: what that page is to show, None where it
        holds all that it shows.
    beside
        What the script is handed besides.
    callbacks
        What the script reports, and what is called then.

    Returns
    -------
    dict
        What the script has reported, by name.
    """
    called = {f"on_{name}_change": call for name, call in callbacks.items()}
    return component(key=key, data={**shown, **beside}, height="content", **called)
