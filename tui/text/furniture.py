"""Page text that is not the article: teasers, share buttons, related stories.

The rules name no article and no outlet. A line is furniture by what it says (a label such as "Read more:", a call
such as "Share this article"), or by where and how it stands (lines at the foot that are cut off, or headlines of
other stories). In doubt a line is body: what is dropped wrongly is lost to the reader, what is kept wrongly is one
line too many.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

LONGEST = 240
"""Code points; a longer line is never furniture."""

MOST_GLUED = 3000
"""Code points; a longer line is never taken for headlines that are run together."""
JOINTS = 3
"""Places at which a line's headlines run into one another."""

_JOINT = re.compile(r"[a-z]{2}[’']?[?!]?(?=[A-Z][a-z’']+ )")
_CUT = re.compile(r"(?:…|\.\.\.)\s*$|\[(?:…|\.\.\.|&hellip;)\]\s*$")
_FINAL = re.compile(r"[.!?。！？؟।][\"'”’»)\]」』]*\s*$")
_INNER_STOP = re.compile(r"[a-z0-9)”\"][.!?][\"”’')]* +[A-Z“\"]")
_REPORTED = re.compile(
    r"(?i)\b(?:said|says|(?:they|\w{3,}s) say|told|added|asked|wrote|according|argued?|insist(?:s|ed)|warn(?:s|ed)"
    r"|repl(?:y|ied)|tells?|claim(?:s|ed))\b"
)
# What a sentence cannot end with: a teaser cut after it was cut by a machine.
_FUNCTION_WORDS = (
    "a an the of in on at to for from by with as and or but that which who than into over after before last next their "
    "his her its our your my this these those is are was were be been has have had will would can could may might must "
    "not no if when while where about against between during through under more most some any all "
    "de la le les des du en et un une el los las y der die das und von zu im"
)
_FUNCTION = frozenset(_FUNCTION_WORDS.split())

