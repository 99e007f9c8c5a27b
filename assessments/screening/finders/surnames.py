"""Surnames common in Britain that are hardly ever anything else, and names that are cited rather than met."""

from assessments.screening.finders.finding import words

SURNAMES = words(
    """
    adams adebayo adeyemi afolabi ahmed akhtar akinola ali allen anderson andrews armstrong arnold ashton atkinson
    bailey balogun barker barnes barnett barrett bartlett begum bennett bhatti bhogal bibi birch bradley bradshaw brennan
    brooks bryant burgess burke burns burton butcher byrne campbell carroll chambers chaudhry chowdhury clarke coleman
    collins connolly cunningham curtis daly davidson davies davis dawson dhaliwal dhillon dixon doherty donnelly douglas doyle
    duffy dunne edwards ellis evans farrell ferguson fitzgerald fletcher flynn foster gallagher gardiner gibson gilbert
    gill goodwin graham grewal griffiths gupta hamilton hansen hardy harper harris harrison hart hartley harvey hassan
    hawkins henderson hewitt higgins hodgson holland holmes hopkins howells hughes hussain hutchinson ibrahim iqbal jackson
    jankowski jenkins jenkinson jennings johal johnson johnston jones joyce kaczmarek kaminski kaminska kaur kavanagh
    kelly kennedy khan khatun kowalczyk kowalska kowalski kozlowski kumar lawson lewandowska lewandowski lewis lloyd
    macdonald mackenzie mahmood malik marshall matthews maguire mccarthy mcdonald mcgrath mckenzie mclean mcmahon mehta
    miah mirza mistry mohamed mohammed morris morrison murphy murray nasir newton nguyen nowak o'brien o'connor
    o'donnell o'neill o'reilly o'sullivan ogunleye okafor okeke okonkwo okoro oladipo olawale osei owens owusu
    palmer parker parry parveen patel pearson perkins phillips piotrowski popescu powell prescott preston pritchard quinn
    rahman rashid rehman reynolds richards richardson roberts robertson robinson rodrigues rogers ryan sandhu saunders
    shah sharma sharpe shaw sheehan sidhu simmonds simpson singh smith soltysik spencer stevens stevenson stewart
    sullivan sutherland szczepanski szymanski taylor thompson thomson tomlinson townsend turner uddin vaughan wallace walsh
    watkins watson watts webster whittaker wilkins wilkinson williams williamson willis wilson wisniewska wisniewski
    wojcik wozniak wright yusuf zielinski zaman
    """
)

# Theorists, researchers, laws and inquiries that a portfolio names with good reason. Long forms first.
CITED = (
    "jane monckton smith",
    "jane monckton-smith",
    "bessel van der kolk",
    "arthur labinjo-hughes",
    "victoria climbié",
    "victoria climbie",
    "peter connelly",
    "sara sharif",
    "star hobson",
    "daniel pelka",
    "evan stark",
    "liz kelly",
    "lundy bancroft",
    "judith herman",
    "gill hague",
    "audrey mullender",
    "marianne hester",
    "nicole westmarland",
    "rebecca emerson dobash",
    "russell dobash",
    "ellen pence",
    "michael paymar",
    "michael johnson",
    "emma katz",
    "stephanie holt",
    "jane barlow",
    "caroline miles",
    "rachel condry",
    "amanda holt",
    "eddie gallagher",
    "haim omer",
    "helen bonnick",
    "carl rogers",
    "gerard egan",
    "donald schön",
    "donald schon",
    "graham gibbs",
    "david kolb",
    "john bowlby",
    "mary ainsworth",
    "abraham maslow",
    "urie bronfenbrenner",
    "carlo diclemente",
    "james prochaska",
    "eileen munro",
    "alexis jay",
    "anna freud",
    "sarah's law",
    "sarah’s law",
    "clare's law",
    "clare’s law",
    "claire's law",
    "jade's law",
    "jade’s law",
    "helen's law",
    "raneem's law",
    "raneem’s law",
    "naloxone",
    "parkinson's",
    "parkinson’s",
    "alzheimer's",
    "alzheimer’s",
    "crohn's",
    "crohn’s",
    "asperger's",
    "gillick",
    "fraser guidelines",
    "fraser competence",
    "joseph rowntree",
    "lucy faithfull",
    "stephen lawrence",
    "king's college",
    "king’s college",
    "st john",
    "women's aid",
    "women’s aid",
    "welsh women’s aid",
    "martin luther king",
    "johari",
    "wilson review",
    "munro review",
    "karen ingala smith",
)
