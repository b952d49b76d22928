"""Statistics on frames: classes, facets, ranks, similarity, summaries, text index."""
