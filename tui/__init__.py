"""Counterpoint: close reading in the terminal, every claim beside what speaks against it."""

__version__ = "0.1.0"
