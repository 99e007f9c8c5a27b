"""What the made-up case texts are filled with: names of many origins, numbers with true check digits, typing as it happens.

Nobody here exists. Numbers are from the ranges that are kept for fiction where there are such ranges.
"""

import random


def listed(words: str) -> list[str]:
    return words.split()


GIVEN = listed(
    """
Shanelle Kayleigh Leanne Siobhán Niamh Caoimhe Gethin Rhiannon Angharad Llinos Tudur Myfanwy Eirlys Cadi Mabli Iestyn
Agnieszka Małgorzata Zbigniew Grażyna Kasia Gosia Wojtek Bartek Łukasz Mirek Jadzia Krzysiek
Oluwaseun Temitope Adebayo Yewande Folasade Abimbola Babatunde Ayomide Simisola Kehinde Titilayo Damilola
Harpreet Gurpreet Manjinder Jaswinder Balraj Sukhi Kulwinder Amandeep Simran Navdeep Parminder Jagtar
Fatima Khadija Yusuf Abdulrahman Zaynab Hamza Nour Layla Omar Ibtisam Rukhsana Samira Bilal Asma Yasmin
Dave Gaz Shaz Tez Bex Becky Trace Kev Mandy Danny Lou Jonno Baz Debs Chezza
Courtney Tyrone Jayden Kaiden Lexi Brooklyn Tallulah Kyle Chantelle Demi Jermaine Destinee Kian Alesha
Ioana Mihai Andreea Bogdan Elena Dmitri Olena Svetlana Ferhat Zeynep Emre Nazanin Farhad Soraya
Priyanka Anjali Rajesh Deepak Nisha Lakshmi Thuy Linh Mei Hiroko Chipo Tendai Nyasha Blessing Kwabena Adjoa
Margaret Doreen Keith Nigel Sandra Julie Colin Wendy Stuart Gemma Lindsay Callum Ewan Catriona Eilidh
"""
)
ALSO_WORDS = listed(
    "Hope Grace Faith Joy Rose Summer Mark Will Bill Rob Jack Dawn Ray Dean Amber Ruby Autumn Honey Sunny Frank"
)
FAMILY = listed(
    """
Hughes Okonkwo Adeyemi Kowalczyk Wiśniewska Szymańska Dhillon Sandhu Ahmed Hussain Begum Al-Masri Mahmoud Pritchard
Llewellyn ap-Rhys Prendergast O'Sullivan O’Rourke McAllister Fotheringham Bhattacharya Nguyen Popescu Yilmaz Ogunleye
Akintola Chaudhry Birtwistle Ramsbottom Fernandes Kovalenko Mwangi Moyo Asante Thistlethwaite Greenhalgh Sidebottom
Featherstone Cartwright Hargreaves Entwistle Blackwood Yeboah Petrov Haddad Qureshi Trevelyan Penhaligon
"""
)
TOWNS = listed(
    """
Wrexham Grimsby Merthyr Rochdale Kirkcaldy Oldham Penzance Lowestoft Aberystwyth Hartlepool Motherwell Luton Newry
Scunthorpe Llandudno Burnley Barrow Redcar Paisley Walsall
"""
)
STREETS = listed(
    """
Elm|Road Station|Road Church|Lane Victoria|Terrace Gladstone|Street Mill|Close Oak|Avenue Park|Crescent Albert|Road
Primrose|Hill Heol|Fawr Inkerman|Street Chapel|Row Nightingale|Grove Sycamore|Drive Queens|Gardens
"""
)
SCHOOLS = [
    "St Cuthbert's Primary School",
    "Elmfield Primary",
    "Oakwood Academy",
    "Ysgol Glan Morfa",
    "Hollins High School",
    "St Winifred’s RC Primary",
    "Thornhill Juniors",
    "Little Acorns Nursery",
    "Kingsmead Community College",
    "Priory Lane Infants",
]
MONTHS = listed("January February March April May June July August September October November December")
AREAS = listed("LS CF M BS NE SA EH G LL BT SE PE DN WV HU")


