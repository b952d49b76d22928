"""Analysis of the cooperation network: joins of its tables, its graph, pairings of places."""
