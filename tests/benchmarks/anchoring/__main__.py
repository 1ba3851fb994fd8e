"""Measure how well anchors are found again when an article changes.

    python -m tests.benchmarks.anchoring FOLDER [--each 40] [--anchors 12] [--seed 1] [--sets gum,polnear] [-v]

FOLDER holds any of the data sets newspairs, gum, readability-pages, polnear. Prints a table for the resolver as it
serves versions (both texts are known), as it serves imports (only the quotation is known), and for a plain matcher; then
the time for 1,000 anchors of one article of 100,000 characters. Never fails.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

from tests.benchmarks.anchoring.corpus import articles
from tests.benchmarks.anchoring.edits import KINDS, Edited, edited
from tests.benchmarks.anchoring.plain import best_match
from tui.text.anchoring import Anchor, Resolution, describe, resolve
from tui.text.sentences import sentences
from tui.text.spans import Span
from tui.text.words import words

_OFF = 2
"""How many characters an end may be beside its gold place, as where a letter at the very end was dropped."""

Answer = tuple[str, Span | None]
"""State and span: silent states are exact, moved and fuzzy."""
Matcher = Callable[[Anchor, str, str], Answer]


def main() -> None:
    parser = argparse.ArgumentParser(description="How well anchors are found again.")
    parser.add_argument("folder", type=Path)
    parser.add_argument("--each", type=int, default=40, help="articles of each data set")
    parser.add_argument("--anchors", type=int, default=12, help="anchors of each article and edit")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--sets", default="", help="only these data sets, with commas")
    parser.add_argument("--plain", type=int, default=1, help="0 leaves the plain matcher out, which is slow")
    parser.add_argument("-v", action="store_true", help="show what went wrong")
    arguments = parser.parse_args()
    sets = articles(arguments.folder, arguments.each)
    wanted = [s for s in arguments.sets.split(",") if s] or list(sets)
    texts = [text for name in wanted for text in sets[name]]
    print(
        ", ".join(f"{name} {len(sets[name])}" for name in wanted), f"articles, {arguments.anchors} anchors, ten edits"
    )
    matchers: dict[str, Matcher] = {"both texts known": _versions, "only the quotation known": _imports}
    if arguments.plain:
        matchers["plain best match"] = _plain
    for name, counts in measure(texts, matchers, arguments.anchors, arguments.seed, verbose=arguments.v).items():
        print(f"\n{name}\n")
        table(counts)
    print()
    speed(texts, random.Random(arguments.seed))


def _versions(anchor: Anchor, new: str, old: str) -> Answer:
    found = resolve(anchor, new, old_text=old)
    return found.state, found.span


def _imports(anchor: Anchor, new: str, old: str) -> Answer:
    found = resolve(anchor, new)
    return found.state, found.span


def _plain(anchor: Anchor, new: str, old: str) -> Answer:
    span = best_match(anchor, new)
    return ("orphan" if span is None else "fuzzy"), span


def measure(
    texts: list[str], matchers: dict[str, Matcher], number: int, seed: int, *, verbose: bool = False
) -> dict[str, dict[str, Counter[str]]]:
    """For each matcher and kind of edit, how many answers of each sort (see `judged`)."""
    counts: dict[str, dict[str, Counter[str]]] = {m: {k: Counter() for k in KINDS} for m in matchers}
    lines = [[s.of(t) for s in sentences(t) if 40 < s.length < 240] for t in texts]
    for kind in KINDS:
        for n, text in enumerate(texts):
            rng = random.Random(f"{seed} {kind} {n}")
            new = edited(text, kind, lines[n - 1] or ["Nobody was there to hear it."], rng)
            for span in spans(text, number, rng):
                anchor = describe(text, span)
                for name, matcher in matchers.items():
                    answer = matcher(anchor, new.text, text)
                    sort = judged(new, text, span, answer)
                    counts[name][kind][sort] += 1
                    if verbose and name == "both texts known" and sort not in ("right", "gone", "torn"):
                        _show(kind, sort, text, span, new, answer)
    return counts


def spans(text: str, number: int, rng: random.Random) -> list[Span]:
    """Passages such as people mark: names and phrases, clauses, sentences, runs of sentences, paragraphs."""
    found: list[Span] = []
    all_words, all_sentences = words(text), [s for s in sentences(text) if s.length > 12]
    paragraphs: list[Span] = []
    at = 0
    for line in text.split("\n"):
        paragraphs.append(Span(at, at + len(line)))
        at += len(line) + 1
    for _ in range(number):
        pick = rng.random()
        if pick < 0.35:
            low, high = (1, 3) if pick < 0.1 else (3, 8) if pick < 0.22 else (8, 16)
            first = rng.randrange(len(all_words))
            last = min(len(all_words) - 1, first + rng.randint(low, high) - 1)
            span = Span(all_words[first].start, all_words[last].end)
            if span.length < 4 or "\n" in span.of(text):
                continue
        elif pick < 0.75:
            span = rng.choice(all_sentences)
        elif pick < 0.88:
            first = rng.randrange(len(all_sentences))
            last = min(len(all_sentences) - 1, first + rng.randint(1, 2))
            span = Span(all_sentences[first].start, all_sentences[last].end)
        else:
            span = rng.choice(paragraphs)
        found.append(span)
    return found


def judged(new: Edited, text: str, span: Span, answer: Answer) -> str:
    """right, review (at the right place), lost (an orphan), astray (review of another place), wrong; for a deleted
    passage gone (an orphan), doubted (a review), taken (wrong), and with a copy elsewhere gone+, doubted+, taken+; torn
    where there is no one answer."""
    gold = new.gold(text, span)
    state, place = answer
    if gold == "torn":
        return "torn"
    silent = state not in ("review", "orphan")
    if gold is None:
        copied = "+" if span.of(text).strip() in new.text else ""
        return ("taken" if silent else "gone" if place is None else "doubted") + copied
    assert isinstance(gold, Span)
    if place is None:
        return "lost"
    near = abs(place.start - gold.start) <= _OFF and abs(place.end - gold.end) <= _OFF
    if silent:
        return "right" if near else "wrong"
    return "review" if near else "astray"


def table(counts: dict[str, Counter[str]]) -> None:
    """Prints the shares of each kind of edit and of all."""
    print(
        "| edit | anchorable | correct | review | orphan | wrong | deleted → wrong | deleted, quoted elsewhere → wrong |"
    )
    print("| --- | --- | --- | --- | --- | --- | --- | --- |")
    total: Counter[str] = Counter()
    for kind, count in counts.items():
        total += count
        _row(kind, count)
    _row("**all**", total)
    sure = total["wrong"] + total["taken"] + total["taken+"]
    everything = sum(total.values()) - total["torn"]
    print(
        f"\nwrong of all: {_share(sure, everything)} of {everything}; torn and not counted: {total['torn']}; ", end=""
    )
    print(f"review at the right place {total['review']}, at another {total['astray']}")


def _row(name: str, c: Counter[str]) -> None:
    there = c["right"] + c["review"] + c["astray"] + c["lost"] + c["wrong"]
    gone, copied = c["gone"] + c["doubted"] + c["taken"], c["gone+"] + c["doubted+"] + c["taken+"]
    doubt = c["review"] + c["astray"]
    shares = [_share(n, there) for n in (c["right"], doubt, c["lost"], c["wrong"])]
    deleted = f"{_share(c['taken'], gone)} of {gone}" if gone else "–"
    quoted = f"{_share(c['taken+'], copied)} of {copied}" if copied else "–"
    print(f"| {name} | {there} | {' | '.join(shares)} | {deleted} | {quoted} |")


def _share(part: int, whole: int) -> str:
    return f"{100 * part / max(1, whole):.1f} %"


def _show(kind: str, sort: str, text: str, span: Span, new: Edited, answer: Answer) -> None:
    gold = new.gold(text, span)
    print(f"--- {kind}: {sort} ({answer[0]})")
    print(
        f"    old  {text[max(0, span.start - 30) : span.start]!r} [{span.of(text)[:300]!r}] {text[span.end : span.end + 30]!r}"
    )
    for name, place in (("gold", gold), ("said", answer[1])):
        if isinstance(place, Span):
            around = new.text[max(0, place.start - 30) : place.start], new.text[place.end : place.end + 30]
            print(f"    {name} {around[0]!r} [{place.of(new.text)[:300]!r}] {around[1]!r}")


def speed(texts: list[str], rng: random.Random) -> None:
    """The time for 1,000 anchors of one article of 100,000 characters, a quarter of them deleted or never there."""
    text = ""
    for one in rng.sample(texts, len(texts)):
        text += one + "\n"
    text, strange = text[:100_000], text[100_000:]
    marked = spans(text, 1100, rng)[:750]
    foreign = spans(strange, 400, rng)[: 1000 - len(marked)]
    anchors = [describe(text, s) for s in marked] + [describe(strange, s) for s in foreign]
    for kind in ("typos", "several at once"):
        new = edited(text, kind, ["A sentence that was not there before."], rng).text
        for name, old in (("both texts", text), ("quotation only", None)):
            began, busy = time.perf_counter(), time.process_time()
            found = [resolve(anchor, new, old_text=old) for anchor in anchors]
            took, busy = time.perf_counter() - began, time.process_time() - busy
            what = f"{len(anchors)} anchors, {len(new):,} characters, {kind}, {name}"
            print(f"{what}: {took:.2f} s ({busy:.2f} s of processor time), {_states(found)}")


def _states(found: list[Resolution]) -> str:
    count = Counter(one.state for one in found)
    return ", ".join(f"{number} {state}" for state, number in count.most_common())


if __name__ == "__main__":
    main()
