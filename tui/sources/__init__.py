"""Bytes and files become documents: text with paragraphs and what the source says about itself."""
