"""The entry of the app: `streamlit run app.py` serves the page and the routes beside it on one port."""

import streamlit as st

from atlas.serve.routes import ROUTES, lifespan
from atlas.ui.page import main

app = st.App(__file__, routes=ROUTES, lifespan=lifespan)

if __name__ == "__main__" and st.runtime.exists():
    main()
