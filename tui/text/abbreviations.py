"""Words that a full stop follows though no sentence ends, in lower case without their last stop."""

from __future__ import annotations


def _set(line: str) -> frozenset[str]:
    return frozenset(line.split())


TITLES = _set(
    "mr mrs ms mx messrs dr prof gen gens lt col sgt capt cpt cmdr cdr adm maj brig cpl pvt pfc sen sens rep reps "
    "gov govs "
    "rev fr hon pres supt insp det amb sec asst assoc dep dir ste mt ft hr mme mlle sra srta dra ald atty cllr ret m mm"
)
"""Written with a capital they never end a sentence: a name follows."""

ALWAYS = _set("vs v cf viz approx ca al eg ie resp e.g i.e z.b d.h u.a bzw z.t v.a p.ej p.ex c.-à-d")
"""Written in lower case they never end a sentence."""

MONTHS = _set("jan feb mar apr jun jul aug sep sept oct nov dec")

NUMBERED = MONTHS | _set(
    "no nos nr nrs p pp para paras fig figs eq art arts sect secs ch chap chs vol vols ed eds op n nn sec tel ext rs"
)
"""Abbreviations when a number follows; some are words else ("No.", "art.")."""

NAMES = (
    _set(
        "inc corp ltd co cos llc plc bros jr sr esq dept univ assn ave blvd rd st sq "
        "ala ariz ark calif colo conn del fla ga ill ind kan ky la mass md mich minn miss mo mont neb nev okla ore pa tenn "
        "tex va vt wash wis wyo ont que mon tue tues wed thu thur thurs fri sat sun"
    )
    | MONTHS
)
"""Written with a capital they may end a sentence: then what follows begins like one."""

MEASURES = _set("pct min max sq ft in lb lbs oz kg km cm mm hrs hr yrs mins secs est")
"""After a number they may end a sentence."""

STARTERS = _set(
    "a an the this that these those it its he she they we i you his her their our my your there here who what when "
    "where "
    "why how which if in on at by for from with without as after before during since until while although though but "
    "and or so yet nor because despite however meanwhile moreover according among about over under between both "
    "all some "
    "many most no not one two three several each every another other others such then now today yesterday earlier "
    "later "
    "last still also only even just once nearly more mr mrs ms dr is are was were do does did can could will would "
    "should "
    "may might have has had let please yes thus hence therefore instead asked police officials nobody everyone no-one"
)
"""Words that begin sentences and hardly ever names."""

CLOCK = _set(
    "monday tuesday wednesday thursday friday saturday sunday est edt cst cdt mst mdt pst pdt gmt utc bst cet cest "
    "eastern central pacific mountain local january february march april may june july august september october "
    "november "
    "december"
)
"""What follows a time of day in the same sentence."""

DAYS_OF = _set(
    "january february march april may june july august september october november december januar februar märz mai "
    "juni "
    "juli oktober dezember"
)
"""What follows "5." when it is a day."""
