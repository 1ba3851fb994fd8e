"""Written cases for furniture: the paragraphs of a text, `#` before those that are furniture."""

from __future__ import annotations

BODY = (
    "The council voted on Tuesday to close the two swimming pools before the winter.",
    "Councillor Ruth Adeyemi said the heating bill had tripled in a year and that no buyer had been found.",
    "Campaigners who had collected 4,000 signatures watched the vote from the gallery in silence.",
)

CASES: dict[str, tuple[str, ...]] = {
    # Furniture
    "share": (*BODY, "#Share this article"),
    "share buttons": (*BODY, "#Facebook Twitter WhatsApp E-mail"),
    "follow": (*BODY, "#Follow us on Twitter for the latest from the council chamber"),
    "subscribe": (*BODY, "#Subscribe to our newsletter and never miss a story."),
    "sign up in the middle": (BODY[0], "#Sign up for our Morning Briefing newsletter", *BODY[1:]),
    "advertisement": (BODY[0], "#ADVERTISEMENT", *BODY[1:]),
    "story continues": (BODY[0], "#Story continues below advertisement", *BODY[1:]),
    "read more": (BODY[0], "#Read more: Library hours cut again", *BODY[1:]),
    "related": (*BODY, "#Related: Night buses to end in May …"),
    "also in a section": (*BODY, "#Also in Sport: Rovers sign a goalkeeper …"),
    "weak label, cut": (*BODY, "#Opinion: Why the pools should never have been built …"),
    "weak label at the foot": (*BODY, "#Analysis: What a swimming pool costs"),
    "photo": (BODY[0], "#Photo: The pool on Canning Street last week", *BODY[1:]),
    "seed-like teasers": (
        *BODY,
        "#A farmer in the north has been filmed teaching his geese to…",
        "#The minister of transport has recently concluded a tour of the southern…",
        "#Police have arrested another four men in the harbour city of Lenn…",
    ),
    "one teaser cut within a clause": (*BODY, "#Fishermen in the bay say that the new quota will be the end of…"),
    "dots for an ellipsis": (*BODY, "#Fishermen say that the new quota will be the end of...", "#Rovers sign a..."),
    "bracketed ellipsis": (*BODY, "#Fishermen in the bay say that the new quota is too low for the [...]"),
    "headed list": (*BODY, "#Most read", "#Rovers sign goalkeeper", "#Night buses to end", "#Hotel fire: two held"),
    "headed list in the middle": (BODY[0], "#Related stories", "#Rovers sign keeper", "#Night buses to end", *BODY[1:]),
    "unrelated headlines": (
        *BODY,
        "#Rovers sign goalkeeper from Lisbon side",
        "#Night buses to end after driver shortage",
        "#Hotel fire: brothers held overnight",
    ),
    "copyright": (*BODY, "#© 2024 Harbour Media. All rights reserved."),
    "comments": (*BODY, "#View comments"),
    "log in": (*BODY, "#Already a subscriber? Log in"),
    "get alerts": (*BODY, "#Get weather alerts on your phone"),
    "have your say": (*BODY, "#Have your say in our online poll"),
    "minutes": ("#4 min read", *BODY),
    "skip": ("#Skip to main content", *BODY),
    "download": (*BODY, "#Download the Courier app from Google Play"),
    "call at the foot": (*BODY, "#Try our daily crossword"),
    "unknown label at the foot": (*BODY, "#Front page: Mayor quits over harbour loans …"),
    "icymi": (*BODY, "#ICYMI: Mayor quits over harbour loans"),
    "you may also like": (*BODY, "#You may also like", "#Ten walks for a wet day", "#The best soups in town"),
    "German": (*BODY, "#Lesen Sie auch: Nachtbusse fahren nicht mehr"),
    "Chinese": (*BODY, "#相关阅读：议会关闭泳池"),
    "cookies": (*BODY, "#We use cookies to improve your experience."),
    "join": (*BODY, "#Join the conversation: leave a comment below"),
    # Body
    "plain": BODY,
    "genuine ellipsis at the end": (*BODY, "She looked at the empty basin and waited…"),
    "two genuine ellipses": (*BODY, "She waited…", "Nobody came…"),
    "ellipsis within": (BODY[0], "He said the bill was … “a scandal”.", *BODY[1:]),
    "quotation cut off": (*BODY, "“I never thought that the…” He did not finish the sentence."),
    "share prices": (*BODY, "Share prices fell 4 per cent on the news."),
    "share this view": (*BODY, "Share this view? Few in the gallery did."),
    "sign up for the army": (*BODY, "Sign up for the army, they were told, and see the world."),
    "follow the money": (*BODY, "Follow the money, the prosecutor said."),
    "watch": (*BODY, "Watch the skies on Friday, when the comet returns."),
    "related to": (*BODY, "Related costs came to £3 million, according to the audit."),
    "more than": (*BODY, "More than 300 people lost their lockers."),
    "read by": (*BODY, "Read aloud by the clerk, the motion took four minutes."),
    "join us": (*BODY, "“Join us,” the campaigners shouted at the councillors."),
    "comment": (*BODY, "Comment was not available from the mayor's office."),
    "no comment": (*BODY, "The mayor had no comment."),
    "newsletter story": (*BODY, "The party sent its newsletter to 4,000 homes before the vote."),
    "subscribed": (*BODY, "Subscribers to the newsletter were told of the closure first, she said."),
    "opinion poll": (*BODY, "Opinion polls put the party four points ahead."),
    "latest": (*BODY, "Latest figures show that 300 people swim there each day."),
    "colon in body": (BODY[0], "Her verdict: a bad day for the town, and a worse one for its children.", *BODY[1:]),
    "heading in the middle": (BODY[0], "What happens next", *BODY[1:]),
    "analysis heading in the middle": (BODY[0], "Analysis: the numbers", *BODY[1:]),
    "a real list": (
        *BODY,
        "Swimmers are advised to bring:",
        "A warm towel and a woollen hat",
        "Coins for the old lockers there",
        "Their own soap and shampoo please",
    ),
    "no stops anywhere": (
        "Council votes to close the two pools",
        "The heating bill had tripled in a year",
        "Campaigners watched from the gallery",
        "Nobody has offered to buy them",
    ),
    "short last sentence": (*BODY, "The pools close on Monday."),
    "picture in prose": (*BODY, "Picture the scene: forty children and one lifeguard. It cannot last."),
    "transcript": ("Q: Will the pools close?", "A: They will…", "Q: When?", "A: On Monday…"),
    "advertised": (*BODY, "Advertisements for the jobs were placed in March."),
    "copyright law": (*BODY, "Copyright law does not protect the recipe, the judge found."),
    "tapped": (*BODY, "Tap water in the district is safe to drink, the company added."),
    "support": (*BODY, "Support for the mayor has fallen since this story broke, pollsters say."),
    "poem": ("The rain came down…", "The river rose…", "The bridge, they say, was first to go.", "And then the mill."),
    "byline": ("By Ruth Adeyemi", *BODY),
    "one line": ("Share this article",),
    "get": (*BODY, "Get there early on Saturday: the queue was 200 yards long by ten last year."),
    "elsewhere": (*BODY, "Elsewhere in the region: two people died in a fire, police said."),
    "buy": (*BODY, "Buy one pool and get the other, the auctioneer joked."),
}


def paragraphs_of(case: tuple[str, ...]) -> list[str]:
    return [line.removeprefix("#") for line in case]


def gold_of(case: tuple[str, ...]) -> set[int]:
    return {index for index, line in enumerate(case) if line.startswith("#")}
