"""What the reader does to articles as a whole: find by name, edit, tag, delete, keep the place, overrule furniture."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from tui.library import articles as store
from tui.library import journal
from tui.library.connection import Library
from tui.library.records import Article, Version
from tui.text.document import Paragraph
from tui.text.errors import CounterpointError

if TYPE_CHECKING:
    from tui.workflows.views import ReaderArticle


def find(lib: Library, reference: str) -> Article:
    """The article with this number, id, source path or URL. Raises CounterpointError for none or several."""
    return store.resolve(lib, reference)


def versions(lib: Library, article_id: str) -> list[Version]:
    """The versions of an article, the oldest first."""
    return store.versions(lib, article_id)


def paragraphs(lib: Library, version_id: str) -> tuple[Paragraph, ...]:
    """The paragraphs of a version, in order."""
    return store.paragraphs(lib, version_id)


def page_of(version: Version, n: int) -> int | None:
    """The page of its source that paragraph `n` of a version begins on; None where none is known."""
    return store.page_of(version, n)


def edit(
    lib: Library,
    article_id: str,
    *,
    title: str | None = None,
    author: str | None = None,
    published: str | None = None,
    source: str | None = None,
    language: str | None = None,
) -> str:
    """Change what is said about an article; None leaves a field as it is, "" empties it (not the title).

    Raises CounterpointError for a new date that is none (a year, a month or a day, with or without a time).
    """
    from tui.text.frontmatter import is_date  # Here, because the list of articles is shown without what reads YAML.

    given = {"title": title, "author": author, "published": published, "source": source, "language": language}
    before = store.get(lib, article_id)
    if published and published != before.published and not is_date(published.strip()):
        raise CounterpointError(f"“{store.short(published)}” is not a date; give it as YYYY-MM-DD.")
    after = store.edit(lib, article_id, **{name: value for name, value in given.items() if value is not None})
    changed = [name for name in given if getattr(before, name) != getattr(after, name)]
    if not changed:
        return f"Nothing about “{after.title}” has changed."
    return f"Changed the {_list(['date' if name == 'published' else name for name in changed])} of “{after.title}”."


def tag(lib: Library, article_ids: Sequence[str], add: Iterable[str] = (), remove: Iterable[str] = ()) -> str:
    """Give articles tags, or take them away."""
    add, remove = list(add), list(remove)
    with journal.step(lib, f"Tagged {len(article_ids)} articles") as step:
        for article_id in article_ids:
            article = store.tag(lib, article_id, add, remove)
        if len(article_ids) == 1:
            step.summary = f"Tagged “{store.short(article.title)}”"
    if len(article_ids) != 1:
        return f"Tagged {len(article_ids)} articles."
    return _tags_now(article)


def set_tags(lib: Library, article_id: str, tags: Iterable[str]) -> str:
    """Give an article exactly these tags."""
    wanted = list(tags)
    old = store.get(lib, article_id)
    return _tags_now(store.tag(lib, article_id, wanted, [one for one in old.tags if one not in wanted]))


def remove(lib: Library, article_ids: Sequence[str]) -> str:
    """Delete articles; undo brings them back with everything on them."""
    titles = [store.get(lib, article_id).title for article_id in article_ids]
    count = store.remove(lib, article_ids)
    return f"Deleted “{store.short(titles[0])}”." if count == 1 == len(titles) else f"Deleted {count} articles."


def save_place(lib: Library, article: ReaderArticle, paragraph: int, offset: int, read: float = 0.0) -> None:
    """Keep where the reader is: paragraph number, and code points from its start. Not a step of the journal.

    `read` is how far they came meanwhile (0 to 1), where that is farther than here.

    A read-only library keeps nothing and says nothing.
    """
    if lib.read_only or not article.paragraphs:
        return
    from tui.workflows.reading import progress_at

    paragraph = min(max(paragraph, 1), len(article.paragraphs))
    here = article.paragraphs[paragraph - 1]
    offset = min(max(offset, 0), here.end - here.start)
    store.save_place(lib, article.id, paragraph, offset, max(read, progress_at(article, here.start + offset)))


def toggle_furniture(lib: Library, article: ReaderArticle, paragraph: int) -> str:
    """Overrule a paragraph: furniture becomes body, anything else furniture. Analysis is due after it."""
    was = article.paragraphs[paragraph - 1].kind
    store.set_paragraph_kind(lib, article.version_id, paragraph, "body" if was == "furniture" else "furniture")
    if was == "furniture":
        return f"Paragraph {paragraph} is part of the article now."
    return f"Paragraph {paragraph} is furniture now."


def _tags_now(article: Article) -> str:
    title = store.short(article.title)
    return f"“{title}” is tagged {', '.join(article.tags)}." if article.tags else f"“{title}” has no tags."


def _list(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
