"""Written cases for the sentence splitter: `‖` stands where one sentence ends and the next begins."""

from __future__ import annotations

from tui.text.spans import Span

BAR = "‖"

CASES: tuple[str, ...] = (
    # Abbreviations
    "The U.S. delegation arrived in Doha. ‖It left on Sunday.",
    "He flew to the U.S. ‖The talks went on without him.",
    "Troops left the U.S. Embassy at dawn. ‖No one stayed.",
    "Gen. Salami said the force was ready. ‖Nobody asked for what.",
    "Lt. Col. J. Peters and Sgt. Amy Poole gave evidence. ‖Both wept.",
    "Dr. Osei met Mrs. Lindqvist, Mr. Bell and Prof. Ito. ‖They agreed.",
    "Channel No. 5 was shut. ‖No. 6 stayed open.",
    "Was it safe? ‖No. ‖It was not.",
    "See pp. 12-14 and fig. 3 of vol. 2. ‖They differ.",
    "J. K. Rowling wrote it. ‖She was not paid.",
    "George W. Bush signed the bill. ‖Congress had passed it.",
    "J.R.R. Tolkien lived there. ‖So did C. S. Lewis.",
    "They lack vitamin C. ‖It is sold out.",
    "Go to plan B. ‖The first one failed.",
    "The market opens at 9 a.m. on Monday. ‖It closes at 5 p.m. ‖The rest is custom.",
    "Polls open at 7 a.m. and close at 10 p.m. ‖Results follow.",
    "Brannock Inc. said sales rose. ‖Castlemoor Ltd. did not comment.",
    "She joined Fell & Co. ‖They paid well.",
    "Martin Luther King Jr. spoke there. ‖Thousands came.",
    "Pens, paper, etc. were stolen. ‖Nobody noticed.",
    "He was born on Jan. 5, 1950. ‖He died on Dec. 31.",
    "It was Carrow vs. Fenwick in the cup. ‖Carrow won.",
    "St. Aubrey has 400 voters. ‖Mt. Kells has none.",
    "Some fruit, e.g. apples, i.e. the cheap sort, rotted. ‖The rest sold.",
    "Sen. Ruiz (D., N.M.) voted no. ‖Gov. Hale did not vote.",
    "He has a Ph.D. in botany. ‖She has none.",
    "The D.C. court ruled on it. ‖An appeal is due.",
    "About 12 pct. of homes, or approx. 3,000, lost power. ‖It came back.",
    "Police found 3 kg. of gold. ‖It was fake.",
    "The firm employs 40 people in St. Louis, Mo., and 12 in Gary, Ind. ‖The mayor is glad.",
    "Art. 5 says so. ‖Sec. 2 does not.",
    "It happened in Washington D.C. last week. ‖Nobody saw it.",
    # Numbers
    "Prices rose 3.5 per cent to $1.20. ‖Wages fell.",
    "He won in 2021. ‖He lost in 2023.",
    "1. First we eat. ‖Then we talk.",
    "The score was 3-2. ‖Deliberations resume at 9:30. ‖Fares are £4.",
    "Version 2.0.1 is out. ‖Nobody wants it.",
    "22.40 Heavy rain here at the count. ‖It is cold.",
    "They sold 1,106. ‖Then they shut.",
    # Quotations
    "“We won. ‖They lost,” he said. ‖She left.",
    "He said: “We won. ‖They lost.” ‖Then he left.",
    '"It is over." ‖She closed the door.',
    "“Is it over?” she asked. ‖“It is.”",
    "“Stop!” he cried. ‖Nobody did.",
    "The group said that the talks “went well”. ‖The statement added more.",
    "‘We will not go.’ ‖The room fell silent.",
    "They called it “a crime”. ‖“A crime?” she said. ‖“Never.”",
    "“I will resign,” he said, “if they ask.” ‖They did not ask.",
    "He asked “Why now?” and left. ‖No answer came.",
    "(It was raining.) ‖We stayed in.",
    "We stayed (it was raining.) and ate. ‖Then we slept.",
    "«Nous partons.» ‖Il est parti.",
    "He read “Who Goes There?” twice. ‖It was short.",
    # Ellipses and other stops
    "He waited… ‖Nobody came.",
    "He waited... ‖Nobody came.",
    "He waited … and waited. ‖Then he left.",
    "Well... maybe not. ‖Perhaps.",
    "A video has gone viral showing a shepherd trying to calm down a…",
    "What?! ‖You cannot be serious!! ‖I am.",
    "Who pays? ‖You do! ‖Always.",
    "Wait . . . ‖The door opened.",
    "Really? ‖He paid $5? ‖Yes.",
    "The firm Yahoo! said it would pay. ‖It did.",
    # No final stop, odd spacing, notes
    "Council to meet on Monday",
    "The board met. ‖No one spoke",
    "It was late.  ‖   They left.",
    "The dam broke.[12] ‖Nobody was told.[3][4] ‖It was night.",
    "Visit example.com or e-mail a.b@example.org today. ‖It is free.",
    "The file is called notes.txt and it is empty. ‖Delete it.",
    "First line without a stop\n‖Second line. ‖Third.",
    "The minister — a former banker — resigned. ‖— Finally, said some.",
    "iPhone sales fell. ‖eBay's rose.",
    "He left at once. ‖3,000 people stayed.",
    "He left at once. ‖$40 was missing.",
    "*It rained.* ‖_Then it stopped._",
    "We must ask: is it so? ‖It is; I saw it. ‖Good.",
    # Other scripts
    "我们来了。‖他们走了！‖为什么？‖没人知道",
    "他说：“我们来了。‖他们走了。”‖大家都笑了。",
    "「終わった。」と彼は言った。‖雨が降っていた。",
    "価格は3.5％上がった。‖賃金は下がった。",
    "これは何？‖知らない！",
    "وصل الوفد. ‖هل وافقوا؟ ‖لا.",
    "वह आया। ‖वह गया।",
    "Er kam am 5. Oktober an. ‖Dr. Weiß blieb zu Hause.",
    "¿Quién paga? ‖¡Usted! ‖Siempre.",
    "Он пришёл. ‖Она ушла.",
    "M. Dupont est venu. ‖Mme. Petit est partie.",
    "🙂 We won. ‖😢 They lost.",
)


def text_of(case: str) -> str:
    return case.replace(BAR, "")


def spans_of(case: str) -> list[Span]:
    """The gold spans of a case, in offsets of `text_of(case)`, white space trimmed."""
    found: list[Span] = []
    at = 0
    for piece in case.split(BAR):
        bare = piece.strip()
        left = at + len(piece) - len(piece.lstrip())
        found.append(Span(left, left + len(bare)))
        at += len(piece)
    return found
