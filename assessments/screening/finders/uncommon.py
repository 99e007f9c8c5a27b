"""Our own lists beside those of the packages: short forms of names, and terms of the work that look like names."""

from assessments.screening.finders.finding import words

# Short forms and newer names, as people type them.
UNCOMMON_NAMES = words(
    """
    gaz shaz shazza tez bex becks becca trace kev baz bazza debs deb jonno chezza chez daz dazza gav gaz mel nat tash
    shell shelly cath cathy kath kaz jez jed jax jools jules loz lozza mads maz nads nic nicky nikki nik pippa raz sez
    stace steph stevie suz suzi tammi tel tezza tina toni trish trude vik vicki wayney zac zak zander lou louie louisa
    mo moe abs abz aby ali-jay amie ash-lee bailie beau blake blaine bobbi bobby brody brooklyn cadi cayden chantelle
    chantel codie coby cohen corban daisy-mae darcey darcie deiniol demi-leigh demi destinee destiny-mae dexter dewi-sant
    ellie-mae emmie esme evie-mae frankie freddy gwion gruff harri hefina ieuan jadzia jacob-lee jaxon jaxson jayda jaydon
    jermaine kaden kaiden kaiya kailan kasey kayden kaylee keelan keira kenzie kian kiana kiera kiya kody kyra kyran kyron
    lacey lacey-mae layton lexi lexie leighton lilly-mae lois lola-mae lowri-ann macie maisy makayla mckenzie millie-mae
    mitchell mollie myla nevaeh nikita peyton poppy-mae reegan rhyan rhys-owen rihanna romeo roxie rylee ryley sanchez
    shakira shanelle shanice shanique shaniqua shanelle shannon-leigh shayla skyla skylar tallulah taylor-jade tegan teigan
    tia tiana tiegan tilly-mae tiarna tyra tyree tyrell tyrese tyrone willow-mae zack zaynah alesha aleesha aliyah
    kasienka gosia gosha asia-maria jadzka kaska krysia krzysiek krzys wojtek bartus mirek slawek tomek jurek janek piotrek
    pawelek gosiek zosia zuzia ola-maria olenka danka ania aneczka basia bogusia halinka irenka jola marysia renia tereska
    ulka wiesia wlodek zbyszek zdzislaw mietek heniek romek rysiek stasiek staszek
    mihaela-ana dmitri dmitro dmytro olena oksana svetlana tetiana volodymyr yulia yuliia andriy bohdan hanna natalya
    natalia nataliya vladimir ivanna iryna kateryna larysa liudmyla mykola oleh oleksandr oleksiy serhiy taras viktor
    nazanin farhad soraya parisa shirin-gul mehdi reza hossein hamed arash babak maryam-jan niloufar roya zahra-bibi
    ferhat zeynep emre mehmet ahmet ayse aylin berivan dilan hatice mustapha ozlem rojin serkan songul yilmaz
    thuy linh trang nguyet huong phuong minh tuan duc hieu mei xiu ying hua xin hiroko yuki keiko akiko haruka jiho
    tendai chipo nyasha rudo tatenda farai tinashe rumbidzai chenai tapiwa tafadzwa kudzai takudzwa themba thandi nomsa
    sipho lindiwe mbali precious-joy kwabena adjoa abena akosua afia efia kojo kofi-annan yaa-asantewaa fatoumata ousmane
    lamin binta isatou ebrima modou awa kadiatou mamadou alpha-oumar hodan hodo ifrah ikran ayaan-ali sahra-noor warsame
    abdi abdikarim fartun faduma ladan nasra nimco ubah zamzam muna-ali yusra-omar hibo deqa saynab ibtisam rawan rima
    jwan dilshad shilan hiwa rebin rojan berfin zhala shno avin bashaar qusay uday ghada hiba-noor jumana lamia lama mays
    nizar rasha rawda sabreen shatha suhad thuraya wafa walaa yara zeina ziad ghassan marwan nidal ayman haitham
    balraj sukhi kuljit kulwant jagraj jagroop manvinder gurinderjit sukhraj harpal ranbir randeep mandish bhupinderjit
    parmveer jasraj jasveer simrat simi pinder pinky-kaur raji rupi rupinderjit sharanjit tarsem tejpal gurnam gurnek
    dilpreet ekam arshdeep anmol japneet jasnoor mehak prabhleen
    ayomide ayobami ayodeji abidemi adaora adenike adeniyi adesuwa akintunde akinola biodun bisi bisola bode boluwatife
    bunmi damola debola deji dele derin dolapo doyin dupe ebun eniola fadekemi fola foluke gbemi ibukun idowu iretioluwa
    jide jola kunle kikelomo lara-ade mojisola morenike morounkeji motunrayo niyi olabode oluchi oluwadara oluwafunmi
    oluwakemi omobolanle omotayo ope oyinkansola pelumi ronke sade seyi sola tade tayo temilola teniola tolu tomi toluwani
    tomiwa wura yemi yemisi yinka
    """
)