class Filler:
    """Gives values for the marks of a frame, always the same ones for the same seed."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def value(self, what: str) -> str:
        return getattr(self, what)()

    def one(self, pool: list[str]) -> str:
        return self.random.choice(pool)

    def digits(self, count: int) -> str:
        return "".join(self.one("0123456789") for _ in range(count))

    def given(self) -> str:
        return self.one(GIVEN)

    def lower(self) -> str:
        return self.one(GIVEN).lower()

    def upper(self) -> str:
        return self.one(GIVEN).upper()

    def word_name(self) -> str:
        return self.one(ALSO_WORDS)

    def word_name_lower(self) -> str:
        return self.one(ALSO_WORDS).lower()

    def family(self) -> str:
        return self.one(FAMILY)

    def family_lower(self) -> str:
        return self.one(FAMILY).lower()

    def full(self) -> str:
        return f"{self.given()} {self.family()}"

    def full_lower(self) -> str:
        return self.full().lower()

    def misspelt(self) -> str:
        """A given name with one letter doubled, as it is typed on a telephone."""
        name = self.given()
        place = self.random.randrange(1, len(name))
        return name[:place] + name[place].lower() + name[place:]

    def initials(self) -> str:
        return f"{self.one('BCFGHJKLMNRTV')}.{self.one('BCFGHJKLMNRTW')}."

    def town(self) -> str:
        return self.one(TOWNS)

    def town_lower(self) -> str:
        return self.one(TOWNS).lower()

    def address(self) -> str:
        return f"{self.random.randrange(2, 180)} {self.one(STREETS).replace('|', ' ')}"

    def address_lower(self) -> str:
        return self.address().lower()

    def street(self) -> str:
        return self.one([street for street in STREETS if "Road" in street or "Street" in street]).replace("|", " ")

    def school(self) -> str:
        return self.one(SCHOOLS)

    def school_lower(self) -> str:
        return self.one(SCHOOLS).lower()

    def postcode(self) -> str:
        return f"{self.one(AREAS)}{self.random.randrange(1, 20)} {self.digits(1)}{self.one('ABDEFGHJLN')}{self.one('PQRSTUWXYZ')}"

    def postcode_lower(self) -> str:
        return self.postcode().lower()

    def postcode_joined(self) -> str:
        return self.postcode().replace(" ", "")

    def postcode_misspelt(self) -> str:
        """The letter O for nought, a small L for one, a stray space, or a dash."""
        whole = f"{self.one(AREAS)}10 1{self.one('ABDEFGHJLN')}{self.one('PQRSTUWXYZ')}"
        turn = self.random.randrange(4)
        return (
            whole.replace("0", "O", 1),
            whole.replace(" 1", " l"),
            whole.replace(" ", " -"),
            f"{whole[:-1]} {whole[-1]}",
        )[turn]

    def nhs(self) -> str:
        return self._spaced(self._health(self.one("46")), (3, 3, 4))

    def nhs_odd(self) -> str:
        return self._spaced(self._health("7"), (2, 4, 2, 2))

    def nhs_joined(self) -> str:
        return self._health("9")

    def chi(self) -> str:
        return self._health(
            f"{self.random.randrange(10, 28)}0{self.random.randrange(1, 9)}{self.random.randrange(60, 99)}"
        )

    def _health(self, start: str) -> str:
        while True:
            nine = start + self.digits(9 - len(start))
            check = (11 - sum(int(digit) * (10 - at) for at, digit in enumerate(nine)) % 11) % 11
            if check < 10:
                return f"{nine}{check}"

    def ni(self) -> str:
        return f"{self.one('AEJP')}{self.one('ABCE')} {self.digits(2)} {self.digits(2)} {self.digits(2)} {self.one('ABCD')}"

    def ni_joined(self) -> str:
        return self.ni().replace(" ", "").lower()

    def mobile(self) -> str:
        return f"07700 900{self.digits(3)}"

    def mobile_odd(self) -> str:
        number = f"07700900{self.digits(3)}"
        return self._spaced(number, self.one([(4, 3, 4), (3, 4, 2, 2), (11,), (5, 2, 2, 2)]))

    def mobile_dotted(self) -> str:
        return f"07700.900.{self.digits(3)}"

    def mobile_abroad(self) -> str:
        return f"+44 (0)7700 900 {self.digits(3)}"

    def landline(self) -> str:
        return self.one(["0161 496 0", "(0113) 496 0", "01632 960 ", "020 7946 0", "029 2018 0"]) + self.digits(3)

    def email(self) -> str:
        return f"{self.one(['shaz', 'kdhillon', 'mrs.b', 'gethin+kids'])}{self.digits(2)}@example.{self.one(['com', 'org', 'co.uk'])}"

    def email_spoken(self) -> str:
        return f"{self.one(['shaz', 'kdhillon', 'becks'])}{self.digits(2)} at example dot com"

    def handle(self) -> str:
        return f"@{self.one(['shazza', 'kyle', 'bex', 'mama'])}_{self.digits(3)}"

    def handle_bare(self) -> str:
        return f"{self.one(['shazza', 'kyle.', 'bexx', 'mama'])}_{self.digits(2)}"

    def url(self) -> str:
        return f"{self.one(['https://www.', 'www.', ''])}facebook.com/{self.one(['kyle', 'shaz'])}.{self.digits(4)}"

    def birth(self) -> str:
        day, month, year = self.random.randrange(1, 29), self.random.randrange(1, 13), self.random.randrange(1960, 2022)
        return self.one(
            [
                f"{day:02}/{month:02}/{year}",
                f"{day}.{month}.{year % 100:02}" if year < 2000 else f"{day}.{month}.{year}",
                f"{day} {MONTHS[month - 1]} {year}",
                f"{day:02}-{month:02}-{year % 100:02}",
                f"{MONTHS[month - 1]} {day}, {year}",
                f"{day}th {MONTHS[month - 1][:3]} {year}",
            ]
        )

    def exact(self) -> str:
        day, month = self.random.randrange(4, 20), self.random.randrange(1, 13)
        return self.one(
            [
                f"{day}th {MONTHS[month - 1]}",
                f"{day:02}/{month:02}/2{self.one('34')}",
                f"the {day}th of {MONTHS[month - 1].lower()} 2024",
                f"2024-{month:02}-{day:02}",
                f"{day} {MONTHS[month - 1][:3]} 24",
                f"{MONTHS[month - 1]} {day}th",
            ]
        ).removeprefix("the ")

    def plate(self) -> str:
        letters = "".join(self.one("BCDFGHJKLMNPRST") for _ in range(5))
        return f"{letters[:2]}{self.random.randrange(10, 75)} {letters[2:]}"

    def plate_lower(self) -> str:
        return self.plate().lower().replace(" ", "")

    def crime(self) -> str:
        return self.one(
            [f"42/{self.digits(5)}/24", f"CR/{self.digits(6)}/24", f"13240{self.digits(6)}", f"24*{self.digits(6)}"]
        )

    def court(self) -> str:
        return self.one(
            [f"ZC24P0{self.digits(4)}", f"LV23F0{self.digits(4)}", f"T2024{self.digits(4)}", f"BM24P{self.digits(5)}"]
        )

    def marac(self) -> str:
        return self.one([f"2024/{self.digits(3)}", f"M{self.digits(4)}", f"MARAC-24-{self.digits(3)}", self.digits(5)])

    def care(self) -> str:
        return self.one([self.digits(7), f"LCS-{self.digits(6)}", f"P{self.digits(6)}", f"CSC/{self.digits(5)}"])

    def _spaced(self, digits: str, groups: tuple[int, ...]) -> str:
        parts, start = [], 0
        for length in groups:
            parts.append(digits[start : start + length])
            start += length
        return " ".join(parts)
