"""Named towns, cities and counties: small ones with an age and a date are often enough."""

import re
from collections.abc import Iterator

from assessments.screening.finders.finding import Finding, from_match, words

# Our own list. Those that are ordinary words or names count only after a word of place.
TOWNS = words(
    """
Aberdare Aberdeen Abergavenny Abertillery Aberystwyth Abingdon Accrington Airdrie Aldershot Alloa Altrincham Ammanford Andover Antrim
Arbroath Armagh Ashford Aylesbury Ayr Ballymena Banbury Bangor Barnet Barnsley Barnstaple Barrow-in-Furness Barry Basildon Basingstoke Bath Batley
Bedford Belfast Berwick Bethesda Bexhill Bideford Billericay Birkenhead Birmingham Blackburn Blackpool Blaenau Blyth Bodmin
Bognor Bolton Bootle Boston Bournemouth Bracknell Bradford Braintree Brecon Bridgend Bridgwater Bridlington Brighton
Bristol Bromley Bromsgrove Burnley Burton Bury Buxton Caernarfon Caerphilly Camborne Cambridge Cannock Canterbury Cardiff
Cardigan Carlisle Carmarthen Castleford Chatham Chelmsford Cheltenham Chester Chesterfield Chichester Chippenham Chorley Clacton
Cleethorpes Clydebank Coatbridge Colchester Coleraine Colwyn Congleton Consett Conwy Corby Coventry Crawley Crewe Croydon Cumbernauld
Cwmbran Darlington Dartford Denbigh Derby Derry Dewsbury Doncaster Dorchester Dover Dudley Dumbarton Dumfries Dundee
Dunfermline Durham Eastbourne Eastleigh Ebbw Edinburgh Elgin Ellesmere Enfield Epsom Exeter Falkirk Falmouth Fareham Farnborough
Felixstowe Fishguard Fleetwood Folkestone Gainsborough Gateshead Gillingham Glasgow Gloucester Goole Gosport Grantham Gravesend Greenock
Grimsby Guildford Hackney Halifax Harlow Harrogate Hartlepool Harwich Hastings Hatfield Haverfordwest Havering Hereford Hertford
Heywood Hinckley Holyhead Holywell Horsham Huddersfield Hull Huntingdon Huyton Ilkeston Ilford Inverness Ipswich Irvine
Islington Keighley Kendal Kettering Kidderminster Kilmarnock Kirkby Kirkcaldy Lambeth Lampeter Lancaster Larne Leamington Leeds
Leicester Leigh Lewisham Lichfield Limavady Lincoln Lisburn Liverpool Livingston Llandudno Llanelli Llangefni Llantrisant
Londonderry Loughborough Lowestoft Luton Macclesfield Maesteg Maidenhead Maidstone Manchester Mansfield Margate Matlock Merthyr Middlesbrough
Middleton Mold Monmouth Morecambe Morley Motherwell Nantwich Neath Newark Newcastle Newham Newhaven Newport Newquay
Newry Newtown Newtownabbey Normanton Northallerton Northampton Northwich Norwich Nottingham Nuneaton Oban Oldham Omagh Ormskirk Oswestry
Oxford Paignton Paisley Penarth Penrith Penzance Perth Peterborough Peterhead Peterlee Plymouth Pontefract Pontypool Pontypridd Poole
Porthcawl Porthmadog Portsmouth Prestatyn Preston Pwllheli Ramsgate Rawtenstall Reading Redcar Redditch Redhill Redruth Rhondda Rhyl
Rochdale Rotherham Rugby Runcorn Ruthin Salford Salisbury Scarborough Scunthorpe Selby Sheffield Shrewsbury Sittingbourne
Skegness Skelmersdale Slough Solihull Southampton Southend Southport Southwark Spalding Stafford Staines Stevenage Stirling
Stockport Stockton Stoke Stornoway Stourbridge Strabane Stranraer Stretford Stroud Sunderland Sutton Swansea Swindon
Tamworth Taunton Telford Tenby Thetford Thurrock Tilbury Tipton Torquay Tottenham Tower-Hamlets Tredegar Trowbridge Truro Tunbridge
Wakefield Wallasey Walsall Walthamstow Warrington Warwick Washington Watford Wednesbury Wellingborough Welshpool Weston-super-Mare
Weymouth Whitby Whitehaven Whitley Wick Widnes Wigan Winchester Windsor Winsford Wisbech Woking Wokingham Wolverhampton
Worcester Workington Worksop Worthing Wrexham Yeovil York Ystrad
Anglesey Ceredigion Gwynedd Powys Pembrokeshire Carmarthenshire Glamorgan Flintshire Denbighshire Gwent Torfaen Cumbria Cornwall Devon
Dorset Suffolk Norfolk Lincolnshire Shropshire Herefordshire Worcestershire Northamptonshire Bedfordshire Hertfordshire
Northumberland Lanarkshire Ayrshire Aberdeenshire Clackmannanshire Midlothian Fife Moray Orkney Shetland Fermanagh Tyrone
Aberfan Cwmbrân Tonypandy Treorchy Mountain-Ash Bargoed Blackwood Ystradgynlais Machynlleth Dolgellau Bala Harlech
Lagos Lahore Karachi Islamabad Mirpur Sylhet Dhaka Jalandhar Ludhiana Amritsar Mogadishu Hargeisa Asmara Kabul Tehran Baghdad Erbil
Damascus Aleppo Kraków Krakow Gdańsk Gdansk Wrocław Łódź Poznań Lublin Bucharest Vilnius Kaunas Riga Harare Ibadan Kumasi Accra
"""
)
SUBJECT_TO_PLACE = {
    *(
        "Bath",
        "Reading",
        "Hull",
        "Rugby",
        "Boston",
        "Barry",
        "Leigh",
        "Lincoln",
        "Preston",
        "Stafford",
        "Warwick",
        "Chester",
        "Washington",
    ),
    *(
        "Douglas",
        "Dudley",
        "Derby",
        "Dover",
        "Bury",
        "Wick",
        "Mold",
        "Perth",
        "Poole",
        "Stroud",
        "York",
        "Burton",
        "Bradford",
    ),
    *(
        "Middleton",
        "Sutton",
        "Bolton",
        "Lancaster",
        "Oxford",
        "Cambridge",
        "Blackwood",
        "Heywood",
        "Livingston",
        "Stirling",
        "Bangor",
        "Bedford",
    ),
    *(
        "Paisley",
        "Newport",
        "Stockton",
        "Newcastle",
        "Bala",
        "Whitley",
        "Morley",
        "Kirkby",
        "Beverley",
        "Ashford",
        "Cardigan",
        "Bethesda",
        "Worthing",
    ),
    *(
        "Lichfield",
        "Wells",
        "Deal",
        "Sale",
        "Selby",
        "Neath",
        "Blyth",
        "Hastings",
        "Winchester",
        "Gloucester",
        "Buxton",
        "Windsor",
        "Kendal",
    ),
}
ALL = sorted({*TOWNS, *SUBJECT_TO_PLACE}, key=len, reverse=True)
PREPOSITION = r"(?:in|from|to|near|at|around|outside|of|through|towards|via|between|left|leaving|fled|fleeing|central|north|south|east|west|visiting)"
CLEAR = re.compile(
    rf"(?<![\w-])(?:{'|'.join(name for name in ALL if name not in SUBJECT_TO_PLACE)})"
    r"(?:[ -](?:Vale|Bay|Tydfil|Heath|Regis|Wells|Spa|Green|(?:on|upon|under|in)[ -](?:the[ -])?[A-Z]\w+)\b)?(?![\w-])",
    re.IGNORECASE,
)
UNCLEAR = re.compile(
    rf"\b(?:{PREPOSITION.replace('of|', '')}|[Ii]n|[Ff]rom|[Tt]o)\s+(?P<town>{'|'.join(name for name in ALL if name in SUBJECT_TO_PLACE)})\b(?!\s+and\s+[A-Z])"
)
LOWER_UNCLEAR = re.compile(
    r"\b(?:lives?|living|lived|moved|moving|from|back)\s+(?:in|to|from|near)\s+(?P<town>paisley|hull|bradford|bolton|oxford|cambridge|derby|"
    r"newport|newcastle|york|lincoln|preston|stockton|chester|bedford|bangor|lancaster|neath|dudley)\b"
)
# Agencies and universities carry the names of places and are no findings.
AGENCY = re.compile(
    r"[’']?s?(?:\s+(?:and|&)\s+[A-Z]\w+|\s+[A-Z]\w+){0,3}\s+(?:Police|Constabulary|Council|University|Hospitals?|NHS|Health|Safeguarding|Partnership|"
    r"Children|Adult|Social|Women|Domestic|Declaration|City|Borough|County|Model|Housing|Local|Metropolitan|Press|Review|Postnatal|Scale|Method|Pilot|Study|Inquiry|Report|Law|Trust|Fire)\b"
)
UNIVERSITY = re.compile(
    r"\b(?:University|College|Bishop|Council|Port|Duke|City|Press|Bank|Museum)\s+(?:of|for)\s+$|(?:\(|\d[,:]?\s)$"
)
COLON = re.compile(r"\s*[:(]\s*[A-Z]")

WHY_TOWN = "A named town, with an age and a date, can be enough. Write “a small town”, “another area”."


def find(text: str) -> Iterator[Finding]:
    for match in CLEAR.finditer(text):
        if _is_home(text, match.start(), match.end()):
            yield from_match("place", match, WHY_TOWN)
    for pattern in (UNCLEAR, LOWER_UNCLEAR):
        for match in pattern.finditer(text):
            if _is_home(text, match.start("town"), match.end("town")):
                yield from_match("place", match, WHY_TOWN, "town")


def _is_home(text: str, start: int, end: int) -> bool:
    is_agency = AGENCY.match(text, end) or UNIVERSITY.search(text[max(0, start - 20) : start])
    # "Bristol: Policy Press" is where a book was printed.
    return not is_agency and not COLON.match(text, end)
