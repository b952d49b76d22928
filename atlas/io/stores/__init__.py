"""Stores of rows: files, files queried through DuckDB, a PostGIS database, behind one protocol."""
