"""Find, anchors and citations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.text.anchoring import describe, resolve
from tui.text.citation import cite
from tui.text.errors import CounterpointError
from tui.text.find import find

TEXT = "The pools close on Monday.\nThe mayor said: “We won’t go\nback.” The pools close for good.\n我们来了。"


def found(pattern: str, **options: object) -> list[str]:
    return [s.of(TEXT) for s in find(TEXT, pattern, **options)]  # type: ignore[arg-type]


def test_find() -> None:
    assert found("go back") == ["go\nback"]
    assert found("\"we won't") == ["“We won’t"]
    assert len(found("the pools")) == 2
    assert found("The Mayor") == []
    assert found("我们") == ["我们"]
    assert found(r"m\w+", regexp=True) == ["Monday", "mayor"]
    assert found("x*", regexp=True) == []
    assert found("the", limit=1) == ["The"]
    assert found("(") == []


@pytest.mark.parametrize("pattern", ["(", "[a", "(?P<x", "a{9999999999}", "*"])
def test_a_bad_expression_is_one_sentence(pattern: str) -> None:
    with pytest.raises(CounterpointError, match=r"^[A-Z][^\n]*\.$"):
        find(TEXT, pattern, regexp=True)


def test_an_endless_expression_is_stopped() -> None:
    with pytest.raises(CounterpointError, match="too long"):
        find("a" * 40 + "b", r"(a|a|aa)+c(?<!x)\1", regexp=True)


@given(st.text(), st.data())
def test_an_anchor_is_exact_in_its_own_text(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    anchor = describe(text, (start, end))
    assert anchor.exact == text[start:end]
    result = resolve(anchor, text, old_text=text)
    assert (result.state, result.span) == ("exact", (start, end))


def test_anchor_states() -> None:
    at = TEXT.index("The pools close for good")
    anchor = describe(TEXT, (at, at + 15))
    moved = "A new first line.\n" + TEXT
    assert resolve(anchor, moved, old_text=TEXT).state == "moved"
    assert resolve(anchor, moved, old_text=TEXT).span == (at + 18, at + 33)
    respaced = TEXT.replace("The pools close for", "The \u200bpools  close for")
    assert resolve(anchor, respaced, old_text=TEXT).state == "fuzzy"
    assert resolve(anchor, "Nothing of it.").state == "orphan"
    elsewhere = resolve(anchor, "Quite another text. It says: The pools close. And so on it goes.", old_text=TEXT)
    assert elsewhere.state == "review"
    twins = "The mayor spoke. The end. The mayor spoke. The end. "
    assert resolve(describe("x The mayor spoke. y", (2, 17)), twins).state == "review"


def test_citation() -> None:
    known = {"source": "Courier", "author": "A. Bell", "published": "2024-02-01", "url": "http://x.y"}
    cited = cite("It “went\n well”.", title="Talks", paragraph=3, **known)
    assert cited == "“It ‘went well’.”\n— A. Bell, “Talks”, Courier, 2024-02-01, paragraph 3, http://x.y"
    assert cite("a", title="T") == "“a”\n— “T”"
