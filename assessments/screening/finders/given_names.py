"""Given names common in Britain, by where they come from; our own list, without marks on letters, in lower case."""

from assessments.screening.finders.finding import words

BRITISH = """
aaron abbie abigail adam adele adrian aidan aileen aimee alan alastair albert alec alex alexander alexandra alexis alfie
alfred alice alicia alison alistair allan amanda amelia amy andrea andrew angela anita ann anna annabel anne annette
annie anthony antonia archie arlo arthur ashley audrey ava barbara barney barry beatrice becky belinda ben benjamin
bernadette bernard bernie bethany betty beverley bradley brandon brenda brian bridget bronwyn bryan bryony callum calum
cameron carla carly carol carole caroline catherine cathy cecilia charlene charles charlie charlotte chelsea cheryl
chloe chris christina christine christopher claire clare clive colin connor conor corey craig curtis cynthia daniel
danielle danny darren daryl dave david debbie deborah debra declan denise dennis derek desmond diana diane dominic donna
doreen doris dorothy douglas duncan dylan edith edna edward edwin eileen elaine eleanor elena elise elizabeth ella
ellen ellie elliot elliott elsie emily emma eric erica erin ethan eunice evelyn fiona florence frances francesca
freddie frederick freya gabriel gabrielle gail gareth gary gavin gemma geoff geoffrey george georgia georgina gerald
gerard geraldine gillian gina glenn glenda gloria gordon graham greg gregory hannah harley harold harriet harrison
harry harvey hayden hayley heidi helen henry hilary howard hugh hugo ian imogen irene isaac isabel isabella isabelle isla
isobel jackie jacob jacqueline jade jake james jamie jane janet janice jasmine jason jayden jean jeanette jemma jenna
jennifer jenny jeremy jessica jill jim jimmy joan joanna joanne jodie joel john johnny jonathan jordan joseph josephine
josh joshua joyce judith julia julian julie june justin karen karl kate katherine kathleen kathryn kathy katie katy kayleigh
keeley keith kelly kelsey ken kenneth kerry kevin kieran kim kimberley kirsten kirsty kyle lara laura lauren laurence
leah leanne lee lena leo leon leonard leslie lesley lewis liam libby linda lindsay lindsey lisa liz lloyd logan lola
lorna lorraine louis louisa louise luca lucas lucy luke lydia lynn lynne mabel maddison madeleine madison maisie malcolm
mandy marcus margaret maria marian marie marilyn marion marjorie martha martin martyn mary mason matilda matthew
maureen maurice maxine megan melanie melissa mia michael michaela michelle mike millie miranda miriam moira molly monica
morgan muriel myra nadine nancy naomi natalie natasha nathan nathaniel neil nicholas nicola nicole nigel noah noel nora
norma norman oliver olivia oscar owen paige pamela patricia patrick paul paula pauline peggy peter philip phillip
phoebe phyllis polly rachael rachel ralph raymond rebecca reece reginald rhiannon rhona ricky riley rita robert roberta
rodney roger roland ronald ronnie rory rosalind rosanna rosemary rosie ross rowena roxanne roy rupert russell ruth
ryan sabrina sally sam samantha samuel sandra sara sarah scarlett scott sean sebastian shane shannon sharon shaun
sheila shelley shirley sian sidney simon simone sonia sophia sophie stacey stanley stella stephanie stephen steve steven
stewart stuart susan susanna susie suzanne sylvia tamara tammy tania tanya tara ted teresa terence terri terry theo
theresa thomas tiffany tilly tim timothy tina tobias toby tom tommy toni tony tracey tracy trevor tristan tyler ursula
valerie vanessa vera veronica vicky victoria vincent viola vivien vivienne walter wayne wendy wesley wilfred william
yasmin yvette yvonne zachary zara zoe
"""
WELSH_SCOTTISH_IRISH = """
aled alun alwyn aneurin angharad anwen arwel arwen bethan bleddyn branwen caitlin carwyn carys catrin ceri ceridwen cerys
dafydd delyth dewi dilwyn dilys dyfan eifion eilidh eirlys eleri elin eluned emlyn emrys esyllt euros ffion geraint gethin
gruffydd gwen gwenda gwendoline gwenllian gwilym gwyn gwyneth gwynfor haf heledd hefin heulwen hywel huw iestyn ieuan
ifan iolo iorwerth iwan lleucu llinos llyr lowri mabli macsen mair mared mari meinir meirion menna mererid meurig mirain
morwenna myfanwy nerys nesta olwen osian rhian rhodri rhys sioned steffan tegwen teleri tomos tudur
ailsa angus aoife blair brendan brigid caoimhe cathal ciara ciaran cormac deirdre dermot donal eamon eimear eoghan euan
ewan fergus finlay finn fionnuala fraser grainne hamish iain isbeal kirstin lachlan laoise maeve mairead malachy mhairi
morag morven niall niamh oisin orla padraig roisin ruairi saoirse seamus senan shona sinead siobhan sorcha tadhg una
"""
POLISH_AND_EAST_EUROPEAN = """
adrianna agata agnieszka aleksander aleksandra alicja andrzej aneta antoni arkadiusz bartek bartosz beata bogdan bogumila
bozena celina cezary czeslaw damian danuta dariusz dawid dominika dorota edyta elzbieta emilia ewa ewelina filip
franciszek gabriela genowefa grazyna grzegorz halina hanna henryk honorata ilona irena ireneusz iwona izabela jacek
jadwiga jakub janina janusz jaroslaw jerzy joanna jozef judyta julita justyna kacper kamil kamila karolina kasia
katarzyna kazimierz kinga klaudia konrad krystian krystyna krzysztof leszek lidia lucjan lukasz maciej magda magdalena
malgorzata marcin mariusz marek marzena mateusz mieczyslaw mikolaj milena miroslaw monika natalia nikodem oliwia patryk
pawel piotr przemyslaw radoslaw rafal renata robert roman ryszard sebastian slawomir stanislaw stefania sylwia
szymon tadeusz tomasz urszula waldemar wanda weronika wieslaw wiktor wiktoria witold wladyslaw wojciech zbigniew zenon
zofia zuzanna zygmunt
alexandru alina andreea andrei anca bogdana cosmin cristian cristina daniela dumitru elena florin gheorghe ioana ion
ionela ionut iulia larisa loredana marius mihaela mihai mirela nicoleta oana ramona razvan roxana silviu simona
stefan vasile viorel dragan goran ivana jelena milan milos zoran ibolya istvan zsuzsa arturas giedre jurgita rasa vytautas
"""
YORUBA_AND_WEST_AFRICAN = """
abayomi abimbola abiodun abiola adaeze adanna adebayo adebola adedayo adedoyin adekunle adeola adesola adetokunbo adewale
adeyemi adeyinka afolabi aisha akinwale akua akwasi ama amaka amarachi aminata anuoluwapo ayodele ayokunle ayomide
babajide babatunde bamidele bolaji bolanle bukola chiamaka chiamanda chidi chidinma chijioke chika chinedu chinelo chinonso
chinwe chioma chisom chukwuemeka damilola ebele ebony efua ekene emeka enitan ezinne fatou femi feyisayo folake folasade
funke funmilayo gbenga ifeoma ifeanyi ifunanya ijeoma ikechukwu isioma itunu iyabo jumoke kayode kehinde kelechi kemi
kofi kolade kwabena kwadwo kwaku kwame kwesi lanre mariama mofe ndidi ngozi nkechi nkiru nneka nnamdi nnenna obinna
odunayo okechukwu olabisi oladele olamide olanrewaju olawale olayinka olufemi olufunke olumide oluwadamilola oluwafemi
oluwaseun oluwatobi olusegun omolara omotola onyeka opeyemi osagie oyinkan rotimi segun seun shola sikiru simisola
subomi taiwo temitope temi titilayo tobi tobechukwu tochukwu tolulope tope tosin toyin tunde uchenna ugochi uju
wale yaa yaw yetunde yewande zainab
"""
PUNJABI_AND_SOUTH_ASIAN = """
aarav aarti abdul aditi aditya ajay akash amandeep amandip amanpreet amardeep amarjit amit amrit amrita amritpal anil anika
anisha anjali anju anoop arjun arun aruna arvind asha ashok avtar baldev baljinder baljit balvinder balwinder bhavesh
bhupinder chandni daljit davinder deepa deepak deepika devinder dhruv dilraj divya gagandeep gaurav geeta gurbir
gurdeep gurdip gurinder gurjit gurleen gurmeet gurmit gurmukh gurpreet gursharan gurvinder hardeep hardip harinder harjinder
harjit harjot harleen harminder harpreet harsimran harvinder inderjit indira ishaan jagdeep jagdish jagjit jagtar
jasbir jasdeep jaskaran jasleen jasmeet jaspal jaspreet jasvinder jaswinder jatinder jayesh kamal kamaljit karamjit karan
karanjit kavita kiran kiranjit krishna kulbir kuldeep kuldip kulvinder kulwinder lakhbir lakhvinder lakshmi lovepreet
mandeep mandip maninder manish manisha manjinder manjit manpreet manvir meena meera mohan mohinder mukesh narinder
navdeep navjot neelam neeta neha nikhil nimrat nisha nitin onkar padma pallavi parmjit paramjit pardeep parminder
pooja prabhjot pradeep pradip prakash pramod prashant pritpal priti priya priyanka rahul raj rajan rajdeep rajesh
rajinder rajiv rajvinder rakesh ramesh ranjit rashmi ravi ravinder reena rekha renuka ritu rohan rohit rupinder sachin
sandeep sandip sangeeta sanjay sanjeev sarabjit satinder satnam satpal savita shalini shanti sharan sheetal shilpa
shivani shreya simran simranjit sonal sukhbir sukhdeep sukhdev sukhjinder sukhjit sukhpreet sukhvinder sukhwinder
sumit sundeep sunita surinder surjit sushma swati tajinder talwinder tarlochan tejinder urmila usha vandana varinder
veena vijay vikram vimal vinay vinod vishal yogesh
"""
ARABIC_AND_MUSLIM = """
aaliyah abbas abdallah abdirahman abdullah abdullahi abdulrahman abubakar adeel adnan afzal ahmad ahmed aiman aisha akbar
akhtar ali alina aliya amal amina aminah amir amira amna anas anwar aqsa arif arshad asad asif asim asiya asma atif
ayaan ayesha aysha aziz azra bashir basma bilal bushra dalia ebrahim ehsan faisal faiza farah fareed farhan farida
faris farooq farzana fatema fatima fatimah fawzia fozia ghazala habib habiba hadiya hafsa haider hakim halima hamid
hamza hana hanan hasan hassan hawa hiba hina huda humaira humza hussain hussein ibrahim idris ilyas imad imran
inaya iqra irfan ismail jabeen jamal jamil jamila javed kabir kaltum karim kashif khadija khadijah khalid khalida
khalil kulsum laiba laila latifa layla leila lubna mahmood mahmoud majid malik maryam mariam marwa maryan mehwish
mohamed mohammad mohammed mohamud mona muhammad mumtaz muna munir musa mustafa nabila nadeem nadia naeem nafisa naheed
najma nargis nasir nasreen naveed nazia nazir nida noor noora nour noura omar osama parveen qasim rabia rafiq rahim
rahma rana rania rashid rashida razia rehana rehman rida rizwan ruqayyah rukhsana saad saba sabah sabiha sadia safa
safia safiya sahra saima sajid sakina saleem salim salma salman samar sameera samina samir samira sana sanaa sarwar shabana
shabir shabnam shahid shahida shaista shakeel shakira shamim shaziya shazia sheikh shirin shukri siddiqa sofia
suleiman sumaya sumayyah tahir tahira taimur talha tariq tasneem tayyaba uzma waleed waqar waseem yahya yasir yasmeen yasmine
younis yousef yousuf yusra yusuf zafar zahid zahida zahra zain zainab zaynab zeenat zeynep zubair zulfiqar
"""
# Names that are also words, months or places: noticed only with a capital inside a sentence.
ALSO_WORDS = """
amber angel april art ash aurora autumn bill blessing blossom bob brook brooke bryn chance charity chase cherry christian
clay cliff clover coral crystal daisy dale dawn dean destiny don drew earl eve faith favour fay fern flora frank gale gay gene
ginger glen glory goodness grace grant grey guy harmony hazel heath heather holly honey hope hunter hyacinth iris ivy
jack jan jasper jay jewel jo joe joy jude june kay kit lance laurel lily lotus maggie mai mali marina mark marsh
martina max may melody mercy merry mick miles nat nia nick nina olive opal pansy pat patience paris peace pearl penny
pete phil piers poppy precious prince princess promise prudence queen ray reed rex rhea rich river rob robin rocky rod ron
rose rosa ruby rudy sandy sasha serena sid skip skye star sterling sue summer sunny sydney tess val verity vic
victor violet virginia wade will willow zen ade ola sol dai cai eira non ben art iman amin rasa haf jim ken
lee dean kim ava ali maria noel morgan kelly jordan jade milan chelsea madison paris hana ama yaw wale musa krishna raj
ted tom tim sam dan dave karan malik sheikh rana roman akbar ion mona ross scott russell ashley lane mason tyler harley logan
isla carol jean scarlett gail luca mary huw akua shanti kiran asha hawa amal rahma noor nour saba huda karim june joyce
storm ocean sky winter raven phoenix bear fox wolf echo sage rain lark wren robyn ivy-mae bluebell saffron jubilee miracle
treasure gift goodluck wisdom confidence praise testimony divine favour success
"""
# Of those, the ones that at the beginning of a sentence are a person all the same.
SELDOM_WORDS = words(
    """
    lee kim maria ali ava jordan morgan kelly tom tim sam dan dave ted ben jim ken carol jean gail luca mary scott ross russell
    tyler harley noel nick pete phil joe jo jan jade beth bryn huw mai eira cai dai sol ola asha kiran karim noor nour musa
    amin iman ion mona ama yaw hana nina nia nat milan madison ashley logan isla scarlett june-marie martina max maggie marina
    fern violet holly heather hazel ivy iris daisy lily ruby pearl rosa sandy sasha sid skye serena tess sydney virginia
    victor brooke drew earl gene glen guy jasper jude laurel lotus melody miles olive opal pansy penny piers poppy rhea rocky
    roman rona reg rex sunny wade willow zen christian clay cliff clover cherry bob art dean don frank jack harmony robyn wren
    """
)

WORDS_TOO = words(ALSO_WORDS) | SELDOM_WORDS
GIVEN_NAMES = (
    words(
        BRITISH,
        WELSH_SCOTTISH_IRISH,
        POLISH_AND_EAST_EUROPEAN,
        YORUBA_AND_WEST_AFRICAN,
        PUNJABI_AND_SOUTH_ASIAN,
        ARABIC_AND_MUSLIM,
    )
    - WORDS_TOO
)
