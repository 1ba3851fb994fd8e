"""The small words of a language that part phrases and clauses, as plain sets."""

from __future__ import annotations

from functools import cache

from tui.engine.lexicon import Lexicon, lexicon


class Grammar:
    """The small words of one language as plain sets."""

    __slots__ = (
        "accompanied",
        "adjectival",
        "adjunct",
        "adverbial",
        "agent",
        "articles",
        "as_",
        "aside",
        "attaches",
        "auxiliary",
        "be",
        "both",
        "breaks",
        "chain",
        "cites",
        "companions",
        "complementizer",
        "contracted",
        "cues",
        "day",
        "determiner",
        "discourse",
        "finite",
        "group_words",
        "joins",
        "kin",
        "month",
        "near_number",
        "negation",
        "not_adverb",
        "noun_too",
        "object_pronoun",
        "of",
        "opens",
        "participial",
        "participle_words",
        "participles",
        "past",
        "persons",
        "place",
        "plural",
        "plurals",
        "possessive",
        "preposition",
        "pronoun",
        "quoted",
        "relative",
        "singulars",
        "speaks",
        "that",
        "to",
        "wh",
        "when",
    )

    def __init__(self, words: Lexicon) -> None:
        def get(name: str) -> frozenset[str]:
            return words[name].words

        self.adjunct = get("adjunct")
        self.auxiliary = get("auxiliary") | get("be")
        self.be = get("be")
        self.chain = words["chain"]
        self.companions = get("companions")
        self.complementizer = get("complementizer")
        self.day = get("day")
        self.determiner = get("determiner")
        self.finite = get("finite")
        self.group_words = get("verb-group")
        self.noun_too = get("noun-too")
        self.not_adverb = get("not-adverb")
        self.object_pronoun = get("object-pronoun")
        self.opens = get("opens-clause")
        self.plural = get("plural")
        self.possessive = get("possessive")
        self.preposition = get("preposition")
        self.pronoun = get("pronoun")
        self.quoted = get("quoted")
        self.relative = get("relative")
        self.that = get("that")
        self.to = get("infinitive")
        self.wh = get("wh")
        self.articles = get("article")
        self.joins = get("joining")
        self.both = get("and")
        self.agent = get("agent")
        self.accompanied = get("with")
        self.as_ = get("as")
        self.of = get("of")
        self.month = get("month")
        self.near_number = get("near-number")
        self.aside = get("beside")
        self.attaches = get("attaches")
        self.contracted = get("contracted")
        self.cites = get("cites")
        self.when = get("when")
        self.discourse = get("discourse")
        self.breaks = get("breaks")
        self.kin = get("kin")
        self.place = get("place")
        self.speaks = get("written") | get("speech-noun") | get("speaks")
        self.adjectival = tuple(get("ending-adjective"))
        self.participles = tuple(get("ending-passive"))
        self.participle_words = get("participle")
        self.negation = get("negation")
        self.adverbial = tuple(get("ending-adverb"))
        self.participial = tuple(get("ending-participle"))
        self.past = tuple(get("ending-past"))
        self.persons = tuple(get("ending-person"))
        self.singulars = tuple(get("ending-singular"))
        self.plurals = tuple(get("ending-plural"))
        self.cues = frozenset().union(*(get(name) for name in ("say", "think", "commit", "deny")))

    def many(self, low: str) -> bool:
        """Does the word look like a plural?"""
        return low.endswith(self.plurals) and not low.endswith(self.singulars)

    def adverb(self, low: str) -> bool:
        return low in self.group_words or (low.endswith(self.adverbial) and len(low) > 4 and low not in self.not_adverb)


@cache
def _grammar(language: str) -> Grammar:
    return Grammar(lexicon(language))


def grammar(words: Lexicon) -> Grammar:
    """The grammar of a lexicon, made once a language."""
    return _grammar(words.language)
