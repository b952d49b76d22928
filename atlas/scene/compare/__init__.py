"""Comparison of territories: indicators, ranks, maps, evidence."""