# Labels that introduce something else wherever they stand.
_LABEL = re.compile(
    r"(?ix)^\W{0,3}(?:"
    r"read\ (?:more|next|also|on|the\ full)(?:\ (?:on|about|at|here|at|from)\b[^:]{0,40})?|(?:must|also|further"
    r"|more\ to)\ read"
    r"|related(?:\ (?:stories|story|articles?|content|coverage|topics?|links?|news|posts?|reading|videos?))?"
    r"|see\ (?:also|more)|more\ (?:on\ this(?:\ story)?|from\ [^:]{2,40}|stories|coverage|news|like\ this"
    r"|about\ [^:]{2,40})"
    r"|also\ (?:in|on|from|today|read|by|see)(?:\ [^:]{1,40})?|in\ other\ news|elsewhere(?:\ (?:in|on)\ [^:]{1,40})?"
    r"|you\ (?:might|may|could|will|'ll|’ll)\ (?:also|too)?\ ?(?:like|enjoy|be\ interested\ in|have\ missed)"
    r"|recommended(?:\ (?:for\ you|reading|stories|videos?|articles?))?|(?:editors?['’]?s?['’]?|our)\ (?:picks?|choice)"
    r"|don['’]t\ miss|in\ case\ you\ missed\ it|icymi|(?:most|popular|top)\ (?:read|viewed|popular|shared|commented"
    r"|stories|news)"
    r"|trending(?:\ now)?|popular(?:\ now)?|up\ next|next\ (?:article|story|up|post)|previous\ (?:article|story|post)"
    r"|newsletters?|advertisement|advert|sponsored(?:\ (?:content|by))?|promoted(?:\ (?:content|stories))?"
    r"|paid\ content"
    r"|in\ pictures|(?:photo|picture|image|video|file\ photo|caption|pictured|graphic|illustration"
    r"|photograph)(?:\ (?:credit|caption|by|gallery))?"
    r"|photos|tags?|topics?|filed\ under|posted\ in|tagged|categories|share(?:\ (?:this|via|on))?|follow(?:\ us)?"
    r"|lesen\ sie\ auch|mehr\ zum\ thema|auch\ interessant|à\ lire(?:\ aussi)?|lire\ aussi|voir\ aussi"
    r"|sur\ le\ même\ sujet"
    r"|lee\ también|leer\ más|te\ puede\ interesar|también\ te\ puede\ interesar|más\ información|leia\ (?:também|mais)"
    r"|veja\ também|leggi\ anche|potrebbe\ interessarti|lees\ ook|läs\ (?:också|mer)|les\ også|læs\ også"
    r"|czytaj\ (?:też|także)"
    r"|читайте\ также|смотрите\ также|по\ теме|ayrıca\ okuyun|baca\ juga"
    r")\s*(?:[:：|»›>]|\s[–—-]\s)\s*(?P<rest>\S.*)$"
)
# Labels that stand in body text as often (a column's name, a live page): with a headline cut off, or beside furniture.
_WEAK_LABEL = re.compile(
    r"(?i)^\W{0,3}(?:opinion|analysis|exclusive|breaking(?: news)?|latest|live|watch(?: live)?|listen|more|video"
    r"|podcast|comment"
    r"|explained|explainer|feature|profile|interview|review|special report|just in|editorial|gallery|quiz|news"
    r"|sport|business"
    r"|world|politics|culture|fact check|update|next(?: week)?|now|today)\s*[:：|]\s*(?P<rest>\S.*)$"
)
# Formats that are linked to; a headline behind them may ask.
_FORMAT_LABEL = re.compile(
    r"(?i)^\W{0,3}(?:podcast|quiz|poll|gallery|watch(?: live| now| again)?|listen(?: live| now| again)?|live(?: blog| updates)?"
    r"|video)\s*[:：|]\s*(?P<rest>\S.*)$"
)
_STOPPED = re.compile(r"[.。][\"'”’»)\]」』]*\s*$")
_TIP = re.compile(
    r"(?i)^(?:got|have) (?:a|any) (?:story|tip|question|news|comment)[^?]{0,40}\?\s+(?:e-?mail|contact|call|tell|send|get|write|text)\b"
)
_CREDIT = re.compile(
    r"(?i)^(?:additional )?(?:reporting|writing) by [^.:]{3,80};? (?:editing|additional reporting|writing) by\b.{3,60}$"
)
_CJK_LABEL = re.compile(
    r"^\W{0,3}(?:相关(?:阅读|新闻|报道|链接)|相關(?:閱讀|新聞|報導)|延伸(?:阅读|閱讀)|推荐阅读|更多"
    r"|関連(?:記事|リンク|ニュース)|あわせて読みたい|관련 ?기사"
    r"|اقرأ أيض[اً]{1,2}|إقرأ أيضا)\s*(?:[:：]|$)"
)
# A list's own heading, alone on its line.
_LIST_HEADING = re.compile(
    r"(?ix)^\W{0,3}(?:related(?:\ (?:stories|story|articles?|content|coverage|topics?|links?|news|posts?|reading"
    r"|videos?))?"
    r"|(?:most|popular|top|latest|more|other|recent|trending|featured|recommended|editors?['’]?s?['’]?)\ "
    r"(?:read|viewed|popular|shared|stories|news|headlines|articles|posts|picks?|videos|stories\ from\ .{2,30})"
    r"|more\ (?:from|on|in|by)\ .{2,40}|you\ (?:may|might)\ (?:also\ )?(?:like|be\ interested\ in|have\ missed)"
    r"|recommended(?:\ for\ you)?|read\ (?:next|more|also)|trending(?:\ now)?|also\ (?:read|in\ the\ news"
    r"|on\ .{2,30})|see\ also"
    r"|in\ other\ news|around\ the\ web|from\ around\ the\ web|sponsored(?:\ (?:content|links|stories))?"
    r"|promoted\ stories"
    r"|don['’]t\ miss|in\ this\ (?:section|story)|up\ next|keep\ reading|what\ to\ read\ next|lesen\ sie\ auch"
    r"|mehr\ zum\ thema|à\ lire\ aussi"
    r"|lire\ aussi|te\ puede\ interesar|leia\ também|leggi\ anche|читайте\ также)\s*[:：…]?\s*$"
)
_CALL = re.compile(
    r"(?ix)^\W{0,3}(?:please\ |now\ |to\ )?(?:"
    r"(?:share|tweet|e-?mail|print|save|bookmark|pin|copy|like|report|rate|recommend)\ (?:this|on|via|to|with|the"
    r"|link|it|us)\b"
    r"|share$|subscribe\b|sign\ ?up\b|sign\ in\b|log\ ?in\b|register\b|join\b|follow\b|like\ us|find\ us"
    r"|contact\ us|donate\b|support\b"
    r"|become\ a\b|download\b|get\b|receive\b|click\b|tap\b|swipe\b|scroll\b|view\b|see\b|watch\b|listen\b|read\b"
    r"|continue\ reading|keep\ reading"
    r"|have\ your\ say|leave\ (?:a|your)|post\ a|add\ (?:a|your)|write\ a|comment\b|comments\b|show\b|load\b"
    r"|back\ to|return\ to|skip\b|go\ to"
    r"|tell\ us|let\ us\ know|take\ our|vote\b|send\ us|turn\ on|enable\b|allow\b|accept\b|manage\b|unlock\b"
    r"|start\b|try\b|buy\b|purchase\b|book\b|enter\b|send\b|order\b|play\b|browse\b|visit\b|discover\b|explore\b"
    r"|check\ out"
    r"|story\b|article\b|advertisement|want\ more|enjoy\ this|enjoyed\ this|did\ you\ (?:like|enjoy)|never\ miss"
    r"|stay\b|don['’]t\ miss|view\ comments"
    r"|our\b|for\ more\b|more\ (?:news|stories)\b|this\ (?:article|story|video|post)\b|you\ can\ (?:follow"
    r"|subscribe|support)|already\ a"
    r")"
)
_PAGE = re.compile(
    r"(?ix)\b(?:newsletters?|e-?mail\ (?:alerts?|updates?|newsletter)|inbox|digest|bulletins?"
    r"|(?:travel|news|email|push|breaking|text|price|weather|sms|job)\ alerts?|push\ notifications?|notifications?"
    r"|(?:this|our|the)\ (?:article|story|post|page|site|website|app|channel|podcast|newsletter|video|briefing|feed"
    r"|journalism)s?"
    r"|app\ store|google\ play|on\ (?:facebook|twitter|instagram|whatsapp|telegram|youtube|linkedin|tiktok|x"
    r"|threads|bluesky|reddit|google\ news)"
    r"|via\ (?:e-?mail|facebook|twitter|whatsapp)|@\w+|(?:follow|like|find|support|join|contact)\ us|us\ (?:on|for|at)"
    r"|your\ (?:inbox|phone|email|mobile|device|say|comments?|views?|browser|account|free|thoughts|experience)"
    r"|continues?\ (?:below|after|reading)|below\ (?:the\ )?(?:ad|advertisement|advert)|comments?\ section|(?:a"
    r"|your)\ comment|comments\ \(\d+\)|view\ comments"
    r"|click\ here|tap\ here|here\ to\ (?:subscribe|read|sign|join|donate|watch)|full\ (?:story|article"
    r"|report\ here)|more\ stories"
    r"|free\ trial|subscribers?\ only|a\ subscriber|subscribe|subscription|online\ poll|our\ (?:\w+\ ){0,4}(?:poll"
    r"|survey|quiz|newsletter|briefing|digest|community|members?|readers?\ panel|coverage|team|updates)"
    r"|privacy\ (?:policy|settings)|cookies?|terms\ of|page\ top|top\ of\ page|to\ top|main\ content|advertisement"
    r"|log\ in|sign\ in)\b"
)
_CALL_WHOLE = re.compile(
    r"(?ix)^\W{0,3}(?:share(?:\ this)?|tweet|print|subscribe(?:\ now)?|sign\ (?:in|up)|log\ in|follow\ us"
    r"|advertisement|advert|sponsored|donate(?:\ now)?"
    r"|read\ (?:more|full\ (?:story|article))|continue\ reading|view\ comments|comments?|\d+\ comments?"
    r"|no\ comments|leave\ a\ (?:comment|reply)|load\ more(?:\ \w+)?|show\ more|see\ (?:all|more)"
    r"|back\ to\ top|skip\ to\ (?:main\ )?content|all\ rights\ reserved|click\ to\ (?:share|enlarge|expand|play"
    r"|view)\b.{0,40}|tap\ to\ .{2,30}|newsletter|have\ your\ say|facebook|twitter|whatsapp|instagram|linkedin"
    r"|telegram|e-?mail|copy\ link|menu|search"
    r"|comments?\ \(\d+\)|join\ the\ (?:conversation|discussion|debate)|more\ on\ this(?:\ (?:story|topic))?"
    r"|recommended(?:\ for\ you)?|related\ (?:articles?|stories|content|coverage|links|topics|news)|promoted\ (?:content|stories)"
    r"|most\ (?:read|popular|viewed|shared)|up\ next|read\ next|terms\ (?:and|&)\ conditions|terms\ of\ (?:use|service)"
    r"|privacy\ policy|cookie\ policy|loading|contact\ (?:us|our\ newsdesk|the\ newsroom)|about\ us"
    r"|swipe\ (?:to|for)\ .{2,30}|(?:story|article)\ continues(?:\ below.{0,20})?"
    r"|play\ video|watch\ (?:now|live)|listen\ (?:now|live)|getty\ images|\d+\ min(?:ute)?s?\ read|(?:facebook"
    r"|twitter|whatsapp|e-?mail|linkedin|telegram|pinterest|reddit|print|\W)+)\W*$"
)
_LEGAL = re.compile(
    r"(?i)^\W{0,3}(?:(?:©|\(c\)|copyright\b)(?:.{0,80}(?:\d{4}|rights reserved)|\W*$)|.{0,80}\ball rights reserved\b"
    r"|we use cookies\b|by (?:signing up|subscribing|continuing|clicking)\b|this site (?:is protected by|uses cookies))"
)
_TO_THE_READER = re.compile(
    r"(?i)\b(?:our|us|your|you|this|here|now|free|app|edition|premium|e-?paper|crossword|quiz)\b"
)
_OFFER = re.compile(
    r"(?i)^\W{0,3}(?:sign(?: |-)?up|subscribe)\b|\b(?:first|next) (?:\w+ )?(?:issues?|weeks?|months?|editions?) (?:are )?(?:free|half)\b"
)
# "…, say aides …": how headlines name who says so; "'told to quit'": how they quote.
_SAY_TAIL = re.compile(
    r"(?i)[,–—:-] (?:says?|claims?|warns?|fears?|hints?|insists?|admits?|finds?|suggests?)(?: [^\W\d_][\w’'-]*){1,4}\W*$"
)
_HEADLINE_QUOTE = re.compile(r"(?:^|\s)['‘][^'‘’\"“”]{3,40}['’](?=[\s,?!…]|$)")
_NO_HEADLINE = re.compile(r"(?:He|She|I|We|They|It|You|And|But|Or|So|Then|That|This|There|Perhaps|Maybe)\b|[\"“‘']")
_ANY_LABEL = re.compile(r"^\W{0,3}[^\W\d_][^:：.!?]{1,30}[:：]\s+\S")
_WORDS = re.compile(r"[^\W\d_]{4,}")


