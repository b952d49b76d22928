"""The view and its answer: permalink, validation, row masks, actions on a view."""
