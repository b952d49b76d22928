"""Tables: CSV files and spreadsheets, where they begin, and the positions that their cells hold."""
