"""Export and import formats, one module each; they only parse and write."""
