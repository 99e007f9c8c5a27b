"""Keep what stands in a form that is left, give it back, and forget it when it was sent or nobody came back for it."""

import json
from datetime import datetime, timedelta

from cpd.accounts.leaving.models import KeptForm
from cpd.accounts.models import User
from cpd.files.keeping import is_held
from cpd.files.texts import destroy_text_key, new_text_key, open_text, seal_text
from cpd.history.actions import action, record

LASTS = timedelta(days=7)
LONGEST = 100_000
# So many pages at once, so that nobody fills the vault: the oldest goes.
MOST = 20
type Typed = dict[str, list[str]]


@action
def keep_form(place: str, typed: Typed, *, by: User, now: datetime) -> KeptForm:
    """Seal what she typed on this page; what she had typed there before is replaced."""
    by = User.objects.select_for_update().get(pk=by.pk)
    kept, _ = KeptForm.objects.get_or_create(
        person=by, place=place, defaults={"text_key": new_text_key, "kept_at": now}
    )
    kept.sealed_text, kept.kept_at = seal_text(kept.text_key, json.dumps(typed)), now
    kept.save(update_fields=["sealed_text", "kept_at"])
    for old in KeptForm.objects.filter(person=by).order_by("-kept_at")[MOST:]:
        forget_form(old, by=by, now=now)
    record("form.kept", by=by, about=kept, now=now)
    return kept


@action
def set_aside_form(kept: KeptForm, *, by: User, now: datetime) -> KeptForm:
    """It was sent, and a legal hold keeps what was typed: it stays, and stands in no form any more."""
    kept.place = str(kept.pk)
    kept.save(update_fields=["place"])
    record("form.set_aside", by=by, about=kept, now=now)
    return kept


@action
def forget_form(kept: KeptForm, *, by: User | None, now: datetime) -> KeptForm:
    """Destroy its key and its row."""
    destroy_text_key(kept.text_key, now=now)
    record("form.forgotten", by=by, about=kept, now=now)
    KeptForm.objects.filter(pk=kept.pk).delete()
    return kept


def forget_old_forms(*, now: datetime) -> int:
    """Those for which nobody came back within a week; a held one waits."""
    old = KeptForm.objects.filter(kept_at__lte=now - LASTS)
    return len([forget_form(kept, by=None, now=now) for kept in old if not is_held(kept.text_key)])


def read_form(kept: KeptForm) -> Typed:
    return json.loads(open_text(kept.text_key, kept.sealed_text))
