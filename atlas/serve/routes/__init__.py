"""HTTP routes, one module a mode of the app."""
