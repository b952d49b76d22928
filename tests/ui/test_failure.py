"""What a reader sees where the program fails: a sentence with the id of its line in the log, and nothing else."""

import contextlib
import logging
import re

import pytest
import streamlit as st
from streamlit import config
from streamlit.testing.v1 import AppTest

from atlas.ui import page
from atlas.ui.app import SCRIPT, _logged_lifespan
from tests.coroutines import run_in_thread
from tests.streamlit_client import run_actions
from tests.waiting import PATIENCE_SECONDS

STARTS = {"fr": "L’atlas a échoué", "en": "The atlas failed", "pt": "O atlas falhou"}


@pytest.fixture
def app():
    return AppTest.from_file(str(SCRIPT), default_timeout=PATIENCE_SECONDS)


def fail(*_, **__):
    raise RuntimeError("/srv/secret/layers")


@pytest.mark.parametrize("step", ["scene_of", "parse_query"])
@pytest.mark.parametrize("lang", STARTS)
def test_a_page_that_cannot_be_drawn_says_so(app, monkeypatch, caplog, step, lang):
    monkeypatch.setattr(page, step, fail)
    app.query_params["lang"] = lang
    with caplog.at_level(logging.ERROR, logger="atlas"):
        app.run()
    assert not app.exception
    [said] = [element.value for element in app.error]
    assert said.startswith(STARTS[lang])
    assert "secret" not in said
    assert failures(caplog) == re.findall(r"[0-9a-f]{8}", said)


def test_an_action_that_fails_changes_nothing_and_is_a_message(app, monkeypatch, caplog):
    app.query_params["lang"] = "en"
    app.run()
    monkeypatch.setattr(page, "apply_acts", fail)
    with caplog.at_level(logging.ERROR, logger="atlas"):
        run_actions(app, [{"kind": "set", "query": {"mode": ["compare"]}, "serial": 1}])
    assert not app.exception
    [problem] = app.session_state.problems
    assert problem.text("en").startswith(STARTS["en"])
    assert failures(caplog) == [problem.named["id"]]
    assert app.session_state.view.mode == "explore"


def failures(caplog):
    """Return the ids of the failures in the log."""
    return [id_ for record in caplog.records for id_ in re.findall(r"^failure (\w{8})", record.getMessage())]


def test_streamlit_shows_no_exception_however_the_app_was_started(monkeypatch):
    @contextlib.asynccontextmanager
    async def nothing(_):
        yield

    # As `streamlit run app.py` in another folder, whose settings are others.
    st.set_option("client.showErrorDetails", "full")

    async def start():
        async with _logged_lifespan(None):
            return config.get_option("client.showErrorDetails")

    monkeypatch.setattr("atlas.ui.app.lifespan", nothing)
    assert run_in_thread(start()) == "none"
