"""The language of an article: as it says, or as its small words show."""

from __future__ import annotations

import re

from tui.engine.lexicon import lexicon, served_languages
from tui.engine.types import Article

UNKNOWN = "und"
SAMPLE = 6000
"""Code points that are looked at."""
FEWEST = 12
"""Words from which on small words are counted; a shorter text is taken for English where its letters are Latin."""
SHARE = {"en": 0.22}
"""The least share of small words by language. English newspapers have .45 and more, bare lists a quarter."""
SHARE_ELSE = 0.34
"""The same for the others: French newspapers have .45 and more, but a quarter of Spanish words are French ones too."""
_WORD = re.compile(r"[^\W\d_]+(?:['’](?=[^\W\d_]))?")


def language_of(article: Article) -> str:
    """The first part of a BCP 47 tag, such as `en`; `und` where nothing says which."""
    if article.language and article.language.strip():
        return re.split(r"[-_]", article.language.strip().lower())[0]
    sample = article.text[:SAMPLE]
    found = [word.lower().replace("’", "'") for word in _WORD.findall(sample)]
    letters = sum(map(len, found))
    latin = sum(c < "\u0250" for word in found for c in word)
    if latin < letters / 2:
        return UNKNOWN
    if len(found) < FEWEST:
        return "en"
    best, share = UNKNOWN, 0.0
    for language in sorted(served_languages(), key=lambda name: name != "en"):
        small = lexicon(language)["stop"].words
        here = sum(word in small for word in found) / len(found)
        if here >= max(share, SHARE.get(language, SHARE_ELSE)):
            best, share = language, here
        if language == "en" and here > 0.36:
            break
    return best
