"""Details that are harmless one by one and single somebody out together."""

import re
from collections.abc import Iterator

from assessments.screening.finders.finding import Finding

SENTENCE = re.compile(r"[^.!?\n]+[.!?]?")
AGE = r"\b(?:aged? \d{1,2}|\d{1,2}[ -]?(?:year|yr)s?[ -]?old|\d{1,2} ?(?:yo|y/o)\b|in (?:her|his) \d{2}th year)"
ORIGIN = (
    r"\b(?:polish|somali|punjabi|pakistani|bangladeshi|indian|nigerian|ghanaian|romanian|roma|gypsy|traveller|irish traveller|kurdish|"
    r"turkish|afghan|iraqi|iranian|syrian|eritrean|ethiopian|sudanese|zimbabwean|jamaican|chinese|vietnamese|thai|filipino|filipina|"
    r"brazilian|portuguese|albanian|ukrainian|russian|lithuanian|latvian|bulgarian|hungarian|yemeni|egyptian|moroccan|algerian|"
    r"sikh|hindu|jewish|jehovah’?'?s witness|mormon|rastafarian|coptic|amish|deaf|blind|trans|transgender|intersex)\b"
)
WORK = (
    r"\b(?:police (?:officer|sergeant|inspector|constable)|head ?teacher|teacher|midwife|nurse|surgeon|gp|dentist|vet|solicitor|barrister|"
    r"judge|magistrate|councillor|mp|mayor|vicar|imam|priest|pastor|firefighter|fireman|paramedic|soldier|sergeant|prison officer|"
    r"footballer|boxer|farmer|trawlerman|fisherman|butcher|jeweller|undertaker|taxi driver|lifeboat|bus driver|postman|pilot|"
    r"social worker|head of|owner of|owns the|runs the|captain|journalist|presenter|actor|singer|influencer|pharmacist|lecturer|professor)\b"
)
FAMILY = (
    r"\b(?:triplets|twins|quadruplets|(?:five|six|seven|eight|nine|ten|eleven|5|6|7|8|9|10|11) (?:children|kids|sons|daughters|boys|girls|siblings)|"
    r"mother of (?:five|six|seven|eight|nine)|father of (?:five|six|seven|eight|nine))\b"
)
RARE = (
    r"\b(?:sickle cell|haemophilia|cystic fibrosis|huntington’?'?s|motor neurone|albino|albinism|dwarfism|amputee|amputation|prosthetic|"
    r"acid|petrol|machete|crossbow|samurai|axe|shotgun|arson|house fire|lost an eye|glass eye|wheelchair|guide dog|spina bifida|"
    r"conjoined|transplant|locked-in|burns)\b"
)
PUBLIC = r"\b(?:in the (?:local )?(?:news|paper|papers|newspaper|press)|on (?:the )?(?:television|tv|radio|news)|went viral|bbc|daily mail|front page|documentary|reported in the)\b"
ONLY = re.compile(
    r"\bthe only (?:\w+ ){1,3}(?:in|at|on|of) (?:the|her|his|their|our|that) (?:\w+ )?(?:village|town|school|street|estate|island|valley|"
    r"mosque|gurdwara|church|synagogue|class|year|ward|team|force|station|county|area|community|hospital|surgery)\b",
    re.IGNORECASE,
)
SIGNS = [re.compile(pattern, re.IGNORECASE) for pattern in (AGE, ORIGIN, WORK, FAMILY, RARE, PUBLIC)]
# Two of these may be half a town; three in a breath are one family.
ENOUGH = 3

WHY_TOGETHER = (
    "Each detail is harmless, but together they may be true of one family only. Leave one out or make it vaguer."
)
WHY_ONLY = "The only one of a kind in a small place can be found by anybody there. Leave out what makes it so."


def find(text: str) -> Iterator[Finding]:
    for match in ONLY.finditer(text):
        yield Finding("combination", match.start(), match.end(), match[0], WHY_ONLY)
    for sentence in SENTENCE.finditer(text):
        places = [sign.search(sentence[0]) for sign in SIGNS]
        told = [place for place in places if place]
        if len(told) >= ENOUGH:
            start = sentence.start() + min(place.start() for place in told)
            end = sentence.start() + max(place.end() for place in told)
            yield Finding("combination", start, end, text[start:end], WHY_TOGETHER)
