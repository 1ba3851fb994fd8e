"""Feeds, and the lists of feeds that readers take from one program to another."""
