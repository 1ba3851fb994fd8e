"""The report: an article beside its claims and their evidence, linked both ways; in a folder a page for each article and
each claimant, with an index. HTML without a script, which loads nothing.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from sys import intern
from typing import Final, NamedTuple

from tui.exchange.html_style import STYLE
from tui.exchange.html_text import Mark, identifier, marked, plain_id, safe
from tui.exchange.plain import blocks, one_line, own_name
from tui.exchange.view import Object, Pair, Stand, View, address, publication, quote

_PASSIVE: Final = {
    "contradicts": "contradicted by",
    "weakens": "weakened by",
    "qualifies": "qualified by",
    "supports": "supported by",
    "updates": "updated by",
}
_ORDER: Final = tuple(_PASSIVE)
_COUNTER: Final = ("contradicts", "weakens")
_CARDS: Final = (
    ("Claims", ("claim",)),
    ("Evidence here", ("evidence",)),
    ("Notes and highlights", ("note", "highlight", "bookmark")),
)


@dataclass(slots=True)
class _Report:
    """What all pages of one export share."""

    view: View
    pages: dict[str, str]
    """Article → the name of its page; "" where all is one page."""

    def link(self, annotation: Object, kind: str) -> str:
        """Where the annotation's passage ("m") or its card ("c") is; "" for what is in no page."""
        page = self.pages.get(annotation["targets"][0]["article"])
        return "" if page is None else f"{page}#{identifier(kind, annotation['id'])}"


def write(view: View) -> Iterator[bytes]:
    """One page with everything."""
    pages = {article["id"]: "" for article in view.articles()}
    titles = [one_line((view.article(id) or {}).get("title", "")) for id in pages]
    title = titles[0] if len(titles) == 1 else "Articles with their claims and counter-evidence"
    report = _Report(view, pages)

    def body() -> Iterator[str]:
        if len(pages) > 1:
            rows = [(f"#{identifier('a', id)}", name) for id, name in zip(pages, titles, strict=True)]
            yield from _contents(rows)
        for article in view.articles():
            yield from _article(report, article)

    return blocks(_page(view, title, body))


def files(view: View) -> Iterator[tuple[str, Iterator[bytes]]]:
    """A page for each article and each claimant, and an index."""
    taken: set[str] = {"index.html"}
    titles = {article["id"]: one_line(article["title"]) for article in view.articles()}
    pages = {id: own_name(f"{title}.html", taken) for id, title in titles.items()}
    report = _Report(view, pages)
    claimed = _claimed(view)
    people = {who: own_name(f"claims by {who}.html", taken) for who in sorted(claimed)}

    def index() -> Iterator[str]:
        yield "<h1>Articles</h1>"
        yield from _contents([(pages[id], title) for id, title in titles.items()])
        if people:
            yield "<h1>Claims by claimant</h1>"
            yield from _contents([(page, f"{who} ({len(claimed[who])})") for who, page in people.items()])

    yield "index.html", blocks(_page(view, "Articles with their claims and counter-evidence", index))
    for article in view.articles():
        yield pages[article["id"]], blocks(_page(view, titles[article["id"]], _body(report, article), home=True))
    for who, page in people.items():
        yield page, blocks(_page(view, f"Claims by {who}", _of(report, who, claimed[who]), home=True))


def _claimed(view: View) -> dict[str, list[str]]:
    """The ids of the claims by claimant."""
    found: dict[str, list[str]] = {}
    for one in view.annotations():
        who = one_line((one["claim"] or {}).get("claimant") or "") if one["kind"] == "claim" else ""
        if who:
            found.setdefault(who, []).append(one["id"])
    return found


def _body(report: _Report, article: Object) -> Callable[[], Iterator[str]]:
    return lambda: _article(report, article)


def _of(report: _Report, who: str, claims: list[str]) -> Callable[[], Iterator[str]]:
    def body() -> Iterator[str]:
        yield f'<h1>Claims by {safe(who)}</h1>\n<div class="side">'
        for claim in report.view.named(claims):
            yield _card(report, claim, with_article=True)
        yield "</div>"

    return body


def _page(view: View, title: str, body: Callable[[], Iterable[str]], *, home: bool = False) -> Iterator[str]:
    yield (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{safe(title)}</title>\n<style>\n{STYLE}\n</style>\n</head>\n<body>\n"
        '<a class="skip" href="#main">To the text</a>\n'
    )
    if home:
        yield '<nav aria-label="All pages"><p><a href="index.html">All articles</a></p></nav>\n'
    yield '<main id="main">\n'
    yield from body()
    yield f"\n</main>\n<footer><p>Made by {safe(view.generator)} on {safe(view.exported_at[:10])}.</p></footer>\n</body>\n</html>\n"


def _contents(rows: Iterable[tuple[str, str]]) -> Iterator[str]:
    yield "<ul>\n"
    for href, name in rows:
        yield f'<li><a href="{safe(href)}">{safe(name) or "Untitled"}</a></li>\n'
    yield "</ul>\n"


