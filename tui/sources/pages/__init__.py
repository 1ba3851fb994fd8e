"""Web pages: which part of one is the article, in which paragraphs, and what the page says about it."""
