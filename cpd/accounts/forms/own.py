"""What people type about themselves."""

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from cpd.accounts.forms.names import NameField
from cpd.accounts.models import ContactBy, MailFrequency, Preferences, User


class PasswordForm(forms.Form):
    password = forms.CharField(
        label="Choose a password",
        strip=False,
        max_length=200,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="At least 12 characters. Three or four words that do not belong together are easy to remember. "
        "You can paste it from a password manager.",
        error_messages={"required": "Choose a password."},
    )

    def __init__(self, *args, person: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_password(self):
        validate_password(self.cleaned_data["password"], self.person)
        return self.cleaned_data["password"]


class DetailsForm(forms.Form):
    given_names = NameField(
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "given-name"}),
        error_messages={"required": "Enter your given names."},
    )
    family_name = NameField(
        max_length=100,
        required=False,
        widget=forms.TextInput(attrs={"autocomplete": "family-name"}),
        help_text="Leave this empty if you have one name only.",
    )
    certificate_name = NameField(
        label="Your name as it should be on certificates",
        max_length=200,
        widget=forms.TextInput(attrs={"autocomplete": "name", "spellcheck": "false"}),
        help_text="Exactly as you write it: accents, hyphens, apostrophes and other scripts are printed as you type "
        "them. It can be changed later, and the certificate is then made anew.",
        error_messages={"required": "Enter your name as it should be printed."},
    )
    safe_contact = forms.CharField(
        label="How can we reach you safely?",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For example “ring my work phone, weekdays before 4”. The people who run your course see it, "
        "nobody else.",
    )
    second_email = forms.EmailField(
        label="A second e-mail address that outlives your job",
        required=False,
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off"}),
        help_text="With it you can sign in and fetch your certificates after you have changed employer. "
        "We send a code there, and it counts once you have typed in the code.",
    )
    accept_terms = forms.BooleanField(
        label="I have read the terms and agree to them",
        error_messages={"required": "Agree to the terms to go on. If you cannot, ask the people who run your course."},
    )
    accept_privacy = forms.BooleanField(
        label="I have read how my data is used",
        error_messages={"required": "Read how your data is used, then tick the box."},
    )

    def __init__(self, *args, person: User, **kwargs):
        super().__init__(*args, **kwargs)
        self.person = person

    def clean_second_email(self):
        address = self.cleaned_data["second_email"].strip().casefold()
        if address and address == self.person.email:
            raise ValidationError("This is the address you have already. Enter another one, or leave it empty.")
        return address


class PreferencesForm(forms.Form):
    mail = forms.ChoiceField(
        label="When we write to you",
        choices=[
            (MailFrequency.DIGEST, "Urgent things at once, everything else once a day"),
            (MailFrequency.NOW, "Everything at once"),
            (MailFrequency.NONE, "No e-mail: I look here myself"),
        ],
        widget=forms.RadioSelect,
        help_text="An e-mail says “You have an update” and nothing more. Messages about your password or sign-in "
        "always come.",
    )
    quiet_from = forms.TimeField(
        label="Quiet hours from",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        help_text="No e-mail is sent in your quiet hours (UK time). What comes up waits until they end.",
    )
    quiet_until = forms.TimeField(
        label="Quiet hours until", required=False, widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
    )
    contact_by = forms.ChoiceField(
        label="If we have to reach you, how is it safe?",
        choices=ContactBy,
        widget=forms.RadioSelect,
        help_text="The people who run your course and the safeguarding leads see this and the next two, nobody else.",
    )
    no_voicemail = forms.BooleanField(label="Never leave a voicemail", required=False)
    safe_contact = forms.CharField(
        label="Numbers and times",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="For example “01234 567890, weekdays before 4, ask for me by first name only”.",
    )
    text_size = forms.ChoiceField(choices=Preferences._meta.get_field("text_size").choices, widget=forms.RadioSelect)
    theme = forms.ChoiceField(
        label="Colours", choices=Preferences._meta.get_field("theme").choices, widget=forms.RadioSelect
    )
    exit_button = forms.BooleanField(
        label="Show “Exit this page” at the top of learner pages",
        required=False,
        help_text="Pressing Shift three times leaves too, while the button is shown.",
    )

    def clean(self):
        data = super().clean()
        start, end = data.get("quiet_from"), data.get("quiet_until")
        if "quiet_from" in data and "quiet_until" in data:
            if start and not end:
                self.add_error("quiet_until", "Enter when your quiet hours end, or empty both.")
            if end and not start:
                self.add_error("quiet_from", "Enter when your quiet hours begin, or empty both.")
            if start and start == end:
                self.add_error("quiet_until", "Quiet hours need an end that differs from their beginning.")
        return data
