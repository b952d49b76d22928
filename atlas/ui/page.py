"""The page: the bar and panel, the map, and the view that both show."""

from uuid import uuid4

import streamlit as st

from atlas.errors import AtlasError
from atlas.i18n import words
from atlas.io.atlas import Atlas
from atlas.render.scene_message import scene_message
from atlas.scene.map.compose import compose
from atlas.scene.query.actions import apply_action
from atlas.scene.query.permalink import parse_query, to_query
from atlas.scene.story.library import resolve_view
from atlas.serve.http import URL_PREFIX
from atlas.serve.offline import kept_link
from atlas.serve.sessions import COOKIE, answering
from atlas.serve.state import current_atlas
from atlas.streamlit.mounting import mount_map, served_component
from atlas.streamlit_seam import RUN_EVERY_SECONDS, freeze_garbage_collector
from atlas.ui.failure import explain_failures, failure_of
from atlas.ui.panel import panel_data


@explain_failures
def main() -> None:
    """Draw the whole page."""
    st.set_page_config(page_title=words("fr")["app.title"], layout="wide")
    st.session_state.setdefault("session", uuid4().hex)
    st.session_state.runs = st.session_state.get("runs", 0) + 1
    if st.session_state.get("link") != _query():
        # The first visit, and every step back or forward in the browser's history.
        _open_link(_atlas())
    _stage()
    _keep_running()
    freeze_garbage_collector()


@st.fragment(run_every=RUN_EVERY_SECONDS)
def _keep_running() -> None:
    """Draw nothing: a page that runs by itself runs again after a lost connection."""


def _atlas() -> Atlas:
    """Return the atlas with the layers that the reader of this page has uploaded."""
    with answering(st.context.cookies.get(COOKIE)):
        return current_atlas()


def _open_link(atlas: Atlas) -> None:
    """Take the view from the link; an invalid part of it is a message, and the rest opens."""
    st.session_state.link = _query()
    parsed, unread = parse_query(st.session_state.link)
    view, unfit = resolve_view(parsed, atlas)
    st.session_state.view = view
    st.session_state.setdefault("open_layer", None)
    st.session_state.setdefault("done", 0)
    # A layer of the link that cannot be read is among both.
    problems = {str(problem): problem for problem in (*atlas.problems, *unread, *unfit)}
    st.session_state.problems = tuple(problems.values())


def _query() -> dict[str, list[str]]:
    return {key: st.query_params.get_all(key) for key in st.query_params}


@st.fragment
@explain_failures
def _stage() -> None:
    """Draw bar, panel and map; an action of the reader runs this again and nothing else."""
    atlas, view = _atlas(), st.session_state.view
    scene = compose(view, atlas)
    state = scene_message(scene)
    source = f"{URL_PREFIX}/map?lang={view.lang}"
    # `session` and `runs` tell the page that its connection was lost: to another process, or to the same.
    progress = {key: st.session_state[key] for key in ("done", "session", "runs")}
    kept = kept_link(view, atlas, st.context.cookies.get(COOKIE))
    shown = {"page": source, "title": words(view.lang)["map.map"], "state": state}
    beside = {"kept": kept, **progress}
    mount_map(served_component("bridge", URL_PREFIX), "map", shown, beside=beside, told={"action": _apply_actions})
    data = panel_data(view, scene, atlas, open_layer=st.session_state.open_layer, problems=st.session_state.problems)
    # An action that is undone before its run ends leaves the data as they were: `done` tells the page to go on.
    served_component("page", URL_PREFIX)(key="page", data=data | {"done": st.session_state.done}, height="content")


def _apply_actions() -> None:
    """Apply the actions since the last run; where the program fails, the view stays and a message says so."""
    try:
        _apply_waiting()
    except Exception:  # noqa: BLE001 - whatever it is, it is logged and said
        st.session_state.problems = (failure_of(_apply_actions.__name__),)


def _apply_waiting() -> None:
    """Apply the actions since the last run in order; a refused action is a message and changes nothing."""
    message = st.session_state["map"].get("action") or {}
    waiting = [action for action in message.get("acts", ()) if action["serial"] > st.session_state.done]
    if not waiting:
        return
    atlas, view, refused = _atlas(), st.session_state.view, []
    for action in waiting:
        st.session_state.done = action["serial"]
        if action.get("kind") == "open":
            st.session_state.open_layer = action.get("layer")
            continue
        try:
            view, st.session_state.problems = resolve_view(apply_action(view, action, atlas.catalog), atlas)
        except AtlasError as problem:
            refused.append(problem)
    if refused:
        st.session_state.problems = tuple(refused)
    if view != st.session_state.view:
        st.session_state.view = view
        st.query_params.from_dict(to_query(view))
        st.session_state.link = _query()