# In a list of names of one package or other, and yet hardly ever a name here.
NOT_NAMES = words(
    """
    fella jesus nazi danish georgian salami santa indie english french arab macho hollywood rom le bros washington
    america asia london dash mercedes alexa siri online internet website android teams zoom polish indian romani roma
    sunday monday tuesday wednesday thursday friday saturday january february march july september october november
    december wales england scotland ireland britain european african asian american canadian christmas easter ramadan
    eid diwali islam bible quran koran torah covid oxbridge abi-test doe non nan nana gran grandad ama mum mam dad
    papa mama baba auntie aunty uncle brother sister mother father baby child god allah lord lady sir madam
    chad kenya china india jordan israel cuba malta cyprus iran iraq oman qatar sudan
    """
)

# What a portfolio of this work says with a capital, or in no dictionary: agencies, laws, models, medicines, brands.
_WRITTEN = words(
    """
    marac maracs idva idvas isva isvas idvasor mappa dash vawg capva apva capv cpv dvpo dvpn dvdp dvds iro lado send camhs cmht
    cafcass cscs mash nspcc ofsted safelives barnardo's barnardos refuge galop imkaan paladin respect lamplugh childline nacro shelter crisis
    samaritans relate southall rowntree womens women's aid solace nia standing together against ava drive ryppp rypp
    gingerbread citizens jobcentre freephone helpline safeguarding marac's multi inter agency whatsapp facebook
    instagram snapchat tiktok youtube google gmail hotmail outlook microsoft skype iphone ipad apple samsung netflix
    amazon paypal monzo revolut uber tesco asda aldi lidl argos sainsbury's boots greggs mcdonald's xbox playstation
    fortnite roblox discord telegram tinder bumble onlyfans airbnb airtag airtags bluetooth wifi wi-fi bitwarden
    sertraline fluoxetine citalopram mirtazapine diazepam methadone naloxone buprenorphine subutex opioid opioids pregabalin gabapentin
    zopiclone quetiapine olanzapine ketamine mdma heroin cocaine spice valium prozac ritalin nitrous ibuprofen
    duluth gillick fraser gibbs kolb schon johari karpman bronfenbrenner prochaska diclemente bowlby ainsworth maslow
    erikson piaget vygotsky rogers rolfe driscoll egan borton brookfield duchscher dewey bandura klein winnicott
    parkinson's alzheimer's crohn's asperger's tourette's down's hodgkin's apgar
    istanbul encompass
    afghan albanian algerian american angolan arabic armenian australian austrian bangladeshi bangla barbadian belarusian
    belgian bengali bosnian brazilian british bulgarian burmese cantonese caribbean chechen chinese colombian congolese
    croatian cypriot czech danish dari dutch egyptian english eritrean estonian ethiopian european farsi filipino finnish
    flemish french gaelic gambian german ghanaian greek gujarati haitian hausa hindi hungarian igbo indian indonesian
    iranian iraqi irish israeli italian ivorian jamaican japanese jordanian kashmiri kazakh kenyan korean kosovan kurdish
    kurmanji kuwaiti latvian lebanese libyan lingala lithuanian macedonian malawian malay malayalam maltese mandarin
    marathi mauritian mexican mirpuri moldovan mongolian moroccan mozambican nepali nigerian norwegian oromo pakistani
    palestinian pashto persian peruvian polish portuguese pothwari punjabi panjabi roma romani romanian russian rwandan saudi scottish
    senegalese serbian shona sikh sinhala slovak slovenian somali sorani spanish sudanese swahili swedish swiss sylheti
    syrian tagalog tamil tanzanian telugu thai tibetan tigrinya tunisian turkish turkmen twi ugandan ukrainian urdu uzbek
    vietnamese welsh xhosa yemeni yoruba zambian zimbabwean zulu muslim muslims christian catholic hindu jewish buddhist
    sunni shia quaker rastafarian traveller travellers gypsy
    afghanistan albania bangladesh eritrea ethiopia gambia ghana hungary india iran iraq ireland jamaica kenya latvia
    lithuania nigeria pakistan poland portugal romania russia scotland slovakia somalia spain sudan syria turkey uganda
    ukraine vietnam wales england britain europe africa zimbabwe uk's eu usa
    lgbt lgbtq lgbtqia ptsd adhd autism asd covid covid-19 brexit ai gdpr dpia sar saric foi mp ok okay asap faq cv pdf docx
    phd msc bsc ba cpd fheq cats ects idvaqual ocn nvq btec gcse eal esol ehc ehcp sen senco cin cp icpc rcpc cla lac plo
    tac taf cgl nta ssoc ssdp dsl dpo ico cps hmcts hmpps opcc pcc oic vlo flo
    nvr dbt cbt emdr act signs safety insights outcomes star recovery freedom programme framework pathfinder
    tel mob dob addr pcode approx perp perps nino nok oic rspca nasuwt iris hmicfrs cqc hmi vawdasv rcn bsl isb mhra dwp hmrc ukvi ncdv aafda eid ramadan
    diwali vaisakhi hanukkah hogmanay minecraft bluey pokemon lego disney marvel spotify deliveroo vinted ebay etsy signal
    hotel wetherspoons primark ikea nandos domino's costa starbucks mumsnet reddit alexa siri cortana chatgpt copilot canva
    moodle turnitin padlet menti mentimeter kahoot miro slido jamboard oasys vist vists spj brag rag swot pestle smart
    bluesky trustpilot gofundme justgiving depop klarna clearpay wonga brighthouse argos currys b&m poundland
    amharic wolof mandinka fula fulani akan ewe luganda kinyarwanda chichewa afrikaans catalan basque breton cornish manx khmer
    malagasy maori samoan balochi sindhi saraiki hindko konkani assamese odia cebuano hakka hokkien uyghur azeri azerbaijani
    yiddish hebrew aramaic makaton holi passover ashura muharram navratri nowruz lohri
    amitriptyline propranolol lorazepam tramadol codeine morphine venlafaxine duloxetine paroxetine escitalopram risperidone
    aripiprazole haloperidol clozapine lamotrigine melatonin naltrexone acamprosate disulfiram antabuse buvidal espranor
    suboxone xanax alprazolam temazepam promethazine paracetamol co-codamol naproxen metformin levothyroxine salbutamol
    ventolin nexplanon mirena sharepoint powerpoint onedrive hestia whooley caldicott merton equifax experian
    didn't doesn't don't isn't wasn't weren't hasn't haven't hadn't couldn't wouldn't shouldn't won't can't aren't ain't
    i'm i've i'd i'll you're you've he's she's it's they're they've we're we've there's that's what's who's where's let's
    didnt doesnt dont isnt wasnt hasnt havent couldnt wouldnt shouldnt wont cant arent aint im ive ill hes shes its theyre
    theyve weve whats whos wheres lets thats theres youre
    """
)
# Words are looked up without their possessive.
TERMS = _WRITTEN | {word.removesuffix("'s") for word in _WRITTEN}