def furniture(paragraphs: Sequence[str]) -> set[int]:
    """The 0-based indices of the paragraphs that are furniture. Never all of them."""
    found = {
        index for index, line in enumerate(paragraphs) if (len(line) <= LONGEST and _by_itself(line)) or _glued(line)
    }
    for rule in (_headed_lists, _weakly_labelled, _cut_at_the_foot, _calls_at_the_foot, _headlines_at_the_foot):
        found |= rule(paragraphs, found)
    return found if len(found) < len(paragraphs) else set()


def _glued(line: str) -> bool:
    """ "Ferry lateMuseum shutBridge openQuay sold": headlines of other stories run into one another, and no sentence."""
    if len(line) > MOST_GLUED or _FINAL.search(line[-20:]) or _INNER_STOP.search(line):
        return False
    return len(_JOINT.findall(line)) >= JOINTS


def _by_itself(line: str) -> bool:
    label = _LABEL.match(line)
    if label and _headline(label["rest"]):
        # "Elsewhere in the region: two died, police said." is a report, whatever it begins with.
        return not (_REPORTED.search(line) and _FINAL.search(line) and not _CUT.search(line))
    if _CALL_WHOLE.match(line) or _LEGAL.match(line) or _CJK_LABEL.match(line):
        return True
    if _TIP.match(line) or _CREDIT.match(line):
        return True
    kind = _FORMAT_LABEL.match(line)
    if kind and _headline(kind["rest"]) and (_CUT.search(line) or not _STOPPED.search(line)):
        return True
    weak = _WEAK_LABEL.match(line)
    if weak and _CUT.search(line) and _headline(weak["rest"]):
        return True
    return _call(line)


