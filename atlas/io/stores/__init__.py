"""Where the rows of layers lie: files, files asked through DuckDB, a database. Each answers the same two questions."""
