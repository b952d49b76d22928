"""What the apps of a comparison of maps share: the rows that a filter keeps, buttons, and a line that counts the runs.

``ROWS`` says how many rows there are.
"""

import os

import streamlit as st

from tests.benchmarks.in_browser.rows import star_polygons


def _more():
    st.session_state.least += 1


def rows_kept():
    """Draw the buttons; return the rows that the filter keeps."""
    st.session_state.setdefault("least", 5)
    st.session_state.setdefault("runs", 0)
    st.button("again")
    st.button("more", on_click=_more)
    rows = st.cache_resource(star_polygons)(int(os.environ["ROWS"]))
    return rows[rows["area_ha"] >= st.session_state.least]


def count_run(kept):
    """Write the line below the map, which changes with every run."""
    st.session_state.runs += 1
    st.write(f"run {st.session_state.runs} rows {len(kept)}")
