"""Compile the layers of the mining basin."""
