"""What a reader does, from several layers at once: add, analyse, judge, annotate, export. No Textual here."""
