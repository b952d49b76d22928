"""The cooperation network: lists, arcs, timeline, sheets."""
