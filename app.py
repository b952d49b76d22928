"""The entry of the app: `streamlit run app.py` serves the page and the routes beside it on one port."""

import streamlit as st
from starlette.middleware import Middleware

from atlas.serve.app import ROUTES, lifespan
from atlas.serve.metrics import Measured

app = st.App(__file__, routes=ROUTES, lifespan=lifespan, middleware=[Middleware(Measured)])

if __name__ == "__main__" and st.runtime.exists():
    # The page needs geopandas; the server must not wait for its import.
    from atlas.ui.page import main

    main()
