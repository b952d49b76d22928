"""A geospatial atlas of post-mining territories."""

import logging

# Quiet as a library: who runs the atlas says where its log goes.
logging.getLogger(__name__).addHandler(logging.NullHandler())
