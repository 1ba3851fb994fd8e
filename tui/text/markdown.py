"""Markdown files: the marks leave the text, the kinds of paragraphs stay."""

from __future__ import annotations

import html
import re
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token

from tui.text.assemble import assemble
from tui.text.document import Document, ParagraphKind
from tui.text.frontmatter import metadata, split
from tui.text.intake import clean
from tui.text.plain import join_lines

MAX_NESTING = 50
"""How deep lists and quotations may nest; deeper ones are read as text of the last level."""
_TAG = re.compile(r"<[^<>]*>")
_BLOCK_TAG = re.compile(r"(?i)</?(?:p|div|br|li|ul|ol|tr|h[1-6]|blockquote|section|article|figcaption|td|th)\b[^<>]*>")
_OPENS_CODE = re.compile(r"(?i)<(script|style)\b[^<>]*>")
_CLOSES_CODE = {name: re.compile(rf"(?i)</{name}\s*>") for name in ("script", "style")}
_BLOCK_END = re.compile(r"\n[ \t]*\n")
_INSIDE_LINKS = re.compile(r"[\[\]*_`!<&\\~\n]")


MAX_STEPS = 3_000_000
"""Steps in the search for the ends of links, about two seconds, with which links are still looked for."""


MAX_COPIED = 60_000_000_000
"""Characters copied while marks are looked for, some three seconds, with which they are still looked for."""
_MARK = re.compile(r"[\n$%&*+\-:<=>@\[\\\]^_`{}~!#]")
"""What `MarkdownIt` stops at inside a paragraph."""


@lru_cache(maxsize=3)
def _parser(links: bool, marks: bool) -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable(["table", "strikethrough"])
    if not marks:
        return parser.disable(["inline", "reference"])
    return parser if links else parser.disable(["link", "image", "reference"])


def read_markdown(raw: str, *, name: str = "") -> Document:
    """The document of a Markdown text (CommonMark with tables), front matter read. `name` is only kept for errors.

    A soft line break becomes a space (nothing between CJK characters); a hard one too: a paragraph is one line. A link
    or a picture leaves its words. Code blocks and table rows are body, one paragraph a line. Raises IntakeError when
    there is no text.
    """
    found, body = split(clean(raw))
    blocks: list[tuple[str, ParagraphKind]] = []
    stack: list[ParagraphKind] = []
    heading = False
    row: list[str] | None = None
    marks = not _endless(body)
    for token in _parser(marks and not _tangled(body), marks).parse(body):
        kind: ParagraphKind = "heading" if heading else _kind(stack)
        if token.type == "heading_open":
            heading = True
        elif token.type == "heading_close":
            heading = False
        elif token.type in ("list_item_open", "blockquote_open"):
            stack.append("list" if token.type == "list_item_open" else "quote")
        elif token.type in ("list_item_close", "blockquote_close"):
            stack.pop()
        elif token.type == "tr_open":
            row = []
        elif token.type == "tr_close":
            blocks.append((" | ".join(row or []), kind))
            row = None
        elif token.type == "inline":
            text = _inline(token)
            if row is not None:
                row.append(text)
            elif _only_picture(token):
                blocks.append((text, "caption"))
            else:
                blocks.append((text, kind))
        elif token.type in ("fence", "code_block"):
            blocks.extend((line, kind) for line in token.content.split("\n"))
        elif token.type == "html_block":
            blocks.extend((line, kind) for line in _html_lines(token.content))
    return assemble([(text, kind) for text, kind in blocks if text.strip()], metadata(found), marked_up=True)


def _endless(body: str) -> bool:
    """Would marks in one paragraph take minutes? At each, all of the paragraph before it is copied: half a megabyte of
    marks without an empty line between takes ten seconds. Such a paragraph nobody wrote: the marks of all stay."""
    if len(body) < 100_000:
        return False
    return sum(len(block) * len(_MARK.findall(block)) for block in _BLOCK_END.split(body)) > MAX_COPIED


def _tangled(body: str) -> bool:
    """Would the search for the ends of links take minutes? From every bracket it goes on to the one that closes it, as
    deep as nesting goes: a megabyte of brackets that nest or stay open costs half a minute."""
    if body.count("[") < 1000:
        return False
    steps = 0
    for block in _BLOCK_END.split(body):
        open_now = 0
        for mark in _INSIDE_LINKS.findall(block):
            if mark == "[":
                open_now += 1
            elif mark == "]":
                open_now = max(0, open_now - 1)
            steps += min(open_now, MAX_NESTING)
        if steps > MAX_STEPS:
            return True
    return False


def _kind(stack: list[ParagraphKind]) -> ParagraphKind:
    return stack[-1] if stack else "body"


def _inline(token: Token) -> str:
    """The words of an inline token, on one line."""
    if not token.children:
        return join_lines([line.strip() for line in token.content.split("\n") if line.strip()])
    lines = [""]
    for child in token.children:
        if child.type in ("softbreak", "hardbreak"):
            lines.append("")
        elif child.type == "image":
            lines[-1] += _inline(child) if child.children else child.content
        elif child.type == "html_inline":
            if re.match(r"(?i)<br\b", child.content):
                lines.append("")
        else:
            lines[-1] += child.content.replace("\n", " ")
    return join_lines([line.strip() for line in lines if line.strip()])


def _only_picture(token: Token) -> bool:
    children = [c for c in token.children or [] if not (c.type == "text" and not c.content.strip())]
    return bool(children) and all(child.type == "image" for child in children)


def _html_lines(content: str) -> list[str]:
    content = _without_comments(_without_code(content))
    text = html.unescape(_TAG.sub("", _BLOCK_TAG.sub("\n", content)))
    return [" ".join(line.split()) for line in text.split("\n") if line.strip()]


def _without_code(content: str) -> str:
    """Without scripts and styles; one that nothing closes is text. (A single regular expression would look for the end
    again from every beginning.)"""
    parts: list[str] = []
    kept = at = 0
    endless: set[str] = set()
    while found := _OPENS_CODE.search(content, at):
        name = found[1].lower()
        end = None if name in endless else _CLOSES_CODE[name].search(content, found.end())
        if end is None:
            endless.add(name)
            at = found.end()
        else:
            parts.append(content[kept : found.start()])
            kept = at = end.end()
    return "".join([*parts, content[kept:]])


def _without_comments(content: str) -> str:
    parts: list[str] = []
    at = 0
    while (start := content.find("<!--", at)) >= 0 and (end := content.find("-->", start + 2)) >= 0:
        parts.append(content[at:start])
        at = end + 3
    return "".join([*parts, content[at:]])
