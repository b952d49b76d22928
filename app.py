"""The entry of the app in the repository: `streamlit run app.py`. Installed, it is `atlas serve`."""

import streamlit as st

from atlas.ui.app import OPTIONS, SCRIPT

# Streamlit looks for this very call in the text of this file, without running it.
app = st.App(SCRIPT, **OPTIONS)
