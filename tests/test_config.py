"""The configuration file: what is right is taken, what is wrong is named with its table and key."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.actions import ACTIONS, BY_NAME
from tui.config import Config, config_path, library_path, load, read
from tui.keymap import SCOPES, Keymap, normal_key, shown_key


def write(folder: Path, text: str) -> Path:
    path = folder / "config.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_everything_that_can_be_set(tmp_path: Path) -> None:
    loaded = load(
        write(
            tmp_path,
            """
            creator = "Zoë 李"
            theme = "counterpoint-paper"
            measure = 60
            copy_command = "wl-copy"
            editor = "vim -n"
            library = "~/l.db"
            nli_model = "~/models/small"
            llm_model = "small"
            llm_address = "http://localhost:11434/v1"
            llm_price_in = 0.15
            llm_price_out = 1
            [keys]
            "reader.next_claim" = ["c", "ctrl+n"]
            "reader.fold" = "?F2"
            """.replace("?F2", "f3"),
        )
    )
    assert loaded.problems == []
    assert loaded.config == Config(
        creator="Zoë 李",
        theme="counterpoint-paper",
        measure=60,
        copy_command="wl-copy",
        editor="vim -n",
        library="~/l.db",
        nli_model="~/models/small",
        llm_model="small",
        llm_address="http://localhost:11434/v1",
        llm_price_in=0.15,
        llm_price_out=1,
        keys={"reader.next_claim": ("c", "ctrl+n"), "reader.fold": ("f3",)},
    )


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('theme = "dark"', "“theme”"),
        ("theme = []", "“theme”"),
        ("measure = 5", "“measure”"),
        ("measure = true", "“measure”"),
        ('measure = "72"', "“measure”"),
        ("creator = 7", "“creator”"),
        ('colour = "red"', "“colour”"),
        ("[key]\na = 1", "[key]"),
        ("keys = 3", "“keys”"),
        ('[keys]\n"reader.dance" = "c"', '[keys] "reader.dance"'),
        ('[keys]\n"reader.fold" = 3', '[keys] "reader.fold"'),
        ('[keys]\n"reader.fold" = ["c", 3]', '[keys] "reader.fold"'),
        ('[keys]\n"reader.fold" = "control+c"', '[keys] "reader.fold"'),
        ('[keys]\n"reader.fold" = ""', '[keys] "reader.fold"'),
        ('[keys]\n"reader.fold" = "5"', '[keys] "reader.fold"'),
        ('[keys]\n"reader.fold" = "c"', '[keys] "reader.fold"'),
        ('[keys]\n"reader.fold" = "y"', '[keys] "reader.fold"'),
        ('[keys]\n"reader.fold" = "u"', '[keys] "reader.fold"'),
    ],
)
def test_a_wrong_entry_is_named_and_the_default_stands(tmp_path: Path, text: str, named: str) -> None:
    path = write(tmp_path, text)
    loaded = load(path)
    assert loaded.config == Config()
    assert len(loaded.problems) == 1
    assert loaded.problems[0].startswith(f"{path}: {named}")
    assert loaded.problems[0].endswith(".")


def test_a_wrong_entry_leaves_the_others(tmp_path: Path) -> None:
    loaded = load(write(tmp_path, 'measure = 1\ncreator = "A"\n[keys]\n"reader.x" = "q"\n"reader.fold" = "f3"'))
    assert (loaded.config.creator, loaded.config.measure) == ("A", 72)
    assert loaded.config.keys == {"reader.fold": ("f3",)}
    assert len(loaded.problems) == 2


def test_two_actions_may_change_places(tmp_path: Path) -> None:
    loaded = load(write(tmp_path, '[keys]\n"reader.next_claim" = "x"\n"reader.next_contested" = "c"'))
    assert loaded.problems == []
    assert loaded.config.keymap.keys("reader.next_claim") == ("x",)
    assert loaded.config.keymap.keys("reader.next_contested") == ("c",)


def test_of_two_that_want_one_key_the_first_has_it() -> None:
    config, problems = read({"keys": {"reader.fold": "f5", "pair.accept": "f5"}})
    assert config.keys == {"reader.fold": ("f5",)}
    assert problems == ['[keys] "pair.accept": F5 already does reader.fold; the default (y) stands.']


def test_a_default_that_comes_back_takes_its_key_back() -> None:
    # fold gives F up and wants a taken key; bookmark wanted F, which fold now keeps.
    config, problems = read({"keys": {"reader.fold": "c", "reader.bookmark": "F"}})
    assert config.keymap.clashes() == []
    assert config.keys == {}
    assert len(problems) == 2


def test_one_key_may_do_different_things_on_different_screens() -> None:
    config, problems = read({"keys": {"library.export": "c"}})
    assert problems == []
    assert config.keys == {"library.export": ("c",)}


def test_an_empty_list_takes_the_key_away() -> None:
    config, problems = read({"keys": {"reader.fold": []}})
    assert problems == []
    assert config.keymap.keys("reader.fold") == ()
    assert config.keymap.shown("reader.fold") == ""


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"measure = ", "not valid TOML"),
        (b"\xff\xfe\x00", "not UTF-8"),
        (b"a = 1\na = 2", "not valid TOML"),
    ],
)
def test_an_unreadable_file_is_one_sentence(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(data)
    loaded = load(path)
    assert loaded.config == Config()
    assert len(loaded.problems) == 1
    assert words in loaded.problems[0]


def test_a_folder_in_its_place(tmp_path: Path) -> None:
    assert "cannot be read" in load(tmp_path).problems[0]


def test_a_byte_order_mark_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_bytes(b"\xef\xbb\xbfmeasure = 50")
    assert load(path).config.measure == 50


def test_no_file_is_no_problem_unless_one_was_named(tmp_path: Path) -> None:
    missing = tmp_path / "none.toml"
    assert load(environ={"COUNTERPOINT_CONFIG": str(missing)}).problems == [
        f"{missing}: there is no such file; the defaults stand."
    ]
    assert config_path({"COUNTERPOINT_CONFIG": str(missing)}) == missing
    assert config_path({}).name == "config.toml"


def test_which_library(tmp_path: Path) -> None:
    environ, config = {"COUNTERPOINT_LIBRARY": "/e.db"}, Config(library="/c.db")
    assert library_path("/g.db", environ, config) == Path("/g.db")
    assert library_path(None, environ, config) == Path("/e.db")
    assert library_path(None, {}, config) == Path("/c.db")
    assert library_path(None, {}, Config()).name == "library.db"
    assert library_path("~/l.db", {}, Config()) == Path.home() / "l.db"


def test_the_default_keys_are_real_and_do_one_thing_each() -> None:
    assert Keymap().clashes() == []
    assert {action.context for action in ACTIONS} == {context for scope in SCOPES for context in scope}
    assert len(BY_NAME) == len(ACTIONS)
    for action in ACTIONS:
        assert action.keys
        for key in action.keys:
            assert normal_key(key) == key, action.name
            assert shown_key(key).strip()


@pytest.mark.parametrize(
    ("written", "key", "shown"),
    [
        ("j", "j", "j"),
        ("J", "J", "J"),
        ("shift+j", "J", "J"),
        ("?", "question_mark", "?"),
        (" ", "space", "space"),
        ("+", "plus", "+"),
        ("ctrl++", "ctrl+plus", "^+"),
        ("Ctrl+P", "ctrl+P", "^P"),
        ("ctrl+p", "ctrl+p", "^p"),
        ("enter", "enter", "⏎"),
        ("return", "enter", "⏎"),
        ("esc", "escape", "esc"),
        ("shift+tab", "shift+tab", "⇧tab"),
        ("alt+ctrl+x", "ctrl+alt+x", "^alt-x"),
        ("F2", "f2", "F2"),
        ("[", "left_square_bracket", "["),
        ("é", "é", "é"),
        ("ж", "ж", "ж"),
    ],
)
def test_key_names(written: str, key: str, shown: str) -> None:
    normal = normal_key(written)
    assert normal == key
    assert shown_key(key) == shown


def test_key_names_are_those_of_textual() -> None:
    from textual.keys import _character_to_key

    for code in range(33, 127):
        assert normal_key(chr(code)) == _character_to_key(chr(code))


@given(st.text(max_size=12))
def test_any_text_is_a_key_or_is_not(text: str) -> None:
    normal = normal_key(text)
    if normal is not None:
        assert normal_key(normal) == normal
        assert shown_key(normal)


VALUES = st.one_of(st.text(max_size=4), st.lists(st.sampled_from("cxyFBu5?"), max_size=3), st.integers(), st.none())


@given(st.dictionaries(st.sampled_from([action.name for action in ACTIONS]), VALUES, max_size=8))
def test_whatever_is_written_no_key_does_two_things(keys: dict[str, object]) -> None:
    config, problems = read({"keys": keys})
    assert config.keymap.clashes() == []
    assert len(config.keys) + len(problems) == len(keys)


def test_the_example_of_the_readme_is_right() -> None:
    readme = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")
    example = re.search(r"<!-- config -->\n```toml\n(.*?)```", readme, re.DOTALL)
    assert example
    config, problems = read(tomllib.loads(example[1]))
    assert problems == []
    assert config.creator == "Ada"
