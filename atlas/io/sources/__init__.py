"""Sources that can be asked again: each declared in ``declared/<id>.toml``, fetched, compared, applied when asked."""
