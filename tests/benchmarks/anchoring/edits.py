"""Ten kinds of edit, each of which knows for every character of the new text where it came from.

A text is paragraphs of sentences of characters, each with its offset in the old text (-1 for a new one). So the place of
a passage after an edit is not judged by eye or by a matcher: it is read off the edit.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field

from tui.text.sentences import sentences
from tui.text.spans import Span

NEW = -1


@dataclass
class Piece:
    """Characters and where each stood in the old text."""

    text: str
    origins: list[int]

    @classmethod
    def new(cls, text: str) -> Piece:
        return cls(text, [NEW] * len(text))

    def copy(self) -> Piece:
        """The same words again: not the passage itself."""
        return Piece.new(self.text)


@dataclass
class Draft:
    """An article while it is edited."""

    paragraphs: list[list[Piece]]
    """Sentences, each with the white space that followed it."""
    others: list[str]
    """Sentences of other articles, to insert."""

    @classmethod
    def of(cls, text: str, others: list[str]) -> Draft:
        paragraphs: list[list[Piece]] = []
        at = 0
        for line in text.split("\n"):
            starts = [s.start for s in sentences(text, at, at + len(line))] or [at]
            starts[0] = at
            ends = [*starts[1:], at + len(line)]
            paragraphs.append([Piece(text[a:b], list(range(a, b))) for a, b in zip(starts, ends, strict=True)])
            at += len(line) + 1
        return cls(paragraphs, others)


@dataclass
class Edited:
    """A text after an edit, with the gold place of every old character."""

    text: str
    origins: list[int]
    places: dict[int, int] = field(init=False)

    def __post_init__(self) -> None:
        self.places = {old: new for new, old in enumerate(self.origins) if old != NEW}

    def gold(self, text: str, span: Span) -> Span | str | None:
        """Where `span` of the old text stands now; None where it was deleted; "torn" where only a part is left or its
        parts went different ways, so that there is no one right answer."""
        wanted = [i for i in range(*span) if not text[i].isspace()]
        places = [self.places[i] for i in wanted if i in self.places]
        if len(places) < 0.1 * len(wanted):
            return None
        start, end = min(places), max(places) + 1
        size = sum(not c.isspace() for c in self.text[start:end])
        if len(places) < 0.7 * len(wanted) or size > 2.5 * len(wanted) or places != sorted(places):
            return "torn"
        return Span(start, end)


def finish(draft: Draft) -> Edited:
    """The text of a draft; paragraphs that became empty go."""
    pieces: list[str] = []
    origins: list[int] = []
    for paragraph in draft.paragraphs:
        if not any(p.text.strip() for p in paragraph):
            continue
        if pieces:
            pieces.append("\n")
            origins.append(NEW)
        line = "".join(p.text for p in paragraph)
        kept = len(line.rstrip())
        pieces.append(line[:kept])
        origins += [o for p in paragraph for o in p.origins][:kept]
    return Edited("".join(pieces), origins)


def _spaced(piece: Piece) -> Piece:
    """With white space at its end, so that another sentence can follow."""
    if not piece.text or piece.text[-1].isspace():
        return piece
    return Piece(piece.text + " ", [*piece.origins, NEW])


def _some(rng: random.Random, count: int, share: float) -> list[int]:
    return sorted(rng.sample(range(count), min(count, max(1, round(count * share)))))


# The ten kinds


def typos(draft: Draft, rng: random.Random) -> None:
    """One word in eighteen: a letter doubled, dropped, changed, or two changed about."""
    for paragraph in draft.paragraphs:
        for piece in paragraph:
            text, origins = list(piece.text), piece.origins
            inside = [
                i
                for i in range(1, len(text) - 1)
                if text[i - 1].isalpha() and text[i].isalpha() and text[i + 1].isalpha()
            ]
            for i in sorted(rng.sample(inside, min(len(inside), round(len(piece.text.split()) / 18 + rng.random()))))[
                ::-1
            ]:
                kind = rng.randrange(4)
                if kind == 0:
                    text.insert(i, text[i])
                    origins.insert(i, NEW)
                elif kind == 1:
                    del text[i], origins[i]
                elif kind == 2:
                    text[i] = rng.choice("abcdefghiklmnoprstuw")
                elif i + 1 < len(text):
                    text[i], text[i + 1] = text[i + 1], text[i]
            piece.text = "".join(text)


def inserted(draft: Draft, rng: random.Random) -> None:
    """A sentence of another article before every eighth one."""
    for paragraph in draft.paragraphs:
        for i in range(len(paragraph) - 1, -1, -1):
            if rng.random() < 1 / 8:
                paragraph.insert(i, Piece.new(rng.choice(draft.others) + " "))


def moved(draft: Draft, rng: random.Random) -> None:
    """A fifth of the paragraphs go elsewhere, some two together."""
    for _ in range(max(1, len(draft.paragraphs) // 6)):
        size = rng.choice((1, 1, 2))
        if len(draft.paragraphs) <= size + 1:
            return
        at = rng.randrange(len(draft.paragraphs) - size + 1)
        block = draft.paragraphs[at : at + size]
        del draft.paragraphs[at : at + size]
        places = [i for i in range(len(draft.paragraphs) + 1) if i != at]
        to = rng.choice(places)
        draft.paragraphs[to:to] = block


def split(draft: Draft, rng: random.Random) -> None:
    """Half of the paragraphs with several sentences become two."""
    made: list[list[Piece]] = []
    for paragraph in draft.paragraphs:
        if len(paragraph) > 1 and rng.random() < 0.5:
            cut = rng.randrange(1, len(paragraph))
            made += [paragraph[:cut], paragraph[cut:]]
        else:
            made.append(paragraph)
    draft.paragraphs[:] = made


def merged(draft: Draft, rng: random.Random) -> None:
    """A third of the paragraphs join the one before them."""
    made: list[list[Piece]] = []
    for paragraph in draft.paragraphs:
        if made and rng.random() < 1 / 3:
            made[-1][-1] = _spaced(made[-1][-1])
            made[-1] += paragraph
        else:
            made.append(paragraph)
    draft.paragraphs[:] = made


def deleted(draft: Draft, rng: random.Random) -> None:
    """An eighth of the paragraphs go, and an eighth of the sentences of the others."""
    for i in _some(rng, len(draft.paragraphs), 1 / 8)[::-1]:
        if len(draft.paragraphs) > 1:
            del draft.paragraphs[i]
    for paragraph in draft.paragraphs:
        paragraph[:] = [p for p in paragraph if rng.random() >= 1 / 8]


_FRAMES = (
    "An earlier version of this article said: “{}” ",
    "“{}”, it had been reported before the correction. ",
    "The sentence “{}” has been taken out at the request of those concerned. ",
    "As one reader put it, quoting us: “{}” ",
    "Not everybody agreed that {} ",
)


def requoted(draft: Draft, rng: random.Random) -> None:
    """An eighth of the sentences, or whole paragraphs, go, and are quoted at least two paragraphs away."""
    for at in range(len(draft.paragraphs) - 1, -1, -1):
        paragraph = draft.paragraphs[at]
        far = [i for i in range(len(draft.paragraphs)) if abs(i - at) >= 2]
        if not far or rng.random() >= 1 / 5:
            continue
        if rng.random() < 0.3:
            gone, paragraph[:] = list(paragraph), []
        else:
            i = rng.randrange(len(paragraph))
            gone = [paragraph.pop(i)]
        quoted = Piece.new(rng.choice(_FRAMES).format("".join(p.text for p in gone).strip()))
        to = rng.choice(far)
        if rng.random() < 0.5:
            # As a paragraph of its own: below the one that stays, so that numbers above do not change.
            draft.paragraphs.insert(to, [quoted]) if to > at else draft.paragraphs[to].append(quoted)
        else:
            home = draft.paragraphs[to]
            place = rng.randrange(len(home) + 1)
            if place and home:
                home[place - 1] = _spaced(home[place - 1])
            home.insert(place, quoted)


_LOOKS = (
    str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "–": "-", "—": "-"}),
    str.maketrans({'"': "”", "'": "’", "-": "‑"}),
)


def normalised(draft: Draft, rng: random.Random) -> None:
    """Quotation marks and dashes another way, and white space that is wider, narrower, unbroken or of no width."""
    table = rng.choice(_LOOKS)
    for paragraph in draft.paragraphs:
        for piece in paragraph:
            text: list[str] = []
            origins: list[int] = []
            for character, origin in zip(piece.text.translate(table), piece.origins, strict=True):
                if character == " " and rng.random() < 0.25:
                    space = rng.choice(("\xa0", "  ", "\t", " \u200b"))
                    text += space
                    origins += [origin] + [NEW] * (len(space) - 1)
                elif character.isalpha() and rng.random() < 0.01:
                    text += (character, "\u200b")
                    origins += [origin, NEW]
                else:
                    text.append(character)
                    origins.append(origin)
            piece.text, piece.origins = "".join(text), origins


def case(draft: Draft, rng: random.Random) -> None:
    """A third of the paragraphs all in capitals, in small letters or with every word capitalised."""
    for paragraph in draft.paragraphs:
        if rng.random() < 1 / 3:
            change = rng.choice((str.upper, str.lower, str.title))
            for piece in paragraph:
                piece.text = "".join(
                    new if len(new) == 1 else old
                    for old, new in zip(piece.text, _each(piece.text, change), strict=True)
                )


def _each(text: str, change: Callable[[str], str]) -> list[str]:
    if change is str.title:
        return [c.upper() if i == 0 or not text[i - 1].isalnum() else c.lower() for i, c in enumerate(text)]
    return [change(c) for c in text]


def several(draft: Draft, rng: random.Random) -> None:
    """Three of the others, one after another."""
    for kind in rng.sample([k for k in KINDS if k != "several at once"], 3):
        KINDS[kind](draft, rng)
        draft.paragraphs[:] = [p for p in draft.paragraphs if p]


KINDS: dict[str, Callable[[Draft, random.Random], None]] = {
    "typos": typos,
    "sentences inserted": inserted,
    "paragraphs moved": moved,
    "paragraphs split": split,
    "paragraphs merged": merged,
    "deleted": deleted,
    "deleted and quoted elsewhere": requoted,
    "white space and quotes": normalised,
    "case": case,
    "several at once": several,
}


def edited(text: str, kind: str, others: list[str], rng: random.Random) -> Edited:
    """`text` after an edit of this kind."""
    draft = Draft.of(text, others)
    KINDS[kind](draft, rng)
    return finish(draft)
