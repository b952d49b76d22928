"""Compile the layers of the cooperation network."""
