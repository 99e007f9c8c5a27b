"""A person at a browser without JavaScript: opens pages, follows links, fills in the forms that are there."""

import lxml.html
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client


class Visitor:
    """Holds one signed-in session and the page that is open."""

    def __init__(self, person=None) -> None:
        self.client = Client()
        self.answer = None
        if person is not None:
            self.client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")

    def open(self, address: str, *, status: int = 200) -> "Visitor":
        return self._arrive(self.client.get(address, follow=True), status)

    def click(self, words: str) -> "Visitor":
        """Follow the first link with these words."""
        for link in self.page.iter("a"):
            if words in _words(link):
                return self.open(link.get("href"))
        raise AssertionError(f"No link “{words}” on {self.address}: {[_words(a) for a in self.page.iter('a')]}")

    def press(self, words: str, status: int = 200, /, **fields) -> "Visitor":
        """Fill in the form that has this button, and press it."""
        form, button = self._form_with(words)
        data = [(name, value) for name, value in form.form_values() if name not in fields]
        if button.get("name"):
            data.append((button.get("name"), button.get("value", "")))
        known = {element.get("name") for element in form.inputs}
        missing = set(fields) - known
        assert not missing, f"The form on {self.address} has no {missing}; it has {known}."
        values: dict = {}
        for name, value in data:
            values.setdefault(name, []).append(value)
        values |= fields
        address = button.get("formaction") or form.get("action") or self.address
        method = (form.get("method") or "get").lower()
        answer = getattr(self.client, method)(address, values, follow=True)
        return self._arrive(answer, status)

    @property
    def text(self) -> str:
        """The words of the page's main part."""
        return _words(self.page.get_element_by_id("content"))

    @property
    def address(self) -> str:
        chain = getattr(self.answer, "redirect_chain", [])
        return chain[-1][0] if chain else self.answer.request["PATH_INFO"]

    def link(self, words: str) -> str:
        return next(link.get("href") for link in self.page.iter("a") if words in _words(link))

    def _form_with(self, words: str):
        for form in self.page.forms:
            for button in form.iter("button", "input"):
                is_button = button.tag == "button" or button.get("type") == "submit"
                if is_button and words in (_words(button) or button.get("value", "")):
                    return form, button
        buttons = [_words(button) for button in self.page.iter("button")]
        raise AssertionError(f"No button “{words}” on {self.address}: {buttons}\n{self.text[:600]}")

    def _arrive(self, answer, status: int) -> "Visitor":
        self.answer = answer
        is_page = answer.get("Content-Type", "").startswith("text/html")
        self.page = lxml.html.fromstring(answer.content) if is_page else None
        said = self.text[:500] if is_page else ""
        assert answer.status_code == status, f"{answer.status_code} at {self.address}: {said}"
        return self


def csv_file(text: str) -> SimpleUploadedFile:
    return SimpleUploadedFile("roster.csv", text.encode(), content_type="text/csv")


def _words(element) -> str:
    return " ".join(element.text_content().split())
