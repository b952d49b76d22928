"""The view and the rows that it keeps: permalinks, validation, row masks, actions."""
