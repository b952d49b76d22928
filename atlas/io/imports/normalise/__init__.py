"""Normalisation of every imported file: reference system, repair of geometries, columns and their types."""
