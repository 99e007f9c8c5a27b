"""The learner's own record, its exports, and the page that a shared link opens."""

from allauth.account.adapter import get_adapter
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from assessments.certificates.limits import is_over
from assessments.certificates.models import Award
from assessments.records import actions, queries
from assessments.records.compiling import Record, compile_record
from assessments.records.exporting import write_csv, write_json
from assessments.records.forms import ActivityForm, PeriodForm, ReflectionForm, ShareForm
from assessments.records.models import Activity, Share
from assessments.records.pdf import draw_record
from cpd.accounts.guards import open_to, open_to_public
from cpd.accounts.models import Organisation, OrganisationKind
from cpd.accounts.roles import Role
from cpd.accounts.views.leaving import keeps_typed

OPENINGS_PER_MINUTE = 30


@open_to(Role.LEARNER)
@require_GET
def show_record(request: HttpRequest) -> HttpResponse:
    form = PeriodForm(request.GET or None)
    context = {
        "record": _record(request, form),
        "form": form,
        "links": Share.objects.live(timezone.now()).filter(learner=request.user).order_by("expires_at"),
        "share_form": ShareForm(),
        "base_url": settings.CPD_BASE_URL,
        "sessions": queries.sessions_attended(request.user),
        "changes": queries.award_changes_of(request.user),
        "openings": queries.recent_openings(request.user),
    }
    return render(request, "assessments/records/show_record.html", context)


@open_to(Role.LEARNER)
@require_GET
def download_record(request: HttpRequest) -> HttpResponse:
    record = _record(request, PeriodForm(request.GET or None), reads="shared")
    return _attachment(write_csv(record), "text/csv; charset=utf-8", "cpd-record.csv")


@open_to(Role.LEARNER)
@require_GET
def download_json(request: HttpRequest) -> HttpResponse:
    record = _record(request, PeriodForm(request.GET or None), reads="shared")
    return _attachment(write_json(record, timezone.now()), "application/json", "cpd-record.json")


@open_to(Role.LEARNER)
@require_GET
def download_pdf(request: HttpRequest) -> HttpResponse:
    record = _record(request, PeriodForm(request.GET or None), reads="shared")
    provider = Organisation.objects.get(kind=OrganisationKind.PROVIDER).name
    return _attachment(
        draw_record(record, provider=provider, made_at=timezone.now()), "application/pdf", "cpd-record.pdf"
    )


@open_to(Role.LEARNER)
@require_POST
def download_transcript(request: HttpRequest) -> HttpResponse:
    data = actions.make_transcript(by=request.user, now=timezone.now())
    return _attachment(data, "application/pdf", "transcript.pdf")


@open_to(Role.LEARNER)
@require_http_methods(["GET", "POST"])
def add_activity(request: HttpRequest) -> HttpResponse:
    form = keeps_typed(request, ActivityForm(request.POST or None))
    if form.is_valid():
        actions.add_activity(**_own(form), by=request.user, now=timezone.now())
        messages.success(request, "Added to your record.")
        return redirect("records:show_record")
    return _form(request, form, "Add learning from elsewhere")


@open_to(Role.LEARNER)
@require_http_methods(["GET", "POST"])
def reflect_on_award(request: HttpRequest, award_id) -> HttpResponse:
    award = get_object_or_404(Award.objects.select_related("enrolment"), enrolment__learner=request.user, pk=award_id)
    activity = Activity.objects.of(request.user).filter(award=award).first()
    if activity:
        return redirect("records:change_activity", activity.pk)
    form = keeps_typed(request, ReflectionForm(request.POST or None))
    if form.is_valid():
        values = {"words": form.words(), "is_shared": form.cleaned_data["is_shared"]}
        of_award = {"kind": "assessed", "done_on": award.awarded_on, "hours": 0, "award": award}
        actions.add_activity(**values, **of_award, by=request.user, now=timezone.now())
        messages.success(request, "Kept with your award.")
        return redirect("records:show_record")
    return _form(request, form, "What you took from this module")


