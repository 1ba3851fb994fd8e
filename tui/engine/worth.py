"""How much there is to check in a proposition, and what shows it."""

from __future__ import annotations

from collections.abc import Sequence

from tui.engine.figures import figures
from tui.engine.lexicon import Lexicon
from tui.engine.prepare import Sentence, Token
from tui.engine.types import Reason
from tui.text.spans import Span

THRESHOLD = 0.5
"""The score from which a proposition is a claim."""
PLAIN = 9
"""Words of a quotation from which it can be a claim without a further sign."""
_SIGNS = (
    ("all", "absolute", "“{word}” leaves no exception"),
    ("neg", "negation", "“{word}” says that something is not so"),
    ("future", "future", "“{word}” speaks of what is to come"),
)


def within(name: str, words: Lexicon) -> str:
    """A name as it stands inside a sentence: "The council" becomes "the council"."""
    first, _, rest = name.partition(" ")
    small = first.lower()
    return (
        f"{small} {rest}" if rest and (small in words["determiner"].words or small in words["pronoun"].words) else name
    )


def worth(sentence: Sentence, span: Span, tokens: Sequence[Token], words: Lexicon) -> tuple[float, tuple[Reason, ...]]:
    """What a proposition adds to (or takes from) the score of its cue, with reasons."""
    found: list[Reason] = []
    for name, kind, text in _SIGNS:
        section = words[name].words
        word = next((t for t in tokens if t.low.removesuffix("'s") in section and t.text != "May"), None)
        if word:
            found.append(Reason(kind, text.format(word=word.text), 0.12, (Span(word.start, word.end),)))
    base = sentence.span.start
    if figures(sentence.text, span.start - base, span.end - base, words):
        found.append(Reason("figure", "it gives a figure that can be checked", 0.12, (span,)))
    quoted = tokens[0].quoted
    named = len(tokens) > 1 and tokens[1].capital and tokens[0].low not in words["pronoun"].words
    if quoted and (named or tokens[0].low in words["third"].words):
        found.append(Reason("fact", "it says how things are, beyond the speaker's own plans", 0.06, (span,)))
    total = sum(reason.weight for reason in found)
    if "?" in sentence.slice(span.start, min(span.end + 2, sentence.span.end)):
        total -= 0.4
    if len(tokens) < 5:
        total -= 0.05
    if quoted and len(tokens) < PLAIN and not any(reason.kind != "fact" for reason in found):
        total -= 0.07  # "It is a shame"
    if len(tokens) < 8 and not found and tokens[0].low in words["one-person"].words:
        total -= 0.1  # "he kept finches"
    if quoted and tokens[0].low in words["aside"].words:
        total -= 0.3
    if quoted and tokens[0].low in words["self"].words and not any(r.kind in ("negation", "future") for r in found):
        total -= 0.1
    if any(t.low in words["asks"].words and tokens[i + 1].low in words["wh"].words for i, t in enumerate(tokens[:-1])):
        total -= 0.3
    if any(
        t.low in words["opinion"].words
        and not (i and tokens[i - 1].low in words["infinitive"].words)
        and not (t.low in words["as-if"].words and (i == 0 or tokens[i - 1].low not in words["pronoun"].words))
        and not (t.low in words["could"].words and i + 1 < len(tokens) and tokens[i + 1].low in words["happen"].words)
        for i, t in enumerate(tokens[:6])
    ):
        total -= 0.2
    return total, tuple(found)
