"""The page without a browser: what Python decides, from the link to the next link."""

import pytest
from streamlit.testing.v1 import AppTest

from atlas.catalog.filter import Filter
from atlas.scene.query.view import View
from atlas.ui.app import SCRIPT
from tests.waiting import PATIENCE_SECONDS


@pytest.fixture
def app():
    return AppTest.from_file(str(SCRIPT), default_timeout=PATIENCE_SECONDS)


def opened(app, link):
    for key, values in link.items():
        app.query_params[key] = values
    return app.run()


def test_the_page_opens_on_the_first_view(app):
    app.run()
    assert not app.exception
    assert app.session_state.view == View()
    assert app.session_state.problems == ()


def test_a_link_is_the_view(app):
    opened(app, {"lang": "en", "slag_heaps.form": ["conical", "flat"], "territory": "246200364"})
    assert not app.exception
    assert app.session_state.view.lang == "en"
    assert app.session_state.view.filters == (Filter("slag_heaps", "form", "in", ("conical", "flat")),)
    assert app.session_state.view.territory == ("246200364",)


def test_a_bad_part_is_a_message_and_the_rest_opens(app):
    opened(app, {"lang": "en", "slag_heaps.form": "round", "year": "soon", "layers": "slag_heaps"})
    assert not app.exception
    assert app.session_state.view == View(lang="en", layers=("slag_heaps",))
    assert sorted(str(p).split(":")[0] for p in app.session_state.problems) == ["slag_heaps.form", "year"]
