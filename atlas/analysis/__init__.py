"""Pure functions on frames. See the modules; importing this package computes nothing."""