def _headline(rest: str) -> bool:
    """Short, one sentence at most (or a question and what is cut off), and nobody is quoted at length."""
    stop = _INNER_STOP.search(rest)
    return len(rest.split()) <= 25 and (not stop or ("?" in stop.group() and bool(_CUT.search(rest[-20:]))))


def _call(line: str) -> bool:
    if len(line) > 160 or not _CALL.match(line) or not _PAGE.search(line):
        return False
    return len(line.split()) <= 20 and not _REPORTED.search(line) and line.lstrip()[0] not in "\"“‘'«"


def _headed_lists(paragraphs: Sequence[str], found: set[int]) -> set[int]:
    """A heading such as "Most read", and the headlines under it until body text begins."""
    more: set[int] = set()
    index = 0
    while index < len(paragraphs):
        line = paragraphs[index]
        index += 1
        if len(line) > 60 or not _LIST_HEADING.match(line):
            continue
        first = index
        while index < len(paragraphs) and (index in found or _list_line(paragraphs[index])):
            index += 1
        ends = index >= len(paragraphs)
        if index > first or ends:
            more.add(first - 1)
            # Headlines run to the foot, or are a short list; a long run without stops is an article that has none.
            if ends or index - first <= 8:
                more.update(range(first, index))
    return more


def _list_line(line: str) -> bool:
    return len(line) <= 160 and (not _FINAL.search(line[-20:]) or bool(_CUT.search(line[-20:])))


