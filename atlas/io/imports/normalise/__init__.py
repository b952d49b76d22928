"""What every imported file goes through: reference system, repair of geometries, columns and their types."""
