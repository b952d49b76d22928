"""Compile the layers of the world: basins, context, World Heritage, transition."""
