"""Talking to annotation servers."""
