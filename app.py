"""The entry of the app in the repository: `streamlit run app.py`. Installed, it is `atlas serve`."""

import streamlit as st

from atlas.serve.first_map import prepare_elsewhere

# Before anything else is imported, which takes as long as half of the first map.
prepare_elsewhere()

from atlas.ui.app import OPTIONS, SCRIPT  # noqa: E402

# Streamlit looks for this very call in the text of this file, without running it.
app = st.App(SCRIPT, **OPTIONS)
