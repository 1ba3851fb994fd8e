"""Which blocks of a page are the article.

After the method of Mozilla's Readability (https://github.com/mozilla/readability, `_grabArticle` and
`_cleanConditionally`): paragraphs give points to the elements around them; the element with the most, and what is like
it beside it, is the article; in it, parts that are mostly links, or are called what no article is called, are not. What
trafilatura takes for text is a second opinion: such a part stays.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence, Set
from functools import lru_cache
from typing import TYPE_CHECKING

from tui.sources.pages.blocks import HEADINGS, Block

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_UNLIKELY = re.compile(
    r"(?i)-ad-|ai2html|banner|breadcrumbs|combx|comment|community|cover-wrap|disqus|extra|footer|gdpr|header|legends"
    r"|menu|related|remark|replies|rss|shoutbox|sidebar|skyscraper|social|sponsor|supplemental|ad-break|agegate"
    r"|pagination|pager|popup|yom-remote|newsletter|cookie|consent|share-?(?:bar|tools|buttons|links)|sharing"
)
_MAYBE = re.compile(r"(?i)and|article|body|column|content|main|mathjax|shadow")
_GOOD = re.compile(r"(?i)article|body|content|entry|hentry|h-entry|main|page|pagination|post|text|blog|story")
_BAD = re.compile(
    r"(?i)-ad-|hidden|^hid$| hid$| hid |^hid |banner|combx|comment|com-|contact|footer|gdpr|masthead|media|meta|outbrain"
    r"|promo|related|scroll|share|shoutbox|sidebar|skyscraper|sponsor|shopping|tags|widget|taboola|newsletter|recirc"
)
_SHARE = re.compile(r"(?i)(?:\b|_)(?:share|sharedaddy|social-?(?:links|buttons|share|bar)|addthis|sharing)(?:\b|_)")
_ROLES = frozenset({"menu", "menubar", "complementary", "navigation", "alert", "alertdialog", "dialog", "search"})
_NEVER = frozenset({"nav", "aside", "footer", "form", "fieldset", "menu"})
_FRESH = {"div": 5, "pre": 3, "td": 3, "blockquote": 3, "article": 8, "main": 5, "section": 2}
_LOW = frozenset({"address", "ol", "ul", "dl", "dd", "dt", "li", "form"})
_PARTS = frozenset(
    {"div", "section", "ul", "ol", "dl", "table", "tbody", "header", "figure", "article", "p", "details"}
)
_ITEMS = frozenset({"ul", "ol", "dl"})
_COMMA = re.compile("[,،﹐︐⹁⹔，、]")
_STOP = re.compile(r"[.!?…。！？][\"'”’»)\]]*\s*$")
SHORT = 500
"""An article with fewer characters is looked for again, less strictly."""


class _Sums:
    """What stands below each element: characters, characters of links, and blocks."""

    def __init__(self, blocks: Sequence[Block], marked: Set[int]) -> None:
        self.text: Counter[HtmlElement] = Counter()
        self.links: Counter[HtmlElement] = Counter()
        self.marked: Counter[HtmlElement] = Counter()
        self.commas: Counter[HtmlElement] = Counter()
        self.headings: Counter[HtmlElement] = Counter()
        self.paragraphs: Counter[HtmlElement] = Counter()
        self.chains: list[list[HtmlElement]] = []
        """For each block the elements around it, from the one it stands in outwards."""
        for index, block in enumerate(blocks):
            size, commas = len(block.text), len(_COMMA.findall(block.text))
            chain: list[HtmlElement] = [block.home, *block.home.iterancestors()]
            self.chains.append(chain)
            prose = block.kind == "body" and size > 80
            for element in chain:
                self.text[element] += size
                self.commas[element] += commas
                if block.linked:
                    self.links[element] += block.linked
                if index in marked:
                    self.marked[element] += size
                if block.kind == "heading":
                    self.headings[element] += size
                if prose:
                    self.paragraphs[element] += 1

    def density(self, element: HtmlElement) -> float:
        """The share of the text that is links."""
        return self.links[element] / self.text[element] if self.text[element] else 0.0

    def agreed(self, element: HtmlElement) -> float:
        """The share of the text that is marked."""
        return self.marked[element] / self.text[element] if self.text[element] else 0.0


def article_of(blocks: Sequence[Block], marked: Set[int]) -> list[int]:
    """The indices of the blocks that are the article, in order. `marked`: those that the other opinion keeps."""
    best: list[int] = []
    size = 0
    sums = _Sums(blocks, marked)
    for strict, clean in ((True, True), (False, True), (False, False)):
        found = _search(blocks, sums, strict, clean)
        length = sum(len(blocks[index].text) for index in found)
        if length > 1.2 * size or not best:
            best, size = found, length
        if size >= SHORT:
            break
    return best


def _named(element: HtmlElement) -> str:
    return f"{(element.get('class') or '')[:300]} {(element.get('id') or '')[:100]}"


def _unlikely(element: HtmlElement, sums: _Sums) -> bool:
    if element.tag in ("body", "html", "article", "main", "a"):
        return False
    if element.tag in ("nav", "menu") or element.get("role") in _ROLES:
        return True
    if _unlikely_name(_named(element)):
        # A name is weak beside a whole article: most of what both opinions see as text stands in it.
        return not (sums.agreed(element) > 0.8 and sums.paragraphs[element] >= 3)
    return False


@lru_cache(4096)
def _unlikely_name(name: str) -> bool:
    return bool(_UNLIKELY.search(name)) and not _MAYBE.search(name)


def _search(blocks: Sequence[Block], sums: _Sums, strict: bool, clean: bool) -> list[int]:
    out: dict[HtmlElement, bool] = {}

    def outside(chain: Iterable[HtmlElement]) -> bool:
        for element in chain:
            known = out.get(element)
            if known is None:
                known = out[element] = strict and _unlikely(element, sums)
            if known:
                return True
        return False

    inside = [index for index in range(len(blocks)) if not outside(sums.chains[index])]
    scores = _scores(blocks, sums, inside)
    if not scores:
        return inside if not strict else []
    top = _top(scores, sums)
    roots = _with_siblings(top, scores, blocks, sums)
    kept: list[int] = []
    verdicts: dict[HtmlElement, bool] = {}
    for index in inside:
        chain = sums.chains[index]
        root = next((place for place, element in enumerate(chain) if element in roots), None)
        if root is None:
            continue
        dropped = False
        for element in chain[:root] if clean else ():
            known = verdicts.get(element)
            if known is None:
                known = verdicts[element] = _drops(element, sums)
            dropped = dropped or known
        if not dropped:
            kept.append(index)
    return kept


def _scores(blocks: Sequence[Block], sums: _Sums, inside: Iterable[int]) -> dict[HtmlElement, float]:
    scores: dict[HtmlElement, float] = {}
    for index in inside:
        block = blocks[index]
        size = len(block.text)
        if size < 25:
            continue
        points = 1 + len(_COMMA.findall(block.text)) + min(size // 100, 3)
        for level, element in enumerate(sums.chains[index][1:6]):
            if element.tag in ("html", "tr", "tbody"):
                continue
            if element not in scores:
                scores[element] = _first(element)
            scores[element] += points / (1 if level == 0 else 2 if level == 1 else level * 3)
    return scores


def _first(element: HtmlElement) -> float:
    tag = element.tag
    score = float(_FRESH.get(tag, -3 if tag in _LOW else -5 if tag in HEADINGS or tag == "th" else 0))
    return score + _weight(element)


def _weight(element: HtmlElement) -> int:
    return _name_weight((element.get("class") or "")[:300]) + _name_weight((element.get("id") or "")[:300])


@lru_cache(4096)
def _name_weight(name: str) -> int:
    return 25 * bool(_GOOD.search(name)) - 25 * bool(_BAD.search(name)) if name else 0


def _top(scores: dict[HtmlElement, float], sums: _Sums) -> HtmlElement:
    final = {element: score * (1 - sums.density(element)) for element, score in scores.items()}
    ordered = sorted(final, key=lambda element: final[element], reverse=True)[:5]
    top = ordered[0]
    # Where several others are nearly as good, the article is what is around at least three of them.
    rivals = [element for element in ordered[1:] if final[element] >= 0.75 * final[top]]
    if len(rivals) >= 3:
        around = [set(rival.iterancestors()) for rival in rivals]
        for element in top.iterancestors():
            if element.tag == "html":
                break
            if sum(element in one for one in around) >= 3:
                top = element
                break
    # An article that is split over several parts: the element around them has points of each.
    last = scores.get(top, 0.0)
    floor = last / 3
    element = top.getparent()
    while element is not None and element.tag != "html":
        score = scores.get(element)
        if score is not None:
            if score < floor:
                break
            if score > last:
                top = element
                break
            last = score
        element = element.getparent()
    while (parent := top.getparent()) is not None and parent.tag not in ("body", "html"):
        if sums.text[parent] > sums.text[top]:
            break
        top = parent
    return top


def _with_siblings(
    top: HtmlElement, scores: dict[HtmlElement, float], blocks: Sequence[Block], sums: _Sums
) -> set[HtmlElement]:
    roots = {top}
    parent = top.getparent()
    if parent is None or top.tag == "body":
        return roots
    least = max(10.0, scores.get(top, 0.0) * 0.2)
    like = top.get("class")
    for sibling in parent:
        if sibling is top or not isinstance(sibling.tag, str):
            continue
        bonus = scores.get(top, 0.0) * 0.2 if like and sibling.get("class") == like else 0.0
        if sibling in scores and scores[sibling] + bonus >= least:
            roots.add(sibling)
        elif sibling.tag == "p":
            length, density = sums.text[sibling], sums.density(sibling)
            text = "".join(sibling.itertext())
            if (length > 80 and density < 0.25) or (0 < length <= 80 and density == 0 and _STOP.search(text)):
                roots.add(sibling)
    return roots


def _drops(element: HtmlElement, sums: _Sums) -> bool:
    """Is this part of the article none of it? Mostly links, or called so."""
    tag, size = element.tag, sums.text[element]
    if tag in ("footer", "nav", "menu"):
        return True
    agreed = sums.agreed(element)
    if tag in ("aside", "form", "fieldset"):
        return agreed < 0.5
    name = _named(element)
    if size < SHORT and _SHARE.search(name):
        return True
    if tag not in _PARTS or tag == "article":
        return False
    density, weight = sums.density(element), _weight(element)
    if weight < 0 and agreed < 0.5:
        return True
    if sums.commas[element] >= 10:
        return False
    lists = tag in _ITEMS
    if agreed > 0.5 and density < 0.5:
        return False
    if weight < 25 and density > (0.4 if lists else 0.2) and size > 1:
        return bool(tag != "p")
    return bool(weight >= 25 and density > 0.5 and tag != "p")


def marks(blocks: Sequence[Block], opinion: Iterable[str]) -> set[int]:
    """The blocks whose text, or most of it, the other opinion has too."""
    pieces: dict[str, int] = defaultdict(int)
    for text in opinion:
        words = text.split()
        for start in range(0, len(words), 4):
            pieces[" ".join(words[start : start + 4])] += 1
        pieces[" ".join(words)] += 1
    whole = " ".join(" ".join(text.split()) for text in opinion)
    found: set[int] = set()
    for index, block in enumerate(blocks):
        text = " ".join(block.text.split())
        if text in pieces or (len(text) > 20 and text[:60] in whole):
            found.add(index)
    return found
