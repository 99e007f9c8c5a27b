"""What may identify somebody is found; what a good portfolio says is not."""

import time

import pytest

from assessments.screening.identifiers import find_identifiers

FOUND = [
    ("she lives at SW1A 1AA now", "postcode", "SW1A 1AA"),
    ("cf10 3at", "postcode", "cf10 3at"),
    ("NHS number 943 476 5919", "nhs_number", "943 476 5919"),
    ("CHI 0101703333", "chi_number", "0101703333"),
    ("NI no AB 12 34 56 C", "ni_number", "AB 12 34 56 C"),
    ("call 07700 900123", "phone", "07700 900123"),
    ("call +44 7700 900 123", "phone", "+44 7700 900 123"),
    ("call 020 7946 0958", "phone", "020 7946 0958"),
    ("jane.d@example.com", "email", "jane.d@example.com"),
    ("https://facebook.com/jane", "url", "https://facebook.com/jane"),
    ("her Instagram is @jane_smith", "social", "@jane_smith"),
    ("DOB: 03/07/1987", "date_of_birth", "03/07/1987"),
    ("born on 3 July 1987", "date_of_birth", "3 July 1987"),
    ("on 3rd July 2024 we met", "exact_date", "3rd July 2024"),
    ("July 3, 2024", "exact_date", "July 3, 2024"),
    ("2024-07-03", "exact_date", "2024-07-03"),
    ("his car, reg AB12 CDE", "vehicle", "AB12 CDE"),
    ("number plate A123 BCD", "vehicle", "A123 BCD"),
    ("crime ref 42/12345/24", "reference", "42/12345/24"),
    ("in case ZC24P01234", "reference", "ZC24P01234"),
    ("Marac number 2024/117", "reference", "2024/117"),
    ("Mosaic ID: 1234567", "reference", "1234567"),
    ("social care reference: LCS-88123", "reference", "LCS-88123"),
    ("14 Elm Street", "address", "14 Elm Street"),
    ("at St Mary's Primary School", "institution", "St Mary's Primary School"),
    ("Llandudno Crown Court", "institution", "Llandudno Crown Court"),
    ("Mr Okafor rang", "name", "Mr Okafor"),
    ("mr khan rang", "name", "mr khan"),
    ("PC Jones attended", "name", "PC Jones"),
    ("Sarah told me", "name", "Sarah"),
    ("i asked sarah", "name", "sarah"),
    ("Zofia Nowak went", "name", "Zofia Nowak"),
    ("Siân cried", "name", "Siân"),
    ("małgorzata said", "name", "małgorzata"),
    ("oluwaseun said", "name", "oluwaseun"),
    ("Harpreet’s brother", "name", "Harpreet’s"),
    ("Fatima left", "name", "Fatima"),
    ("I told Hope that", "name", "Hope"),
    ("Smith was convicted", "name", "Smith"),
]

HARMLESS = [
    "Child A and Ms B met the IDVA; Mr C’s solicitor wrote to Dr D.",
    "The social worker from Children's Social Care told the Marac Coordinator.",
    "The Family Court and the Crown Court; the primary school; a police station.",
    "I used Gibbs (1988), Kolb's cycle and Schön; Stark (2007) says the same; Williams et al. (2016).",
    "Evan Stark and Jane Monckton Smith write about Clare’s Law; Jade's Law; Fraser guidelines.",
    "I will mark this in May 2024. Hope is important. Grace under pressure.",
    "Day 12 of support, pages 12-14, 24/7, £1,200, 10 of 2000, DASH score 14 of 24, AC 1.2 and 2.3.",
    "Working Together to Safeguard Children 2023, the Domestic Abuse Act 2021, section 47 enquiry.",
    "See https://www.gov.uk/guidance and Women's Aid. Accessed on 3 July 2024.",
    "Unit 101, module 4, case study 1, case notes 12, an A4 PDF, no10 and on.",
    "Parkinson's and Alzheimer’s; a 14 year old; aged 8-10.",
]


@pytest.mark.parametrize(("text", "kind", "place"), FOUND)
def test_it_is_found(text, kind, place):
    found = find_identifiers(text)

    assert [(finding.kind, finding.text) for finding in found] == [(kind, place)]
    assert text[found[0].start : found[0].end] == place
    assert found[0].why


@pytest.mark.parametrize("text", HARMLESS)
def test_it_is_no_finding(text):
    assert [(finding.kind, finding.text) for finding in find_identifiers(text)] == []


def test_a_number_without_its_check_digit_is_not_a_health_number():
    assert find_identifiers("order 943 476 5918") == []


def test_names_the_caller_knows_are_found_in_any_case_and_without_marks():
    found = find_identifiers("Then ZÓSIA and kowal-baker spoke.", extra_names=["Zosia", "Kowal-Baker"])

    assert [finding.text for finding in found] == ["ZÓSIA", "kowal-baker"]


def test_what_the_writer_allows_is_not_found():
    text = "Sarah (not her name) and David"

    assert [finding.text for finding in find_identifiers(text, allowed=["sarah"])] == ["David"]


def test_findings_come_in_order_and_do_not_overlap():
    found = find_identifiers(" ".join(text for text, _, _ in FOUND) * 3)

    single = [finding for finding in found if finding.kind != "combination"]
    assert all(first.end <= second.start for first, second in zip(single, single[1:], strict=False))


def test_a_page_takes_less_than_a_tenth_of_a_second():
    page = ". ".join([text for text, _, _ in FOUND] + HARMLESS * 2)[:3000]
    find_identifiers(page)
    fastest = min(timed(page) for _ in range(5))

    assert fastest < 0.1


@pytest.mark.parametrize("piece", ["a", "1 ", "Aa ", "07", "1-", "a@", "may ", "ref:", "A.b", "1 Aa Aa ", "http://"])
def test_no_text_makes_a_finder_slow(piece):
    assert timed(piece * (20_000 // len(piece))) < 2


def timed(text: str) -> float:
    start = time.perf_counter()
    find_identifiers(text)
    return time.perf_counter() - start