def _article(report: _Report, article: Object) -> Iterator[str]:
    about = [article["author"], publication(article), article["published"]]
    line = " · ".join(safe(one_line(part)) for part in about if part)
    if url := address(article):
        line += f'{" · " if line else ""}<a href="{safe(url)}" rel="noreferrer">{safe(url)}</a>'
    newest = article["versions"][-1]
    standing = report.view.standing(newest["id"], paired=False)
    passages = _by_paragraph(newest["paragraphs"], (one for stand in standing for one in _passages(stand)))
    yield f'<article aria-labelledby="{identifier("a", article["id"])}">\n'
    yield f'<h1 id="{identifier("a", article["id"])}">{safe(one_line(article["title"])) or "Untitled"}</h1>\n'
    yield f'<p class="about">{line}</p>\n<div class="columns">\n'
    yield f'<section class="text" aria-label="Text" lang="{safe(article["language"] or "")}">\n'
    seen: set[str] = set()
    for paragraph in newest["paragraphs"]:
        marks = [passage.mark for passage in passages.pop(paragraph["n"], ())]
        yield _paragraph(article["id"], newest["text"], paragraph, marks, seen)
    yield '</section>\n<section class="side" aria-label="Claims and notes">\n'
    empty = True
    for heading, kinds in _CARDS:
        for number, stand in enumerate(report.view.standing(newest["id"], *kinds)):
            if not number:
                empty = False
                yield f"<h2>{heading}</h2>\n"
            yield _card(report, stand)
    if empty:
        yield "<p>Nothing is annotated in this article.</p>\n"
    yield "</section>\n</div>\n</article>\n"


class _Passage(NamedTuple):
    """What is held of each passage while the text is written: as little as can be."""

    start: int
    end: int
    id: str
    kinds: str
    label: str

    @property
    def mark(self) -> Mark:
        return Mark(self.start, self.end, self.kinds, f"m-{self.id}", f"#c-{self.id}", self.label)


def _passages(stand: Stand) -> Iterator[_Passage]:
    one = stand.annotation
    label = intern(" ".join(filter(None, [one["kind"], _whose(one)])))
    kinds = intern(f"{one['kind']} {one['colour'] or ''}".strip())
    id = plain_id(one["id"])
    for start, end in stand.spans:
        yield _Passage(start, end, id, kinds, label)


def _by_paragraph(paragraphs: list[Object], passages: Iterable[_Passage]) -> dict[int, list[_Passage]]:
    starts = [paragraph["start"] for paragraph in paragraphs]
    found: dict[int, list[_Passage]] = {}
    for one in passages:
        first, last = bisect_right(starts, one.start), bisect_right(starts, max(one.start, one.end - 1))
        for n in range(max(1, first), last + 1):
            found.setdefault(n, []).append(one)
    return found


def _paragraph(article: str, text: str, paragraph: Object, marks: list[Mark], seen: set[str]) -> str:
    start, end, n = paragraph["start"], paragraph["end"], paragraph["n"]
    inner = marked(text, start, end, marks, seen)
    id = identifier("p", f"{article}-{n}")
    tag = {"heading": "h2", "quote": "blockquote"}.get(paragraph["kind"], "p")
    kind = ' class="furniture"' if paragraph["kind"] == "furniture" else ""
    number = f'<a class="n" href="#{id}" aria-label="Paragraph {n}">{n}</a>'
    return f'<{tag} id="{id}" dir="auto"{kind}>{number}{inner}</{tag}>\n'


def _card(report: _Report, stand: Stand, *, with_article: bool = False) -> str:
    one = stand.annotation
    evidence = [pair for pair in stand.pairs if pair.claim["id"] == one["id"]]
    evidence.sort(key=lambda pair: _ORDER.index(pair.relation["relation"]))
    contested = any(pair.relation["relation"] in _COUNTER for pair in evidence)
    place = report.link(one, "m")
    words = f"“{safe(one_line(quote(one)))}”"
    heading = " · ".join(filter(None, [one["kind"].capitalize(), (one["claim"] or {}).get("kind"), _whose(one)]))
    parts = [
        f'<section class="card{" contested" if contested else ""}" id="{identifier("c", one["id"])}">',
        f"<h3>{safe(heading)}</h3>",
        f'<blockquote dir="auto">{_anchor(place, words)}</blockquote>',
    ]
    if with_article:
        parts.append(f'<p class="where">{_where(report, one)}</p>')
    if one["body"]:
        parts.append(f'<p class="note" dir="auto">{safe(one["body"])}</p>')
    if one["tags"]:
        parts.append(f'<p class="tags">{safe(", ".join(one["tags"]))}</p>')
    found = [_related(report, pair, pair.evidence, _PASSIVE[pair.relation["relation"]], "m") for pair in evidence]
    for pair in stand.pairs:
        if pair.evidence["id"] == one["id"]:
            found.append(_related(report, pair, pair.claim, pair.relation["relation"], "c"))
    if found:
        parts.append(f"<ul>\n{''.join(found)}</ul>")
    return "\n".join([*parts, "</section>\n"])


def _related(report: _Report, pair: Pair, other: Object, said: str, kind: str) -> str:
    relation = pair.relation
    words = _anchor(report.link(other, kind), f"“{safe(one_line(quote(other)))}”")
    here = pair.claim["targets"][0]["article"] == pair.evidence["targets"][0]["article"]
    where = "in the same article" if here else _where(report, other)
    reasons = "; ".join(reason["text"] for reason in relation["reasons"] if reason.get("text"))
    note = f'<p class="note" dir="auto">{safe(relation["note"])}</p>' if relation["note"] else ""
    if reasons:
        note += f'<details><summary>Why</summary><p class="note">{safe(reasons)}</p></details>'
    return (
        f'<li><span class="relation {relation["relation"]}">{said}</span> <span dir="auto">{words}</span>'
        f' <span class="where">{where}</span>{note}</li>\n'
    )


def _where(report: _Report, one: Object) -> str:
    article = report.view.article(one["targets"][0]["article"]) or {}
    parts = [one_line(article.get("title") or ""), publication(article), article.get("published")]
    return safe(", ".join(part for part in parts if part))


def _whose(one: Object) -> str:
    said = one["claim"] or {}
    who, speaker = one_line(said.get("claimant") or ""), one_line(said.get("speaker") or "")
    return f"{who} (said by {speaker})" if who and speaker else who or speaker


def _anchor(href: str, inner: str) -> str:
    return f'<a href="{safe(href)}">{inner}</a>' if href else inner
