"""CQL2, the query language of OGC: read as masks of rows, and written for a view."""
