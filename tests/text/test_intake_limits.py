"""Where text ends and noise begins, and what would take the square of its length."""

from __future__ import annotations

import pytest

from tui.text.errors import IntakeError
from tui.text.frontmatter import MAX_DEPTH, split
from tui.text.intake import MAX_BYTES, decode
from tui.text.markdown import read_markdown


def test_a_stray_nul_in_a_short_text_is_text() -> None:
    assert decode(b"one\0two\n").text == "one\0two\n"


def test_many_of_them_are_not() -> None:
    with pytest.raises(IntakeError):
        decode(b"\0\1\2\3" * 10)


def test_a_few_western_words_are_read_as_western() -> None:
    decoded = decode("café déjà vu, l’homme\n".encode("cp1252"))
    assert decoded.encoding == "cp1252"
    assert decoded.text == "café déjà vu, l’homme\n"


def test_other_encodings_are_still_told() -> None:
    text = "Мэр заявил, что мост не будет закрыт, однако в понедельник его закрыли на ремонт.\n" * 4
    assert decode(text.encode("cp1251")).text == text


@pytest.mark.timeout(20)
def test_a_megabyte_of_brackets_is_read_at_once() -> None:
    assert read_markdown("[" * 1_000_000).text.startswith("[[[[")
    assert read_markdown("[a" * 400_000).text.startswith("[a[a")
    assert read_markdown("See [the report](https://example.org/a).").text == "See the report."


@pytest.mark.timeout(60)
def test_marks_without_end_are_read_at_once() -> None:
    found = read_markdown("# One *two*\n\n> quoted\nstill\n\n" + "#" * 2_000_000 + " x")
    assert [p.kind for p in found.paragraphs] == ["heading", "quote", "body"]
    assert found.text.startswith("One *two*\nquoted still\n####")
    assert len(found.text) > 2_000_000
    long = "A *word* of many, and more. " * 20_000
    assert read_markdown(long).text == ("A word of many, and more. " * 20_000).rstrip()


@pytest.mark.timeout(60)
def test_html_that_never_ends_is_read_at_once() -> None:
    for piece in ("<!--", "<script>", "<p>a<style>", "<p>a<script><style>"):
        text = read_markdown(piece * (300_000 // len(piece)) + "\n\nThe end.").text
        assert text.endswith("The end.")
    page = "<p>One<script>two</script> <!-- three --><!-->four <STYLE a>five</style >six</p>"
    assert read_markdown(page).text == "One four six"


@pytest.mark.timeout(60)
def test_brackets_in_many_blocks_are_read_at_once() -> None:
    for each in (99, 900):
        block = "[" * each
        assert read_markdown("\n\n".join([block] * (500_000 // each))).text.startswith(block)


def test_thousands_of_links_are_links_and_tasks_are_tasks() -> None:
    assert read_markdown("- [a *b* c](http://x.example/y)\n" * 5000).text == "\n".join(["a b c"] * 5000)
    assert read_markdown("- [ ] see [there](http://x.example)\n" * 2000).text == "\n".join(["[ ] see there"] * 2000)


def test_what_is_longer_than_is_read_has_no_size() -> None:
    with pytest.raises(IntakeError, match=r"too large \(the most is 50 MB\)"):
        decode(b"a" * (MAX_BYTES + 1))


@pytest.mark.timeout(10)
def test_brackets_in_front_matter_are_read_at_once() -> None:
    for piece in ("[", "{", "[a, ", "[ "):
        found, rest = split("---\nk: " + piece * (60_000 // len(piece)) + "\n---\nBody.")
        assert (str(found["k"])[:1], rest) == (piece[0], "Body.")


def test_front_matter_that_nests_deep_is_kept_as_it_was_written() -> None:
    for depth in (MAX_DEPTH, 70, 200):
        flow = "[" * (depth - 1) + "x" + "]" * (depth - 1)
        value = split(f"---\nk: {flow}\n---\nBody.")[0]["k"]
        assert (value == flow) is (depth > MAX_DEPTH)
        block = "".join(f"{' ' * level}k:\n" for level in range(depth))
        found, rest = split(f"---\n{block}---\nBody.")
        assert (found == {}) is (depth > MAX_DEPTH)
        assert rest.endswith("k:\n---\nBody.") is (depth > MAX_DEPTH)
