"""A geospatial atlas of post-mining territories."""
