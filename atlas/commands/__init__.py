"""The commands of ``python -m atlas``: each module adds its own. They import what they need when they run."""
