"""The words around a name, by which a word that could be anything is known for one."""

import re

from assessments.screening.finders.finding import words

# What people, and hardly anything else, do: "Grace rang", "mark told".
DEEDS = words(
    """
    said says told tells rang rings called calls phoned texted messaged emailed wrote replied answered asked asks
    disclosed disclosing reported stated denied admitted agreed refused declined insisted threatened shouted screamed
    cried laughed whispered sobbed moved lives lived stayed attended arrived left went came got wants wanted needs
    hit hits punched kicked slapped pushed grabbed strangled choked bit spat dragged hurt raped assaulted attacked
    stalked followed drinks drank smokes uses works worked met sat stood ran walked drove married divorced
    thinks thought feels felt knows knew believes believed hopes loves loved hates hated misses fears feared
    fled escaped returned speaks spoke attends sees visits visited hid hides tried began started stopped refuses managed
    decided chose remains lost slept sleeps eats ate texts emails confirmed contacted collected apologised apologized pleaded
    self-harmed overdosed relapsed reports presents presented engages engaged consented consents withdrew smashed broke
    does did doesn't didn't doesnt didnt wouldn't couldn't goes took gave made picked collected brought sent
    """
)
# Without those that ideas do as well: joy came, hope left.
PLAIN_DEEDS = DEEDS - words(
    "moved left went came got wants needs works worked ran does did goes took gave made brought sent drives called calls "
    "followed stayed sat stood lives lived hurt wants misses met says hit feels"
)
# Also done by things and ideas: they show a name only where the word is no word at all.
BEING = words("is are were was has had will would can could should may might isn't wasn't hasn't hadn't who whose and")
KIN = words(
    """
    mum mam mother mums dad dads father son sons daughter daughters brother sister sibling siblings partner husband wife ex ex-partner
    ex-husband ex-wife boyfriend girlfriend fiance fiancé aunt auntie aunty uncle nan nana gran grandma grandmother
    grandad grandfather granddad cousin nephew niece friend neighbour baby stepdad stepmum stepfather stepmother
    step-dad step-mum stepson stepdaughter half-brother half-sister twin twins perp perpetrator client lodger landlord
    mother-in-law father-in-law sister-in-law brother-in-law toddler pal mate bf gf hubby
    """
)
CALLED = words("called named nicknamed alias aka")
# What only somebody can be: "May was asleep".
STATES = words(
    "asleep awake crying tearful upset scared frightened terrified anxious pregnant drunk sober angry upstairs downstairs arrested "
    "charged bailed remanded convicted sectioned hospitalised homeless homesick exhausted embarrassed ashamed worried hungry "
    "bruised injured wearing sitting standing staying sleeping living screaming shouting hiding sobbing shaking holding drinking"
)
IS = words("is was seemed looked felt feels seems looks sounded sounds keeps kept stays stayed")
# Past forms, which no "will" or "may" has after it.
PASTS = frozenset(word for word in DEEDS if word.endswith("ed")) | words(
    "said told rang came went got left wanted wrote met sat stood ran drove drank smokes thought felt knew fled spoke hid began chose lost "
    "slept ate withdrew smashed broke took gave made brought sent says wants needs lives works goes does did tells rings calls asks"
)
TALKED = words("spoke speak speaks speaking talked talk talking chatted chat")
# Who is told, asked or rung is a person.
TO_PERSONS = words(
    "told asked rang phoned texted messaged emailed met visited contacted saw supported supporting with and by from for to "
    "about re hi hello dear thanks ring ask tell text call contact against between neither nor or plus w & at that when if because"
)
CLOSE = words("told asked rang phoned texted messaged emailed hi hello dear")
MET = words(
    "met visited saw supported contacted interviewed arrested named married dating dated divorced love miss missed"
)
# Two letters that are a role, an agency or a thing.
SHORT_FORMS = words(
    "sw hv gp pc dc ds di mh cp da dv ir pt sv ct uk eu us tv pm am id ok it ed ae aa na nhs hr pr ni uc wa va ac lo ao ee hb fm "
    "so to ec cs mp ra rm vs ex iv hi oh no my me he we if in is on or at be by do go up"
)
# Before a capital word they make it the first of a sentence, and not the middle of a heading.
OPENERS = words(
    "both when then if while because although though since after before for with and but so as from to at in on my her his our "
    "their neither nor like even only baby little dear today yesterday last once now later again re spoke met saw told asked rang"
)
YEARS = r"(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|twenty)"
AGED = re.compile(
    rf"\s+(?:turned|aged)\s+{YEARS}\b|\s+(?:is|was)\s+{YEARS}(?=\s+(?:and|but|now|years|next|so|in)\b|[.,;])|"
    r"\s+(?:is|was|turned|aged)\s+\d{1,2}\b|\s*\(\s*(?:aged\s+)?\d{1,2}\b|,\s+(?:aged\s+)?\d{1,2},|\s+\d{1,2}\s?(?:yrs?|years?|yo|mths?|months?)\b"
)
DOTTED = re.compile(r"(?<![\w.])(?:[A-Z]\.[A-Z]\.?|[A-Z]\.\s[A-Z]\.)(?!\w)(?!\.\w)")
DOTTED_OTHERS = {
    "U.K.",
    "U.S.",
    "E.U.",
    "N.I.",
    "Q.C.",
    "K.C.",
    "A.M.",
    "P.M.",
    "U.N.",
    "P.S.",
    "N.B.",
    "U.K",
    "U.S",
    "A.M",
    "P.M",
    "P.S",
    "N.B",
}
# Stark, E.; Dobash, R. E. and: an author as a list of references names her.
AUTHOR_BEFORE = re.compile(r"[A-Z][\w'’-]+,\s*$")

LABEL = re.compile(
    r"(?:^|[\n\r•|;(]|\b(?:client|child|mother|father|patient|victim|survivor|suspect|perpetrator|full|first|last|family|"
    r"maiden|mum|dad|next of kin|nok)'?s?[ \t])\s*[-–•]?\s*"
    r"(?:name|names|known as|aka|nok|next of kin|surname|forename|first name|signed|yours sincerely|kind regards|"
    r"regards|from|to|re|client|victim|suspect|perpetrator|mother|father|child|mum|dad)\b[ \t]?(?:is|[:=,–-])[ \t]*"
    r"(?P<name>[^\W\d_]+(?:['’-][^\W\d_]+)*(?:[ \t]+[^\W\d_]+(?:['’-][^\W\d_]+)*){0,2})",
    re.IGNORECASE,
)
