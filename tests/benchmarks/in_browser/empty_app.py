"""The floor of any Streamlit page: a click, a rerun, a word."""

import streamlit as st

st.session_state.setdefault("clicks", 0)
if st.button("again"):
    st.session_state.clicks += 1
st.write(f"clicks: {st.session_state.clicks}")
