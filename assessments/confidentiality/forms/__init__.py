"""What people type in confidentiality; import each form from here."""

from assessments.confidentiality.forms.cases import (
    ActionTakenForm,
    ConcernForm,
    EmergencyForm,
    LookedForm,
    OutcomeForm,
    QuarantineForm,
    ReportForm,
    TalkForm,
)
from assessments.confidentiality.forms.intake import OpenForm, ReturnForm

__all__ = [
    "ActionTakenForm",
    "ConcernForm",
    "EmergencyForm",
    "LookedForm",
    "OpenForm",
    "OutcomeForm",
    "QuarantineForm",
    "ReportForm",
    "ReturnForm",
    "TalkForm",
]
