"""Every sentence with which a file or a text is refused: what happened, what was kept, what to do."""


class Refused(Exception):
    """Not taken, with a sentence that the person can act on."""


NOTHING_SAVED = "Nothing was saved."

EMPTY = f"The file is empty. {NOTHING_SAVED} Check that it opens on your device, then upload it again."
UNKNOWN_KIND = (
    f"The file is not a PDF, a Word document (.docx), a JPEG or a PNG. {NOTHING_SAVED} "
    "Save it as one of these, then upload it again. On an iPhone, share the photo as “Most compatible”."
)
OLD_OFFICE = (
    "The file is an older Office document, or one locked with a password. "
    f"{NOTHING_SAVED} Open it, remove any password, choose Save as “Word document (.docx)” or PDF, then upload that."
)
NAME_DIFFERS = (
    f"The file’s name does not match what is in it. {NOTHING_SAVED} "
    "Open it in the program that made it, save it again as a PDF or Word document (.docx), then upload that."
)
VIRUS = (
    f"The virus check found something harmful in the file. {NOTHING_SAVED} "
    "Do not send it to anybody. Tell your IT support, then upload a copy made on a safe device."
)
VIRUS_CHECK_AWAY = f"The virus check is not answering. {NOTHING_SAVED} Try again in a few minutes."
TOO_MUCH_WORK = (
    "Opening the file took more time or memory than any ordinary document needs, so we stopped. "
    f"{NOTHING_SAVED} Print it to PDF, or split it into smaller files, then upload that."
)
STOPPED = f"The check of your file stopped before it finished. {NOTHING_SAVED} Upload it again."

PDF_LOCKED = (
    f"The PDF is locked with a password. {NOTHING_SAVED} "
    "Open it, remove the password (or print it to a new PDF), then upload that."
)
PDF_DAMAGED = (
    f"The PDF is damaged or incomplete. {NOTHING_SAVED} "
    "Open it, print it to a new PDF and check every page, then upload that."
)
PDF_TRAILING = (
    f"The PDF has other data hidden after its end. {NOTHING_SAVED} Open it, print it to a new PDF, then upload that."
)
PDF_LIVE_FORM = (
    "The PDF is a live form that only shows itself in one program. "
    f"{NOTHING_SAVED} Open it there, print it to a new PDF, then upload that."
)
PDF_NO_PAGES = f"The PDF has no pages. {NOTHING_SAVED} Check that it opens on your device, then upload it again."
PDF_TOO_LONG = f"The PDF has more than 300 pages. {NOTHING_SAVED} Upload only the pages that show the criteria."

DOCX_DAMAGED = (
    f"The Word document is damaged or is not a Word document. {NOTHING_SAVED} "
    "Open it in Word, save it as a new .docx file, then upload that."
)
DOCX_BOMB = (
    "The Word document unpacks to far more than a document needs, so we did not open it. "
    f"{NOTHING_SAVED} Open it in Word, make its pictures smaller, save it as a new file, then upload that."
)
DOCX_PATHS = (
    "The Word document holds parts that try to leave it, which Word never writes. "
    f"{NOTHING_SAVED} Copy the text into a new document, then upload that."
)
DOCX_ENTITIES = (
    "The Word document holds instructions that a document does not need (XML entities). "
    f"{NOTHING_SAVED} Copy the text into a new document, then upload that."
)
DOCX_MACROS = (
    f"The Word document contains macros or controls, which can run programs. {NOTHING_SAVED} "
    "Save it as “Word document (.docx)” without macros, or as PDF, then upload that."
)
DOCX_EMBEDDED = (
    "The Word document has another file inside it (for example a spreadsheet or an e-mail). "
    f"{NOTHING_SAVED} Delete it, or paste what it shows as a picture, then upload the document again."
)
DOCX_COMMANDS = (
    f"The Word document has a field that runs commands or fetches other files. {NOTHING_SAVED} "
    "Copy the text into a new document without it, then upload that."
)

DOCX_COVERED = (
    f"The Word document has a filled shape that may cover words, and a cover takes nothing away. {NOTHING_SAVED} "
    "Delete the words under it and the shape, then upload the document again."
)

DOCX_COVERED_PICTURE = (
    f"The Word document shows one picture in two cuts, and the rest of it would stay in the file. {NOTHING_SAVED} "
    "Save each cut as a picture of its own, put those in, then upload the document again."
)

IMAGE_DAMAGED = (
    f"The picture is damaged or incomplete. {NOTHING_SAVED} Open it, save it as a new JPEG or PNG, then upload that."
)
IMAGE_TOO_LARGE = (
    f"The picture has more than 50 million pixels. {NOTHING_SAVED} Save it at a smaller size, then upload that."
)


def code_of(refused: Refused) -> str:
    """A short word for why, for the record: the sentence is for the person."""
    sentence = str(refused)
    return next((name.lower() for name, said in globals().items() if name.isupper() and said == sentence), "too_large")


def too_large(limit_bytes: int) -> str:
    return (
        f"The file is larger than {limit_bytes // (1024 * 1024)} MB. {NOTHING_SAVED} "
        "Make it smaller (for example, save photos at a lower resolution) or split it into parts, then upload those."
    )


def too_long(limit: int, length: int) -> str:
    return (
        f"The text is {length:,} characters long; the most we can take is {limit:,}. "
        "It was not saved, and it is still on this page. Shorten it, then save again."
    )
