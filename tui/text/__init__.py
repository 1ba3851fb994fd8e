"""Pure functions on strings: spans, paragraphs, sentences, anchors, cleaning. No I/O, nothing of ours imported."""