def _weakly_labelled(paragraphs: Sequence[str], found: set[int]) -> set[int]:
    """A column's name and a headline without a stop, beside furniture or at the foot of a text that has stops."""
    more: set[int] = set()
    foot = set(_foot(paragraphs, found))
    for index, line in enumerate(paragraphs):
        if index == 0 or index in found or len(line) > LONGEST or _FINAL.search(line[-20:]):
            continue
        if _WEAK_LABEL.match(line) and (index in foot or {index - 1, index + 1} & (found | more)):
            more.add(index)
    return more


def _foot(paragraphs: Sequence[str], found: set[int]) -> list[int]:
    """The lines at the foot without a final stop (or cut off) that are not furniture yet; none where the text has no
    stops."""
    run: list[int] = []
    place = len(paragraphs) - 1
    while place > 0 and (place in found or _list_line(paragraphs[place])):
        if place not in found:
            run.append(place)
        place -= 1
    if run and any(paragraphs[index].rstrip().endswith((":", "：")) for index in (place, *run)):
        return []  # what follows a colon is a list of the article's own
    body = [paragraphs[index] for index in range(place + 1) if index not in found][-400:]
    stopped = sum(bool(_FINAL.search(text[-20:])) for text in body)
    return run if body and stopped >= 0.8 * len(body) else []


