"""Files for other software: one module a format, from the same tables."""
