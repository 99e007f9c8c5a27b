"""The logical structure of a PDF: which drawn text is a heading, a paragraph, a figure, a form field."""

from reportlab.pdfbase.pdfdoc import (
    PDFArray,
    PDFDictionary,
    PDFDocument,
    PDFName,
    PDFObjectReference,
    PDFPage,
    PDFString,
)

OBJECT = "CPD-Structure"


class Marks:
    """Counts the marks of one page whose elements are in a template already."""

    def __init__(self) -> None:
        self.count = -1

    def add(self, tag: str, **_: str) -> int:
        self.count += 1
        return self.count

    def begin(self, tag: str, **_: str) -> None:
        pass

    def end(self) -> None:
        pass


class Structure:
    """Collects elements while pages are drawn; at the end it becomes the document's structure tree."""

    def __init__(self, document: PDFDocument) -> None:
        self.document = document
        self.root = PDFDictionary({"Type": PDFName("StructTreeRoot")})
        self.top = PDFDictionary({"Type": PDFName("StructElem"), "S": PDFName("Document")})
        self.kids: list[PDFObjectReference] = []
        self.pages: list[list[PDFObjectReference]] = [[]]
        # Each annotation and the element that it belongs to.
        self.annotations: list[tuple[PDFObjectReference, PDFObjectReference]] = []
        self.root_reference = document.Reference(self.root)
        self.top["P"] = self.root_reference
        self.top_reference = document.Reference(self.top)
        self.open: list[tuple[PDFDictionary, PDFObjectReference, list]] = []

    def add(self, tag: str, *, page: str, alt: str = "", text: str = "") -> int:
        """A new element for the content that follows; the number that marks this content."""
        element, reference, kids = self._element(tag, page)
        if alt:
            element["Alt"] = PDFString(alt)
        if tag == "TH":
            # Which cells it is the heading of, for whoever hears the table.
            element["A"] = PDFDictionary({"O": PDFName("Table"), "Scope": PDFName("Column")})
        if text:
            element["ActualText"] = PDFString(text)
        mark = len(self.pages[-1])
        kids.append(mark)
        element["K"] = mark
        self.pages[-1].append(reference)
        return mark

    def begin(self, tag: str, *, page: str) -> None:
        """Open an element that holds other elements: a list, a table, a row."""
        self.open.append(self._element(tag, page))

    def end(self) -> None:
        element, _, kids = self.open.pop()
        element["K"] = PDFArray(kids)

    def add_link(self, annotation: PDFObjectReference, *, page: str) -> None:
        """Tie an annotation to the element that was added last, which is read aloud and can be followed."""
        reference = self.pages[-1][-1]
        element = self.document.idToObject[reference.name]
        target = {"Type": PDFName("OBJR"), "Obj": annotation, "Pg": PDFObjectReference(page)}
        element["K"] = PDFArray([element["K"], PDFDictionary(target)])
        self.annotations.append((annotation, reference))

    def add_form(self, widget: PDFObjectReference, *, page: str, alt: str) -> None:
        """The element of the signature field."""
        element, reference, _ = self._element("Form", page)
        element["Alt"] = PDFString(alt)
        element["K"] = PDFDictionary({"Type": PDFName("OBJR"), "Obj": widget, "Pg": PDFObjectReference(page)})
        self.annotations.append((widget, reference))

    def next_page(self) -> None:
        self.pages.append([])

    def finish(self, pages: list[PDFPage]) -> PDFObjectReference:
        """The reference of the whole tree."""
        numbers: list = []
        for number, (page, parents) in enumerate(zip(pages, self.pages, strict=False)):
            page.__NoDefault__ = [*page.__NoDefault__, "StructParents", "Tabs"]
            page.StructParents, page.Tabs = number, PDFName("S")
            numbers += [number, PDFArray(parents)]
        for place, (annotation, reference) in enumerate(self.annotations, start=len(pages)):
            self.document.idToObject[annotation.name]["StructParent"] = place
            numbers += [place, reference]
        self.top["K"] = PDFArray(self.kids)
        self.root["K"] = self.top_reference
        self.root["ParentTree"] = self.document.Reference(PDFDictionary({"Nums": PDFArray(numbers)}))
        self.root["ParentTreeNextKey"] = len(pages) + len(self.annotations)
        return self.root_reference

    def _element(self, tag: str, page: str) -> tuple[PDFDictionary, PDFObjectReference, list]:
        parent, siblings = (self.open[-1][1], self.open[-1][2]) if self.open else (self.top_reference, self.kids)
        element = PDFDictionary(
            {"Type": PDFName("StructElem"), "S": PDFName(tag), "P": parent, "Pg": PDFObjectReference(page)}
        )
        reference = self.document.Reference(element)
        siblings.append(reference)
        return element, reference, []
