"""The exchange formats by name. Each is one module, which is imported when it is used."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches
from importlib import import_module
from typing import Any, Final

from tui.exchange.errors import ExchangeError
from tui.exchange.foreign import Taken
from tui.exchange.reading import Input
from tui.exchange.view import View


@dataclass(frozen=True, slots=True)
class Format:
    """An exchange format.

    Its module has, as far as they apply: `write(view)`, the file in blocks; `files(view)`, the names and blocks of the
    files of a folder; `recognises(file)`, whether a file is of this format; `read(file)`, what it holds.
    """

    name: str
    label: str
    suffix: str
    media_type: str
    help: str
    module: str
    reads: bool = True
    writes: bool = True
    several_files: bool = False
    """Does one export make several files (then it needs a folder)?"""
    in_a_folder: bool = False
    """Can it also be written into a folder, a file an article?"""
    lossy: tuple[str, ...] = ()
    """What it cannot carry, a sentence each; empty for what is lossless."""

    def write(self, view: View) -> Iterator[bytes]:
        """The file, in blocks."""
        made: Iterator[bytes] = self._module.write(view)
        return made

    def files(self, view: View) -> Iterator[tuple[str, Iterable[bytes]]]:
        """The files of a folder: names without a path, and blocks. One is written before the next is asked for."""
        made: Iterator[tuple[str, Iterable[bytes]]] = self._module.files(view)
        return made

    def recognises(self, file: Input) -> bool:
        """Is the file of this format, as far as can be told without reading it all?"""
        return bool(self._module.recognises(file))

    def read(self, file: Input) -> Taken:
        """What the file holds. Raises ExchangeError with a sentence when it is none of this format."""
        taken: Taken = self._module.read(file)
        return taken

    @property
    def _module(self) -> Any:
        return import_module(f"tui.exchange.{self.module}")


NO_OTHERS = "Annotations that no relation joins."
ONLY_ARTICLES = "Everything but the particulars of articles."
NO_TEXTS = "The texts of articles."
NO_VERSIONS = "Older versions of articles, places, progress."
NO_VERDICTS = "Verdicts, and what was learned from them."
NO_DELETED = "Deletions: what was deleted is left out."
_REST = (NO_VERSIONS, NO_VERDICTS, NO_DELETED)

FORMATS: tuple[Format, ...] = (
    Format(
        name="json",
        label="Counterpoint JSON",
        suffix=".json",
        media_type="application/json",
        help="Everything, lossless: articles with every version, annotations, relations, verdicts.",
        module="native",
    ),
    Format(
        name="w3c",
        label="W3C Web Annotation",
        suffix=".jsonld",
        media_type="application/ld+json",
        help="W3C Web Annotation (JSON-LD): annotations, and relations as links. Recogito's and others' are read too.",
        module="w3c",
        lossy=(NO_TEXTS, *_REST),
    ),
    Format(
        name="hypothesis",
        label="Hypothesis JSON",
        suffix=".json",
        media_type="application/json",
        help="What Hypothesis's client exports and its API answers; relations as replies.",
        module="hypothesis",
        lossy=(NO_TEXTS, *_REST),
    ),
    Format(
        name="markdown",
        label="Markdown",
        suffix=".md",
        media_type="text/markdown",
        help="Notes for Obsidian: quotations, notes, tags, links between claim and evidence; in a folder a file an article.",
        module="markdown",
        reads=False,
        in_a_folder=True,
        lossy=("The way back: it is not read.", NO_TEXTS, "Offsets, who made what and when.", *_REST),
    ),
    Format(
        name="csv",
        label="CSV",
        suffix=".csv",
        media_type="text/csv",
        help="Pairs of claim and evidence, a row each; no cell is a formula.",
        module="flat_csv",
        reads=False,
        lossy=(NO_OTHERS, "Tags, colours and notes of annotations.", NO_TEXTS, *_REST),
    ),
    Format(
        name="jsonl",
        label="JSON Lines",
        suffix=".jsonl",
        media_type="application/jsonl",
        help="Pairs of claim and evidence, a line each, as Hugging Face's datasets load them.",
        module="flat_jsonl",
        reads=False,
        lossy=(NO_OTHERS, "Tags, colours and notes of annotations.", NO_TEXTS, *_REST),
    ),
    Format(
        name="html",
        label="HTML report",
        suffix=".html",
        media_type="text/html",
        help="A page to read and print: the article beside its claims and counter-evidence; in a folder also by claimant.",
        module="html",
        reads=False,
        in_a_folder=True,
        lossy=("The way back: it is not read.", "Who made what and when; offsets.", *_REST),
    ),
    Format(
        name="claimreview",
        label="ClaimReview",
        suffix=".json",
        media_type="application/ld+json",
        help="Claims with their evidence as ClaimReview of schema.org (JSON-LD); the rating is what the relations say.",
        module="claimreview",
        reads=False,
        lossy=("Claims without evidence, and other annotations.", "Offsets, tags, colours.", NO_TEXTS, *_REST),
    ),
    Format(
        name="brat",
        label="brat standoff",
        suffix=".ann",
        media_type="text/plain",
        help="Texts with annotations and relations for brat (.txt and .ann); a folder, or one .ann beside its .txt, is read.",
        module="brat",
        several_files=True,
        lossy=("Annotations on several versions of an article at once.", *_REST),
    ),
    Format(
        name="doccano",
        label="doccano JSONL",
        suffix=".jsonl",
        media_type="application/jsonl",
        help="Texts with spans and relations for doccano, a line each; offsets are UTF-16, graphemes are read on request.",
        module="doccano",
        lossy=("Annotations on several versions of an article at once.", *_REST),
    ),
    Format(
        name="label-studio",
        label="Label Studio JSON",
        suffix=".json",
        media_type="application/json",
        help="Texts as tasks for Label Studio, with labelled regions and relations.",
        module="label_studio",
        lossy=("Annotations on several versions of an article at once.", *_REST),
    ),
    Format(
        name="readwise",
        label="Readwise CSV",
        suffix=".csv",
        media_type="text/csv",
        help="Highlights with their notes, as Readwise's importer takes them; its own export is read too.",
        module="readwise",
        lossy=(
            "Relations, and what claims say of claimant, speaker and kind.",
            "Kinds and colours, who made what, exact times; where a quotation stands but for its start.",
            NO_TEXTS,
            *_REST,
        ),
    ),
    Format(
        name="argdown",
        label="Argdown",
        suffix=".argdown",
        media_type="text/x-argdown",
        help="Claims and their evidence as an argument map in text.",
        module="argdown",
        reads=False,
        lossy=(
            NO_OTHERS,
            "What qualifies or updates, which become comments.",
            "Offsets, tags, notes.",
            NO_TEXTS,
            *_REST,
        ),
    ),
    Format(
        name="aif",
        label="AIF JSON",
        suffix=".json",
        media_type="application/json",
        help="Claims and their evidence as a graph of the Argument Interchange Format, as AIFdb has it.",
        module="aif",
        reads=False,
        lossy=(
            "Annotations other than claims and evidence; tags and notes.",
            "The difference of contradicts and weakens, qualifies and updates but for a key of our own.",
            NO_TEXTS,
            *_REST,
        ),
    ),
    Format(
        name="fever",
        label="FEVER",
        suffix=".jsonl",
        media_type="application/jsonl",
        help="Claims with labels and evidence by sentence, with their texts, as FEVER's data are; numbers are mapped.",
        module="fever",
        reads=False,
        several_files=True,
        lossy=(
            NO_OTHERS,
            "Relations other than contradicts and supports; claims with both are NOT ENOUGH INFO.",
            "Spans shorter than a sentence.",
            *_REST,
        ),
    ),
    Format(
        name="scifact",
        label="SciFact",
        suffix=".jsonl",
        media_type="application/jsonl",
        help="Claims with labels and evidence by sentence, with their texts, as SciFact's data are; numbers are mapped.",
        module="scifact",
        reads=False,
        several_files=True,
        lossy=(
            NO_OTHERS,
            "Relations other than contradicts and supports, of which the text is cited only.",
            "Spans shorter than a sentence.",
            *_REST,
        ),
    ),
    Format(
        name="uima",
        label="UIMA CAS JSON",
        suffix=".json",
        media_type="application/json",
        help="Texts with annotations and relations for UIMA (dkpro-cassis and others); in a folder a file a text.",
        module="uima",
        reads=False,
        in_a_folder=True,
        lossy=("Annotations on several versions of an article at once.", "Why a relation was suggested.", *_REST),
    ),
    Format(
        name="bibtex",
        label="BibTeX",
        suffix=".bib",
        media_type="application/x-bibtex",
        help="The articles as entries of a bibliography (biblatex).",
        module="bibtex",
        reads=False,
        lossy=(ONLY_ARTICLES,),
    ),
    Format(
        name="csl",
        label="CSL-JSON",
        suffix=".json",
        media_type="application/vnd.citationstyles.csl+json",
        help="The articles as items of a bibliography, for citation processors and Zotero.",
        module="csl",
        reads=False,
        lossy=(ONLY_ARTICLES,),
    ),
    Format(
        name="kindle",
        label="Kindle clippings",
        suffix=".txt",
        media_type="text/plain",
        help="Kindle's My Clippings.txt, in the language of the device.",
        module="kindle",
        writes=False,
    ),
    Format(
        name="koreader",
        label="KOReader JSON",
        suffix=".json",
        media_type="application/json",
        help="KOReader's export of highlights and notes.",
        module="koreader",
        writes=False,
    ),
    Format(
        name="wallabag",
        label="wallabag JSON",
        suffix=".json",
        media_type="application/json",
        help="wallabag's export, version 2: articles with their texts, tags and annotations.",
        module="wallabag",
        writes=False,
    ),
    Format(
        name="omnivore",
        label="Omnivore JSON",
        suffix=".json",
        media_type="application/json",
        help="Omnivore's export: articles, with highlights where it has them.",
        module="omnivore",
        writes=False,
    ),
    Format(
        name="pocket",
        label="Pocket CSV",
        suffix=".csv",
        media_type="text/csv",
        help="Pocket's export: addresses with titles and tags.",
        module="pocket",
        writes=False,
    ),
    Format(
        name="instapaper",
        label="Instapaper CSV",
        suffix=".csv",
        media_type="text/csv",
        help="Instapaper's export: addresses with titles, and what was selected.",
        module="instapaper",
        writes=False,
    ),
    Format(
        name="zotero",
        label="Zotero JSON",
        suffix=".json",
        media_type="application/json",
        help="Annotations of Zotero, as its API or Better BibTeX gives them.",
        module="zotero",
        writes=False,
    ),
)
_BY_NAME = {format.name: format for format in FORMATS}


def get(name: str, *, to_write: bool = False, to_read: bool = False) -> Format:
    """The format of this name. Raises ExchangeError for an unknown one, or one that cannot do what is wanted."""
    format = _BY_NAME.get(name.lower())
    if format is None:
        near = get_close_matches(name.lower(), _BY_NAME, 1)
        hint = f" Did you mean {near[0]}?" if near else " `counterpoint formats` lists those there are."
        raise ExchangeError(f"There is no format called {name!r}.{hint}")
    if to_write and not format.writes:
        raise ExchangeError(f"{format.label} can be imported, not exported.")
    if to_read and not format.reads:
        raise ExchangeError(f"{format.label} can be exported, not imported.")
    return format


_SQLITE: Final = b"SQLite format 3\0"
"""How a library begins, as any file of SQLite (https://sqlite.org/fileformat.html)."""


def recognise(file: Input) -> Format:
    """The format that a file is of, told from what is in it. Raises ExchangeError when it is none of them."""
    if file.data.startswith(_SQLITE):
        raise ExchangeError("This is no export but a database: `counterpoint --library FILE` opens a library.")
    if not file.names:
        _ = file.body
    for format in FORMATS:
        if format.reads and format.recognises(file):
            return format
    if file.data.lstrip()[:1] in (b"{", b"[") and file.first_line is None:
        _ = file.json  # says what is wrong with it
    if file.names:
        raise ExchangeError("The folder holds nothing that can be imported; name a file in it.")
    names = ", ".join(format.name for format in FORMATS if format.reads)
    raise ExchangeError(f"The file is of no format that can be imported; name it with --format ({names}).")