def _calls_at_the_foot(paragraphs: Sequence[str], found: set[int]) -> set[int]:
    """ "Try our daily crossword", "Top story: Mayor quits …": weaker signs that count at the foot only."""
    more: set[int] = set()
    for index in _foot(paragraphs, found):
        line = paragraphs[index]
        words = len(line.split())
        call = words <= 14 and _CALL.match(line) and _TO_THE_READER.search(line) and not _REPORTED.search(line)
        offer = words <= 14 and _OFFER.search(line) and not _REPORTED.search(line)
        label = _ANY_LABEL.match(line) and _CUT.search(line[-20:]) and not _INNER_STOP.search(line)
        if call or offer or label:
            more.add(index)
    return more


def _cut_at_the_foot(paragraphs: Sequence[str], found: set[int]) -> set[int]:
    """Lines at the foot that end in an ellipsis: teasers, when one at least was cut where no sentence ends."""
    run: list[int] = []
    place = len(paragraphs) - 1
    while place > 0 and (place in found or _cut_line(paragraphs[place])):
        if place not in found:
            run.append(place)
        place -= 1
    if not run:
        return set()
    mechanical = sum(_cut_inside(paragraphs[index]) for index in run)
    beside = any(index - 1 in found or index + 1 in found for index in run)
    long = sum(len(paragraphs[index]) for index in run) >= 60 * len(run)
    if (
        (len(run) == 1 and (mechanical or beside or _cut_headline(paragraphs[run[0]])))
        or (len(run) >= 2 and mechanical)
        or (len(run) >= 3 and long)
    ):
        return set(run)
    return set()


def _cut_line(line: str) -> bool:
    return len(line) <= LONGEST and bool(_CUT.search(line[-20:])) and _headline(line)


def _cut_headline(line: str) -> bool:
    """A headline by its turns of phrase, cut off."""
    if _NO_HEADLINE.match(line):
        return False
    words = len(line.split())
    return (words <= 16 and bool(_SAY_TAIL.search(line))) or (words <= 12 and bool(_HEADLINE_QUOTE.search(line)))


def _cut_inside(line: str) -> bool:
    words = re.sub(r"[\s.…\[\]]+$", "", line).split()
    opened = line.count("“") > line.count("”")
    return bool(words) and not opened and len(words) >= 5 and words[-1].strip("\"'’”").lower() in _FUNCTION


def _headlines_at_the_foot(paragraphs: Sequence[str], found: set[int]) -> set[int]:
    """Three lines or more at the foot without a final stop, under paragraphs that have one, about something else."""
    run = _foot(paragraphs, found)
    if len(run) < 3 or run[-1] < 3 or not all(_headline_line(paragraphs[index]) for index in run):
        return set()
    body = [paragraphs[index] for index in range(run[-1]) if index not in found]
    known = {word.lower() for text in (*body[:200], *body[-200:]) for word in _WORDS.findall(text[:5000])}
    words = [word.lower() for index in run for word in _WORDS.findall(paragraphs[index])]
    shared = sum(word in known for word in words)
    return set(run) if words and shared <= 0.4 * len(words) else set()


def _headline_line(line: str) -> bool:
    words = line.split()
    if not 4 <= len(words) <= 22 or len(line) > 160 or _FINAL.search(line[-20:]):
        return False
    return line[0].isupper() or line[0] in "\"'“‘" or line[0].isdigit()
