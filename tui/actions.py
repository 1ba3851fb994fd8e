"""The one registry of actions. Keys, footer, help screen, command palette and `counterpoint keys` are read from it."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Context = Literal[
    "app",
    "library",
    "reader",
    "select",
    "pair",
    "triage",
    "changes",
    "review",
    "adjudicate",
    "annotations",
    "ledger",
    "ask",
    "feeds",
    "rules",
]
CONTEXTS: dict[Context, str] = {
    "app": "Everywhere",
    "library": "Library",
    "reader": "Reading",
    "select": "Selecting text",
    "pair": "Claim and evidence",
    "triage": "Triage",
    "changes": "What changed",
    "review": "Review of annotations",
    "adjudicate": "Adjudication",
    "annotations": "Annotations",
    "ledger": "Ledger",
    "ask": "Ask",
    "feeds": "Feeds",
    "rules": "Rules for feeds",
}


class Action(Struct, frozen=True):
    """Something that a reader can do with one key."""

    name: str
    """`context.verb`, the name by which the configuration remaps its keys."""
    label: str
    """Two or three words for the footer and the palette."""
    help: str
    """One sentence for the help screen."""
    keys: tuple[str, ...]
    """Textual key names; the first one is shown."""
    footer: int = 0
    """Its rank in the footer, 1 first; 0 keeps it out."""

    @property
    def context(self) -> str:
        return self.name.split(".", 1)[0]

    @property
    def method(self) -> str:
        """The name that the screen's `action_…` method carries."""
        return self.name.split(".", 1)[1]


def _a(name: str, keys: str, label: str, help: str, footer: int = 0) -> Action:
    return Action(name, label, help, tuple(keys.split()), footer)


