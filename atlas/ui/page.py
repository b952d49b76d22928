"""The page: the bar and panel, the map, and the view that both show."""

from dataclasses import replace
from uuid import uuid4

import streamlit as st

from atlas.i18n import words
from atlas.io.atlas import Atlas
from atlas.render.scene_message import legend_message, scene_message
from atlas.scene.query.permalink import parse_query, to_query
from atlas.scene.story.library import resolve_view
from atlas.serve.http import URL_PREFIX
from atlas.serve.offline import kept_link
from atlas.serve.routes.panel import PageView, apply_acts, link_of, panel_data
from atlas.serve.sessions import COOKIE, answering
from atlas.serve.state import current_atlas, scene_of
from atlas.streamlit.mounting import mount_map, served_component
from atlas.streamlit_seam import RUN_EVERY_SECONDS, freeze_garbage_collector
from atlas.ui.failure import explain_failures, failure_of


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
    st.session_state.known = False
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
    # What the page shows already is not composed and sent a second time.
    known, st.session_state.known = st.session_state.known, False
    scene = None if known else scene_of(view, atlas)
    # `session` and `runs` tell the page that its connection was lost: to another process, or to the same.
    progress = {key: st.session_state[key] for key in ("done", "session", "runs")}
    shown = {
        "page": f"{URL_PREFIX}/map?lang={view.lang}",
        "title": words(view.lang)["map.map"],
        "state": scene_message(scene) if scene else None,
    }
    beside = {"kept": kept_link(view, atlas, st.context.cookies.get(COOKIE)), **progress}
    mount_map(served_component("bridge", URL_PREFIX), "map", shown, beside=beside, callbacks={"action": _apply_actions})
    panel = panel_data(_page(), scene, atlas) | {"legend": legend_message(scene, with_symbols=True)} if scene else {}
    # An action that is undone before its run ends leaves the data as they were: `done` tells the page to go on.
    done = {"known": known, "done": st.session_state.done}
    served_component("page", URL_PREFIX)(key="page", data=panel | done, height="content")


def _page() -> PageView:
    return PageView(st.session_state.view, st.session_state.open_layer, st.session_state.problems)


def _apply_actions() -> None:
    """Apply the actions since the last run; where the program fails, the view stays and a message says so."""
    try:
        _apply_waiting()
    except Exception:  # noqa: BLE001 - whatever it is, it is logged and said
        st.session_state.problems = (failure_of(_apply_actions.__name__),)


def _apply_waiting() -> None:
    """Apply the actions since the last run in order."""
    message = st.session_state["map"].get("action") or {}
    waiting = [action for action in message.get("acts", ()) if action["serial"] > st.session_state.done]
    if not waiting:
        return
    st.session_state.done = waiting[-1]["serial"]
    page, answered = _page(), message.get("answered") or {}
    if answered.get("link") == link_of(page.view):
        # The route `act` has answered them and written the link, from which this page was opened meanwhile.
        page = replace(page, open_layer=answered.get("open"))
    else:
        page = apply_acts(page, waiting, _atlas())
    st.session_state.open_layer, st.session_state.problems = page.open_layer, page.problems
    if page.view != st.session_state.view:
        st.session_state.view = page.view
        st.query_params.from_dict(to_query(page.view))
        st.session_state.link = _query()
    here = {"link": link_of(page.view), "open": page.open_layer}
    st.session_state.known = answered == here and not page.problems
