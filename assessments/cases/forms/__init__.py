"""What is typed when something is asked, raised or answered."""

from assessments.cases.forms.answering import AnswerForm, ConcludeForm, OpinionForm, PanelForm
from assessments.cases.forms.asking import FORMS, RaiseForm, ReplyForm

__all__ = ["FORMS", "AnswerForm", "ConcludeForm", "OpinionForm", "PanelForm", "RaiseForm", "ReplyForm"]
