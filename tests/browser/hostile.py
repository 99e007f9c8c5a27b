"""Scripts in every place that a person can write: the world of tests/architecture, spoilt field by field."""

from collections.abc import Iterator
from itertools import product

from django.apps import apps
from django.db import IntegrityError, models, transaction

from assessments.portfolios.models import EvidenceItem
from cpd.files.texts import seal_text
from tests.rig import drop_triggers

# What breaks out of where a value stands, and what then runs. `ran` is defined in the page by the test.
BREAKS = ["", '">', "'>", "</textarea>", "</title>", "</script>", "-->", "]]>", "</option></select>", '" ', "' "]
RUNS = [
    "<script>ran()</script>",
    "<img src=x onerror=ran()>",
    "<svg onload=ran()>",
    "<svg/onload=ran()//",
    "<details open ontoggle=ran()>",
    "<iframe srcdoc='<script>parent.ran()</script>'>",
    "<input autofocus onfocus=ran()>",
    "<video><source onerror=ran()></video>",
    "<style>@import'//evil.example';*{animation:a}</style>",
    "<base href=//evil.example>",
    "<meta http-equiv=refresh content='0;url=javascript:ran()'>",
    "<a href=javascript:ran()>x</a>",
    "<form><button formaction=javascript:ran()>x",
    "<object data=javascript:ran()>",
    "<embed src=javascript:ran()>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=ran()&gt;'>",
    "<noscript><p title='</noscript><img src=x onerror=ran()>'>",
    "<div hx-get=/ hx-trigger=load hx-on::load=ran()>",
    "<body onload=ran()>",
    "autofocus onfocus=ran() onmouseover=ran() x=",
]
MARKDOWN = ["[x](javascript:ran())", "![x](x' onerror=ran())", "<javascript:ran()>", "[x]: javascript:ran()\n[x]"]
CORPUS = [f"{out}{run}" for out, run in product(BREAKS, RUNS)] + MARKDOWN + ["javascript:ran()", "{{ ran }}{% debug %}"]
WHOLE = "\n".join(CORPUS)
OUR_APPS = ("accounts", "notices", "jobs", "courses", "assessments", "operations")
# Written by us and read by us: a code, a digest, a token, an address inside the site, a word from a list in code.
OURS = {
    *("digest", "token", "seed", "rule", "hash", "sha256", "code", "key", "kind", "reference", "label", "number"),
    *("slug", "version", "manifest", "place", "report", "priority", "nonce", "password", "ref", "lease", "locale"),
    *("facts", "candidate_number", "calendar_token", "attempt_key", "cache", "url", "held_from", "package_digest"),
}


def spoil() -> set[str]:
    """Put the corpus into every text field that people fill; gives the names of the fields that took it."""
    drop_triggers()
    taken = set()
    for number, (model, field) in enumerate(list_fields()):
        if _put(model, field, number):
            taken.add(f"{model.__name__}.{field.name}")
    for item in EvidenceItem.objects.exclude(text_key=None):
        item.sealed_text = seal_text(item.text_key, WHOLE)
        item.save(update_fields=["sealed_text"])
    return taken


def list_fields() -> Iterator[tuple[type[models.Model], models.Field]]:
    """The text fields of our models that hold what people typed: a new one comes in by itself."""
    for label in OUR_APPS:
        for model in apps.get_app_config(label).get_models():
            for field in model._meta.local_fields:
                is_text = isinstance(field, models.CharField | models.TextField)
                if is_text and not field.choices and not field.primary_key and not _is_ours(field.name):
                    yield model, field


def _is_ours(name: str) -> bool:
    return name in OURS or any(name.endswith(f"_{word}") for word in ("digest", "token", "sha256", "key", "version"))


def _put(model: type[models.Model], field: models.Field, number: int) -> bool:
    """One value for each row, since some must differ; a shorter one where the field is short."""
    rows = list(model._default_manager.exclude(**{field.name: ""}).values_list("pk", flat=True))
    rows = rows or list(model._default_manager.values_list("pk", flat=True))
    took = False
    for place, pk in enumerate(rows):
        value = _fit(field.max_length, number * 7 + place)
        try:
            with transaction.atomic():
                took |= bool(model._default_manager.filter(pk=pk).update(**{field.name: value}))
        except IntegrityError:
            # A constraint of the database keeps this text out, which is as good.
            continue
    return took


def _fit(length: int | None, number: int) -> str:
    if length is None or length >= len(WHOLE):
        return WHOLE
    fitting = [payload for payload in CORPUS if len(payload) <= length] or ["<"]
    value = ""
    for step in range(len(fitting)):
        payload = fitting[(number + step) % len(fitting)]
        if len(value) + len(payload) <= length:
            value += payload
    return value
