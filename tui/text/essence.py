"""Does a passage that was found again still say the same? Some changed words matter more than any number of typing errors."""

from __future__ import annotations

from difflib import SequenceMatcher

import regex

from tui.text.folding import fold_line

_WORD = regex.compile(r"[\w\p{M}]+(?:[.,:’'][\w\p{M}]+)*+|[%€$£¥]")
_DENIES = frozenset(
    [
        "not",
        "no",
        "never",
        "none",
        "nobody",
        "nothing",
        "neither",
        "nor",
        "without",
        "cannot",
        "nicht",
        "kein",
        "keine",
        "keinen",
        "nie",
        "niemand",
        "ohne",
        "ne",
        "pas",
        "jamais",
        "aucun",
        "aucune",
        "sans",
        "non",
        "nunca",
        "jamás",
        "sin",
        "mai",
        "senza",
        "não",
        "nem",
        "sem",
        "niet",
        "geen",
        "nooit",
    ]
)
_TYPED_WRONG = 0.6
"""From this likeness on, one word is the other with typing errors."""
_MOST = 400
"""Words that are compared; a passage that is longer has context enough."""


def says_otherwise(old: str, new: str) -> bool:
    """Do a number, a name or a denial differ between two passages that are the same else?

    A name is a word with a capital letter that does not begin the passage; one that differs from the other by some
    characters only is taken for a typing error. Numbers are compared exactly. Denials are the small words of some
    European languages; elsewhere only numbers and names are seen.
    """
    before, after = (_WORD.findall(fold_line(text).text)[:_MOST] for text in (old, new))
    keys = [[word.casefold() for word in words] for words in (before, after)]
    matcher = SequenceMatcher(None, keys[0], keys[1], autojunk=False)
    for kind, a0, a1, b0, b1 in matcher.get_opcodes():
        if kind == "equal":
            continue
        gone = list(zip(range(a0, a1), before[a0:a1], keys[0][a0:a1], strict=True))
        come = list(zip(range(b0, b1), after[b0:b1], keys[1][b0:b1], strict=True))
        for side, other in ((gone, come), (come, gone)):
            for at, word, key in side:
                if key in _DENIES or key.endswith(("n't", "n’t")):
                    return True
                if any(character.isdigit() for character in word):
                    return True
                if at and word[0].isupper() and not any(_alike(key, third) for _, _, third in other):
                    return True
    return False


def _alike(one: str, other: str) -> bool:
    return SequenceMatcher(None, one, other, autojunk=False).ratio() >= _TYPED_WRONG
