"""The page: the bar and panel, the map, and the view that both show."""

from functools import cache
from importlib.resources import files
from typing import Any

import streamlit as st

from atlas.errors import AtlasError
from atlas.i18n import words
from atlas.render.assets import theme_style
from atlas.render.state import scene_message
from atlas.scene.act import act
from atlas.scene.answer import fit
from atlas.scene.compose import compose
from atlas.scene.permalink import parse_query, to_query
from atlas.serve.opened import Opened, opened
from atlas.serve.routes import HOME
from atlas.ui.panel import panel_data


@cache
def _component(name: str) -> Any:
    return st.components.v2.component(f"atlas_{name}", js=_file(f"{name}.js"), css=_file(f"{name}.css"))


def _file(name: str) -> str:
    return files("atlas.ui").joinpath(name).read_text(encoding="utf-8")


def main() -> None:
    """Draw the whole page."""
    st.set_page_config(page_title=words("fr")["app.title"], layout="wide")
    st.html(f"<style>{theme_style().replace('fonts/', HOME + '/fonts/')}\n{_file('page.css')}</style>")
    if "view" not in st.session_state:
        _open_link(opened())
    _stage()


def _open_link(atlas: Opened) -> None:
    """Take the view from the link; what cannot be used of it is said, and the rest opens."""
    query = {key: st.query_params.get_all(key) for key in st.query_params}
    asked, unread = parse_query(query)
    view, unfit = fit(asked, atlas.catalog, atlas.frames)
    st.session_state.view = view
    st.session_state.open_layer = None
    st.session_state.problems = (*atlas.catalog.problems, *unread, *unfit)


@st.fragment
def _stage() -> None:
    """Draw bar, panel and map; an act of the reader runs this again and nothing else."""
    atlas, view = opened(), st.session_state.view
    scene = compose(view, atlas.catalog, atlas.frames, mark=atlas.mark)
    data = panel_data(view, scene, atlas, open_layer=st.session_state.open_layer, problems=st.session_state.problems)
    _component("panel")(key="panel", data=data, on_action_change=lambda: _acted("panel"), height="content")
    state = scene_message(scene)
    st.session_state.fitted = state["bounds"]
    title = words(view.lang)["map.map"]
    source = f"{HOME}/map?lang={view.lang}"
    _component("map_bridge")(
        key="map",
        data={"src": source, "title": title, "state": state},
        on_action_change=lambda: _acted("map"),
        height="content",
    )


def _acted(key: str) -> None:
    """Apply what the reader did; what cannot be done is said and changes nothing."""
    action = st.session_state[key].get("action")
    if not action:
        return
    atlas = opened()
    if action.get("kind") == "open":
        st.session_state.open_layer = action.get("layer")
        return
    try:
        view = act(st.session_state.view, action, atlas.catalog)
        fitted, problems = fit(view, atlas.catalog, atlas.frames)
    except AtlasError as problem:
        st.session_state.problems = (problem,)
        return
    st.session_state.view = fitted
    st.session_state.problems = problems
    st.query_params.from_dict(to_query(fitted))
