"""Sources that can be refreshed: declared in ``declared/<id>.toml``, fetched, compared, applied on request."""
