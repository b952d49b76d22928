"""The map of the atlas as a component for any app of Streamlit.

>>> from atlas.streamlit import st_atlas
>>> st_atlas.__name__
'st_atlas'
"""

from atlas.streamlit.component import MapAnswer, st_atlas

__all__ = ["MapAnswer", "st_atlas"]
