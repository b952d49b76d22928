"""The Streamlit page. The only floor that knows Streamlit."""