@open_to(Role.LEARNER)
@require_http_methods(["GET", "POST"])
def change_activity(request: HttpRequest, activity_id) -> HttpResponse:
    activity = get_object_or_404(Activity.objects.of(request.user), pk=activity_id)
    kind = ReflectionForm if activity.award_id else ActivityForm
    stored = {
        "kind": activity.kind,
        "done_on": activity.done_on,
        "hours": activity.hours,
        "is_shared": activity.is_shared,
    }
    form = keeps_typed(request, kind(request.POST or None, initial=activity.words | stored))
    if form.is_valid():
        values = _own(form) if kind is ActivityForm else stored | {"words": form.words()}
        values["is_shared"] = form.cleaned_data["is_shared"]
        actions.change_activity(activity, **values, by=request.user, now=timezone.now())
        messages.success(request, "Changed.")
        return redirect("records:show_record")
    return _form(request, form, "What you took from this module" if activity.award_id else "Change this", activity)


@open_to(Role.LEARNER)
@require_http_methods(["GET", "POST"])
def remove_activity(request: HttpRequest, activity_id) -> HttpResponse:
    activity = get_object_or_404(Activity.objects.of(request.user), pk=activity_id)
    if request.method == "POST":
        actions.remove_activity(activity, by=request.user, now=timezone.now())
        messages.success(request, "Taken out. What you wrote is destroyed.")
        return redirect("records:show_record")
    return render(request, "assessments/records/remove_activity.html", {"activity": activity})


@open_to(Role.LEARNER)
@require_POST
def make_link(request: HttpRequest) -> HttpResponse:
    form = ShareForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Choose how long the link is to work.")
        return redirect("records:show_record")
    actions.make_link(**form.cleaned_data, by=request.user, now=timezone.now())
    messages.success(request, "The link works from now on. Copy it below, and end it whenever you wish.")
    return redirect("records:show_record")


@open_to(Role.LEARNER)
@require_POST
def end_link(request: HttpRequest, share_id) -> HttpResponse:
    share = get_object_or_404(Share.objects.filter(learner=request.user), pk=share_id)
    actions.end_link(share, by=request.user, now=timezone.now())
    messages.success(request, "The link is ended. Whoever has it sees nothing any more.")
    return redirect("records:show_record")


@open_to_public
@require_GET
def show_shared(request: HttpRequest, token: str) -> HttpResponse:
    now = timezone.now()
    address = get_adapter(request).get_client_ip(request) or "unknown"
    if is_over("record", address, limit=OPENINGS_PER_MINUTE, seconds=60, now=now):
        return render(request, "assessments/certificates/too_many.html", status=429)
    share = Share.objects.live(now).select_related("learner").filter(token=token).first()
    if share is None:
        return render(request, "assessments/records/link_ended.html", status=404)
    record = compile_record(share.learner, reads="shared" if share.with_reflections else "none", is_hers=False)
    return render(request, "assessments/records/show_shared.html", {"record": record, "share": share})


def _record(request: HttpRequest, form: PeriodForm, reads: str = "own") -> Record:
    period = form.cleaned_data if form.is_valid() else {}
    return compile_record(request.user, since=period.get("since"), until=period.get("until"), reads=reads)


def _own(form: ActivityForm) -> dict:
    return {name: form.cleaned_data[name] for name in ("kind", "done_on", "hours", "is_shared")} | {
        "words": form.words()
    }


def _form(request: HttpRequest, form: ReflectionForm, heading: str, activity: Activity | None = None) -> HttpResponse:
    context = {"form": form, "heading": heading, "activity": activity}
    return render(request, "assessments/records/write_activity.html", context, status=422 if form.is_bound else 200)


def _attachment(content: str | bytes, content_type: str, name: str) -> HttpResponse:
    return HttpResponse(
        content, content_type=content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'}
    )