ACTIONS: tuple[Action, ...] = (
    _a("app.help", "question_mark f1", "Help", "Show every key of this screen.", 90),
    _a("app.palette", "ctrl+p", "Commands", "Find any action by its name.", 91),
    _a("app.undo", "u", "Undo", "Take back your last change, also after a restart."),
    _a("app.redo", "ctrl+r", "Redo", "Do again what undo took back."),
    _a("app.annotations", "A", "Annotations", "Open the screen of all your annotations."),
    _a("app.ledger", "L", "Ledger", "Open the ledger: claims by claimant, in order of time."),
    _a("app.triage_all", "T", "Triage", "Judge all open suggestions of the library, one after another."),
    _a("app.ask", "Q", "Ask", "Ask what in the library speaks against a sentence, and what for it."),
    _a("app.learned", "f4", "Learned", "Say from how many verdicts the engine learned; forget it, if you like."),
    _a("app.theme", "f2", "Theme", "Change to the next colour theme."),
    _a("app.suspend", "ctrl+z", "Suspend", "Go to the shell that you came from; its command “fg” comes back here."),
    _a("app.quit", "ctrl+q", "Quit", "Leave the app; everything is saved already."),
    # Library
    _a("library.open", "enter", "Read", "Open the selected article where you left it.", 1),
    _a("library.filter", "slash", "Filter", "Filter the articles by words in title and text, as you type.", 2),
    _a("library.add", "a", "Add", "Add a file, a folder or a web page, or paste a text.", 3),
    _a("library.view", "v", "View", "Change the view: all, unread, annotated, contested.", 4),
    _a("library.sort", "s", "Sort", "Sort by the next column.", 5),
    _a("library.reverse", "S", "Reverse", "Turn the order of the sorting round."),
    _a("library.tag", "t", "Tag", "Give the selected article tags, or take them away.", 6),
    _a("library.by_tag", "number_sign", "By tag", "Show only the articles with one tag."),
    _a("library.clear", "escape", "Show all", "Take filter, tag and view away: show all articles again."),
    _a("library.edit", "e", "Edit", "Change title, author, date or source of the selected article."),
    _a("library.preview", "p", "Preview", "Show or hide the preview of the selected article."),
    _a("library.delete", "d delete", "Delete", "Delete the selected article; undo brings it back.", 7),
    _a("library.export", "x", "Export", "Write the library, or the shown articles, in one of many formats."),
    _a("library.import_file", "i", "Import", "Take in an export, also of another program; shows what is in it first."),
    _a("library.refresh", "R", "Refresh", "Ask the feeds what is new, and fetch articles tagged “watch” again."),
    _a(
        "library.fetch",
        "f",
        "Fetch",
        "Fetch the selected article again from where it came: its whole text, and what was edited.",
    ),
    _a(
        "library.reread",
        "r",
        "Read anew",
        "Read the kept page of the selected article, or of all, with the extractor of today.",
    ),
    _a("library.feeds", "F", "Feeds", "Open the feeds that you follow: add, ask, remove them, read what they brought."),
    _a(
        "library.sync",
        "Y",
        "Sync",
        "Share annotations through a group on a server of Hypothesis; shows first what would come and go.",
    ),
    _a("library.quit", "q", "Quit", "Leave the app; everything is saved already.", 8),
    # Reading
    _a("reader.next_paragraph", "j down", "Next", "Go to the next paragraph; a number before it goes that far.", 1),
    _a("reader.previous_paragraph", "k up", "Previous", "Go to the previous paragraph."),
    _a("reader.next_sentence", "l right", "Sentence", "Go to the next sentence."),
    _a("reader.previous_sentence", "h left", "Sentence back", "Go to the previous sentence."),
    _a("reader.next_claim", "c", "Claim", "Go to the next claim.", 6),
    _a("reader.previous_claim", "C", "Claim back", "Go to the previous claim."),
    _a("reader.next_contested", "x", "Contested", "Go to the next claim that something speaks against.", 2),
    _a("reader.previous_contested", "X", "Contested back", "Go to the previous contested claim."),
    _a("reader.next_mark", "o", "Own mark", "Go to your next annotation."),
    _a("reader.previous_mark", "O", "Own mark back", "Go to your previous annotation."),
    _a("reader.page_down", "space pagedown", "Page", "Scroll on by a page."),
    _a("reader.page_up", "b pageup", "Page back", "Scroll back by a page."),
    _a("reader.top", "g home", "Top", "Go to the first paragraph, or to the one whose number you typed."),
    _a("reader.bottom", "G end", "End", "Go to the last paragraph, or to the one whose number you typed."),
    _a("reader.back", "left_square_bracket ctrl+o", "Back", "Go back to where you were before the last jump."),
    _a("reader.forward", "right_square_bracket", "Forward", "Go forward again in the jump history."),
    _a("reader.set_mark", "m", "Set mark", "Remember this place under a letter: m, then the letter."),
    _a("reader.go_mark", "apostrophe", "Go to mark", "Go to a remembered place: apostrophe, then the letter."),
    _a("reader.find", "slash", "Find", "Find words in the article, or a regular expression.", 9),
    _a("reader.find_next", "n", "Next match", "Go to the next match."),
    _a("reader.find_previous", "N", "Match back", "Go to the previous match."),
    _a("reader.select", "v", "Select", "Select text: start at the current sentence.", 7),
    _a("reader.note", "a", "Note", "Write a note on the current sentence.", 10),
    _a("reader.highlight", "H", "Highlight", "Highlight the current sentence in the last colour."),
    _a("reader.bookmark", "B", "Bookmark", "Set a bookmark at this paragraph, or take it away."),
    _a("reader.edit_mark", "i", "Edit mark", "Edit your annotation at this place."),
    _a("reader.delete_mark", "d", "Delete mark", "Delete your annotation at this place; undo brings it back."),
    _a("reader.tag_article", "t", "Tag", "Give this article tags, or take them away."),
    _a("reader.copy", "Y", "Copy", "Copy the current sentence with its citation."),
    _a("reader.furniture", "f", "Furniture", "Overrule this paragraph: furniture, or part of the article."),
    _a("reader.fold", "F", "Fold", "Show or fold the furniture."),
    _a("reader.wider", "plus equals_sign", "Wider", "Make the lines longer."),
    _a("reader.narrower", "minus", "Narrower", "Make the lines shorter."),
    _a("reader.pane", "p", "Pane", "Show or hide the pane of the current claim."),
    _a("reader.analyse", "R", "Analyse", "Analyse the article again; your verdicts stay."),
    _a("reader.triage", "J", "Triage", "Judge the open suggestions of this article, one after another."),
    _a("reader.changes", "D", "Changes", "Show what changed between two versions of the article, word by word."),
    _a("reader.versions", "V", "Versions", "Read another version of the article; every one is kept."),
    _a("reader.review", "P", "Review", "Go through your annotations that are for review or lost in this version."),
    _a("reader.confirm", "K", "Confirm", "Your annotation at this place, which is for review, does stand here."),
    _a("reader.correct", "M", "Correct", "Your annotation at this place stands elsewhere: select the right text."),
    _a(
        "reader.adjudicate",
        "W",
        "Adjudicate",
        "Compare what two people annotated in this article, and settle what differs.",
    ),
    _a("reader.close", "q escape", "Library", "Go back; your place is kept.", 8),
    # A claim and its evidence, while reading
    _a("pair.next_evidence", "e tab", "Evidence", "Select the next piece of evidence of the claim.", 3),
    _a("pair.previous_evidence", "E shift+tab", "Evidence back", "Select the previous piece of evidence."),
    _a(
        "pair.next_reason",
        "s",
        "Reason",
        "Step into the reasons of the selected evidence: underline what the next one is about.",
    ),
    _a(
        "pair.previous_reason",
        "S",
        "Reason back",
        "Underline what the reason before is about; escape underlines all again.",
    ),
    _a(
        "pair.follow",
        "enter",
        "Go there",
        "Go to the selected evidence, in this or another article; from evidence, to its claim.",
    ),
    _a("pair.scroll_down", "ctrl+d", "Scroll pane", "Scroll the pane on, to read all of its evidence and reasons."),
    _a("pair.scroll_up", "ctrl+b", "Scroll pane back", "Scroll the pane back."),
    _a("pair.beside", "w", "Side by side", "Show the article of the selected evidence beside this one."),
    _a("pair.accept", "y", "Accept", "Accept the selected evidence.", 4),
    _a("pair.reject", "r", "Reject", "Reject the selected evidence.", 5),
    _a(
        "pair.change",
        "z",
        "Relation",
        "Say what the evidence does: contradicts, weakens, qualifies, supports, updates.",
    ),
    _a("pair.pair_note", "Z", "Why", "Write why: a note on the relation of the selected evidence."),
    _a(
        "pair.ask_model",
        "I",
        "Ask a model",
        "Ask your language model about the selected evidence; this may cost money.",
    ),
    # Selecting
    _a("select.grow_character", "l right", "Character", "Move the end of the selection on by a character.", 8),
    _a("select.shrink_character", "h left", "Character back", "Move the end of the selection back by a character."),
    _a("select.grow_word", "w", "Word", "Move the end on by a word.", 6),
    _a("select.shrink_word", "b", "Word back", "Move the end back by a word."),
    _a("select.grow_sentence", "s right_parenthesis", "Sentence", "Move the end on by a sentence.", 7),
    _a("select.shrink_sentence", "S left_parenthesis", "Sentence back", "Move the end back by a sentence."),
    _a("select.grow_paragraph", "j down", "Paragraph", "Move the end on by a paragraph."),
    _a("select.shrink_paragraph", "k up", "Paragraph back", "Move the end back by a paragraph."),
    _a("select.swap", "o", "Other end", "Move the other end of the selection from now on.", 10),
    _a("select.place", "M", "Stands here", "The annotation that you are correcting stands on the selection.", 1),
    _a("select.yellow", "1", "Yellow", "Highlight in yellow.", 1),
    _a("select.green", "2", "Green", "Highlight in green."),
    _a("select.blue", "3", "Blue", "Highlight in blue."),
    _a("select.pink", "4", "Pink", "Highlight in pink."),
    _a("select.orange", "5", "Orange", "Highlight in orange."),
    _a("select.highlight", "H enter", "Highlight", "Highlight in the last colour."),
    _a("select.note", "a", "Note", "Write a note on the selection.", 2),
    _a("select.claim", "c", "Claim", "Mark the selection as a claim: whose, and of what kind.", 3),
    _a("select.evidence", "e", "Evidence", "Mark the selection as evidence for a claim.", 4),
    _a("select.tag", "t", "Tag", "Highlight the selection and give it tags."),
    _a("select.copy", "y", "Copy", "Copy the selection with its citation.", 9),
    _a("select.cancel", "escape v q", "Cancel", "Leave the selection.", 5),
    # Triage
    _a("triage.accept", "y", "Accept", "Accept this suggestion and go on.", 1),
    _a("triage.reject", "r", "Reject", "Reject this suggestion and go on.", 2),
    _a("triage.change", "z", "Relation", "Say what the evidence really does, and go on.", 3),
    _a("triage.skip", "space j down", "Skip", "Leave this one open and go on.", 4),
    _a("triage.previous", "k up", "Previous", "Go back to the one before.", 5),
    _a("triage.scroll_down", "ctrl+d pagedown", "Scroll", "Scroll both sides on, to read all of them."),
    _a("triage.scroll_up", "ctrl+b pageup", "Scroll back", "Scroll both sides back."),
    _a("triage.open", "enter", "Read", "Open the claim in its article.", 6),
    _a("triage.close", "q escape", "Leave", "Leave triage; what is judged stays judged.", 7),
    # What changed between two versions
    _a("changes.next", "n j down tab", "Next", "Go to the next change.", 1),
    _a("changes.previous", "N k up shift+tab", "Previous", "Go to the change before.", 2),
    _a("changes.scroll_down", "space ctrl+d pagedown", "Scroll", "Scroll on."),
    _a("changes.scroll_up", "b ctrl+b pageup", "Scroll back", "Scroll back."),
    _a("changes.unchanged", "f", "All", "Show or fold what did not change, and what changed in page furniture.", 5),
    _a("changes.older", "left_square_bracket h left", "Older", "Compare the two versions one earlier.", 3),
    _a("changes.newer", "right_square_bracket l right", "Newer", "Compare the two versions one later.", 4),
    _a("changes.choose", "v", "Choose", "Choose the two versions to compare.", 6),
    _a("changes.open", "enter", "Read", "Read the version at the selected change.", 7),
    _a("changes.close", "q escape", "Back", "Go back.", 8),
    # Annotations whose place is in doubt
    _a("review.confirm", "y", "Stands there", "The annotation stands at the shown place; go on.", 1),
    _a("review.correct", "M m", "Correct", "Select the text that the annotation stands on now.", 2),
    _a("review.candidate", "n tab", "Other place", "Show the next place where it may stand.", 3),
    _a("review.skip", "space j down", "Skip", "Leave this one as it is and go on.", 4),
    _a("review.previous", "k up", "Previous", "Go back to the one before.", 5),
    _a("review.delete", "d delete", "Delete", "Delete the annotation; undo brings it back.", 6),
    _a("review.open", "enter", "Old text", "Read the older version at the place where it stood.", 7),
    _a("review.scroll_down", "ctrl+d pagedown", "Scroll", "Scroll both sides on, to read all of them."),
    _a("review.scroll_up", "ctrl+b pageup", "Scroll back", "Scroll both sides back."),
    _a("review.close", "q escape", "Leave", "Leave the review; what is open stays for review.", 8),
    # Two annotators of an article, side by side
    _a("adjudicate.first", "a 1", "Take A", "What A has goes into the agreed layer; go on.", 1),
    _a("adjudicate.second", "b 2", "Take B", "What B has goes into the agreed layer; go on.", 2),
    _a("adjudicate.both", "y", "Both", "What both have goes into the agreed layer; go on.", 3),
    _a("adjudicate.neither", "r", "Neither", "Nothing of this goes into the agreed layer; go on.", 4),
    _a("adjudicate.next", "space j down n", "Next", "Go to the next one, and leave this one as it is.", 5),
    _a("adjudicate.previous", "k up N", "Back", "Go back to the one before.", 6),
    _a("adjudicate.open", "enter", "Read", "Read the article at this place.", 7),
    _a("adjudicate.scroll_down", "ctrl+d pagedown", "Scroll", "Scroll both sides on, to read all of them."),
    _a("adjudicate.scroll_up", "ctrl+b pageup", "Scroll back", "Scroll both sides back."),
    _a("adjudicate.close", "q escape", "Leave", "Leave adjudication; what is settled stays settled.", 8),
    # Annotations
    _a("annotations.open", "enter", "Go there", "Open the article at the selected annotation.", 1),
    _a("annotations.filter", "slash", "Search", "Search quotes, notes and tags.", 2),
    _a("annotations.kind", "v", "Kind", "Show only one kind of annotation.", 3),
    _a("annotations.colour", "c", "Colour", "Show only one colour."),
    _a("annotations.by_tag", "number_sign", "By tag", "Show only the annotations with one tag."),
    _a("annotations.article", "o", "Article", "Show only the annotations of the selected one's article."),
    _a("annotations.state", "s", "State", "Show only those for review or lost, only the lost ones, or all."),
    _a(
        "annotations.confirm",
        "y",
        "Confirm",
        "The selected annotation, which is for review, stands where it was found.",
    ),
    _a("annotations.correct", "m", "Correct", "Select the text that the selected annotation stands on now."),
    _a("annotations.edit", "e", "Edit", "Edit the selected annotation.", 4),
    _a("annotations.tag", "t", "Tag", "Give the selected annotation tags, or take them away.", 5),
    _a("annotations.delete", "d delete", "Delete", "Delete the selected annotation; undo brings it back.", 6),
    _a("annotations.preview", "p", "Details", "Show or hide the selected annotation in full beside the list."),
    _a("annotations.export", "x", "Export", "Write the shown annotations in one of many formats.", 7),
    _a("annotations.back", "escape", "Show all", "Show all annotations again; where all are shown, go back."),
    _a("annotations.close", "q", "Back", "Go back.", 8),
    # Ledger
    _a("ledger.open", "enter", "Go there", "Open the claim in its article, beside its counter-evidence.", 1),
    _a("ledger.filter", "slash", "Claimant", "Filter by claimant or by words of the claim.", 2),
    _a("ledger.kind", "v", "Kind", "Show only one kind of claim.", 3),
    _a("ledger.contested", "x", "Contested", "Show only contested claims, or all.", 4),
    _a("ledger.next_claimant", "n", "Next claimant", "Go to the next claimant.", 5),
    _a("ledger.previous_claimant", "N", "Claimant back", "Go to the previous claimant."),
    _a("ledger.preview", "p", "Details", "Show or hide the selected claim with its evidence beside the list."),
    _a("ledger.back", "escape", "Show all", "Show all claims again; where all are shown, go back."),
    _a("ledger.close", "q", "Back", "Go back.", 6),
    # What the library says to a sentence
    _a("ask.open", "enter", "Go there", "Open the selected passage in its article.", 1),
    _a("ask.again", "slash", "Ask again", "Change the sentence, or ask another one.", 2),
    _a("ask.next_group", "n", "Next", "Go to the next group: against it, beside it, for it.", 3),
    _a("ask.close", "q escape", "Back", "Go back.", 4),
    # The feeds that are followed
    _a("feeds.open", "enter", "Articles", "Show what the selected feed brought, in the library.", 2),
    _a("feeds.stop", "c", "Stop", "Stop asking; what came by then stays.", 1),
    _a("feeds.add", "a", "Add", "Follow a feed, by its address or that of a page that names one.", 3),
    _a("feeds.refresh_all", "R", "Ask all", "Ask all feeds what is new, in the background.", 4),
    _a("feeds.refresh", "r", "Ask", "Ask the selected feed what is new, also when it is left alone.", 5),
    _a(
        "feeds.force",
        "exclamation_mark",
        "Ask all now",
        "Ask all feeds, those too that failed lately and are left alone.",
    ),
    _a("feeds.filter", "slash", "Filter", "Filter the feeds by words of name, address and tags.", 8),
    _a("feeds.view", "v", "View", "Change the view: all, with something unread, failing."),
    _a("feeds.sort", "s", "Sort", "Sort by the next column."),
    _a("feeds.full", "f", "Full text", "Fetch whole texts from the web always, or only on demand.", 7),
    _a("feeds.rules", "w", "Rules", "Open the rules that tag or skip what feeds announce.", 6),
    _a("feeds.tag", "t", "Tag", "Say what the articles of the selected feed are tagged with from now on."),
    _a("feeds.edit", "e", "Rename", "Give the selected feed another name."),
    _a("feeds.delete", "d delete", "Remove", "Follow the selected feed no longer; asks first, its articles stay.", 9),
    _a("feeds.import_file", "i", "Import", "Follow the feeds of an OPML file, the list that feed readers export."),
    _a("feeds.export", "x", "Export", "Write the feeds to an OPML file."),
    _a(
        "feeds.private",
        "P",
        "Private",
        "Fetch from private and local addresses too, as long as this screen is open; or no longer.",
    ),
    _a("feeds.preview", "p", "Details", "Show or hide the details of the selected feed."),
    _a("feeds.back", "escape", "Show all", "Show all feeds again; where all are shown, go back."),
    _a("feeds.close", "q", "Back", "Go back.", 10),
    # Rules for what feeds announce
    _a("rules.add", "a", "Add", "Make a rule: what holds some words, or comes from a feed, is tagged or skipped.", 1),
    _a("rules.delete", "d delete", "Remove", "Remove the selected rule; asks first.", 2),
    _a("rules.filter", "slash", "Filter", "Filter the rules by their words.", 3),
    _a("rules.back", "escape", "Show all", "Show all rules again; where all are shown, go back."),
    _a("rules.close", "q", "Back", "Go back.", 4),
)

BY_NAME: dict[str, Action] = {action.name: action for action in ACTIONS}


def of_context(*contexts: Context) -> tuple[Action, ...]:
    """The actions of these contexts, in the order of the registry."""
    return tuple(action for action in ACTIONS if action.context in contexts)
