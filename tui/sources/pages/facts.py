"""What a page says about its article: title, author, dates, site, language, canonical address.

Said as data first: JSON-LD (schema.org Article and its kinds), then Open Graph, Dublin Core and plain `meta`; what is
still missing trafilatura looks for in the page.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from html import unescape
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

from tui.sources.extras import need

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_MOST_DATA = 500_000
_ARTICLE = re.compile(r"(?i)(?:article|posting|report|review|newsletter)$")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?\s?(?:Z|[+-]\d{2}:?\d{2})?)?")
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")
_TITLE = ("og:title", "dc.title", "dcterms.title", "citation_title", "parsely-title", "twitter:title")
_AUTHOR = ("author", "article:author_name", "dc.creator", "dcterms.creator", "citation_author", "parsely-author",
           "sailthru.author", "byl", "article:author")  # fmt: skip
_PUBLISHED = ("article:published_time", "og:published_time", "datepublished", "dc.date.issued", "dcterms.issued",
              "dcterms.created", "citation_publication_date", "parsely-pub-date", "sailthru.date", "pubdate", "dc.date",
              "date", "publish_date", "ptime")  # fmt: skip
_MODIFIED = ("article:modified_time", "og:updated_time", "datemodified", "dcterms.modified", "last-modified", "lastmod")
LONGEST = 500
"""No title or name is longer, in code points."""


@dataclass(slots=True)
class Facts:
    """What a page says about its article; None for what it does not say."""

    title: str | None = None
    author: str | None = None
    published: str | None = None
    """As `YYYY-MM-DD`."""
    modified: str | None = None
    """As `YYYY-MM-DD`."""
    site: str | None = None
    language: str | None = None
    url: str | None = None
    """The canonical address, absolute, http or https."""


def facts_of(tree: HtmlElement, url: str | None = None) -> Facts:
    """The facts of a page that came from `url`."""
    found = Facts()
    _from_data(tree, found)
    _from_meta(tree, found)
    found.url = _canonical(tree, url)
    found.language = found.language or _language(tree)
    if not (found.title and found.author and found.published):  # it costs as much as all the rest
        _from_search(tree, found, url)
    return found


def _line(value: Any) -> str | None:
    """A text on one line, without mark-up; None for what is no text, or empty, or far too long."""
    if not isinstance(value, str):
        return None
    line = " ".join(re.sub(r"<[^<>]{0,200}>", "", unescape(value[:4000])).split())
    return line if 0 < len(line) <= LONGEST else None


def _day(value: Any) -> str | None:
    line = _line(value)
    found = _DATE.match(line) if line else None
    if not found:
        return None
    day = found[0][:10]
    try:
        return date.fromisoformat(day).isoformat()
    except ValueError:
        return None


def _from_data(tree: HtmlElement, found: Facts) -> None:
    budget = _MOST_DATA
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "").lower():
            continue
        text = script.text or ""
        budget -= len(text)
        if budget < 0:
            return
        try:
            data = json.loads(text.strip(), strict=False)
        except (ValueError, RecursionError):
            continue
        for item in _articles(data):
            found.title = found.title or _line(item.get("headline")) or _line(item.get("name"))
            found.author = found.author or _names(item.get("author"))
            found.published = found.published or _day(item.get("datePublished"))
            found.modified = found.modified or _day(item.get("dateModified"))
            found.site = found.site or _names(item.get("publisher"))
            language = _line(item.get("inLanguage"))
            if language and not found.language and _LANGUAGE.fullmatch(language):
                found.language = language.replace("_", "-").lower()


def _articles(data: Any) -> Iterator[dict[str, Any]]:
    """The objects in JSON-LD that are articles; at most a thousand objects are looked at."""
    waiting, seen = [data], 0
    while waiting and seen < 1000:
        item = waiting.pop(0)
        seen += 1
        if isinstance(item, list):
            waiting.extend(item[:100])
        elif isinstance(item, dict):
            kinds = item.get("@type")
            names = kinds if isinstance(kinds, list) else [kinds]
            if any(isinstance(name, str) and _ARTICLE.search(name) for name in names):
                yield item
            waiting.extend(value for key, value in item.items() if key in ("@graph", "mainEntity", "mainEntityOfPage"))


def _names(value: Any) -> str | None:
    items = value if isinstance(value, list) else [value]
    names = []
    for item in items[:20]:
        name = _line(item.get("name") if isinstance(item, dict) else item)
        if name and not name.startswith(("http:", "https:")):
            names.append(name)
    return ", ".join(dict.fromkeys(names)) or None


def _from_meta(tree: HtmlElement, found: Facts) -> None:
    said: dict[str, list[str]] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or meta.get("http-equiv")
        value = _line(meta.get("content"))
        if name and value:
            said.setdefault(name.strip().lower()[:60], []).append(value)

    def first(names: tuple[str, ...]) -> list[str]:
        return next((said[name] for name in names if name in said), [])

    found.title = found.title or next(iter(first(_TITLE)), None)
    if not found.author:
        names = [name for name in first(_AUTHOR) if not name.startswith(("http:", "https:", "@"))]
        found.author = ", ".join(dict.fromkeys(names)) or None
    for wanted, names_of in (("published", _PUBLISHED), ("modified", _MODIFIED)):
        if not getattr(found, wanted):
            days = (_day(value) for name in names_of for value in said.get(name, ()))
            setattr(found, wanted, next((day for day in days if day), None))
    site = said.get("og:site_name") or said.get("application-name")
    found.site = (site[0] if site else None) or found.site
    if not found.language:
        for value in (*said.get("content-language", ()), *said.get("dc.language", ()), *said.get("og:locale", ())):
            if _LANGUAGE.fullmatch(value):
                found.language = value.replace("_", "-").lower()
                break


def _language(tree: HtmlElement) -> str | None:
    for element in (tree, tree.body if tree.body is not None else tree):
        said = element.get("lang") or element.get("xml:lang") or ""
        if _LANGUAGE.fullmatch(said.strip()):
            return str(said.strip()).replace("_", "-").lower()
    return None


def _canonical(tree: HtmlElement, url: str | None) -> str | None:
    said = [link.get("href") for link in tree.iter("link") if "canonical" in (link.get("rel") or "").lower().split()]
    said += [meta.get("content") for meta in tree.iter("meta") if (meta.get("property") or "").lower() == "og:url"]
    for address in said:
        found = web_address(address, url)
        if found:
            return found
    return None


def web_address(said: str | None, base: str | None = None) -> str | None:
    """An absolute http or https address without a fragment; None for anything else. Relative to `base`."""
    if not said or len(said) > 2000:
        return None
    try:
        whole = urljoin(base or "", said.strip())
        parts = urlsplit(whole)
        if parts.scheme not in ("http", "https") or not parts.hostname or parts.username:
            return None
        return parts._replace(fragment="").geturl()
    except ValueError:
        return None


def _from_search(tree: HtmlElement, found: Facts, url: str | None) -> None:
    trafilatura = need("trafilatura", "web", "Web pages")
    try:
        more = trafilatura.extract_metadata(tree, default_url=url, extensive=False)
    except Exception:  # It reads whatever a page holds; what goes wrong in it is a fact not found.
        return
    found.title = found.title or _line(more.title) or next((_line(one.text) for one in tree.iter("title")), None)
    found.author = found.author or _line(more.author)
    found.published = found.published or _day(more.date)
    site = _line(more.sitename)
    found.site = found.site or site
