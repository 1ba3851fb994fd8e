"""The library: one SQLite file that holds everything a reader has."""
