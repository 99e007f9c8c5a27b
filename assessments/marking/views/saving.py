"""Where the desk's script saves each field while somebody types."""

import functools

from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_POST

from assessments.marking import actions
from assessments.marking.desk import prefix_of
from assessments.marking.forms import JudgementForm, ScoreForm, TextForm
from assessments.marking.views.own import open_mark
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role
from cpd.rules import NotAllowed


def refused_as_json(view):
    """The script that saves shows the sentence beside the text that it keeps."""

    @functools.wraps(view)
    def wrapper(request, *args, **kwargs):
        try:
            return view(request, *args, **kwargs)
        except NotAllowed as refused:
            return JsonResponse({"error": str(refused)}, status=403)

    return wrapper


@open_to(Role.ASSESSOR)
@require_POST
@refused_as_json
def save_judgement(request, allocation_id, criterion_id):
    mark, criterion = open_mark(request, allocation_id), None
    judgement = get_object_or_404(mark.judgements.select_related("criterion"), criterion=criterion_id)
    criterion = judgement.criterion
    form = JudgementForm(_with_version(request, prefix_of(criterion.number)), prefix=prefix_of(criterion.number))
    return _answer(request, form, lambda said, **by: actions.judge(mark, criterion=criterion, **said, **by))


@open_to(Role.ASSESSOR)
@require_POST
@refused_as_json
def save_feedback(request, allocation_id):
    mark = open_mark(request, allocation_id)
    return _answer(request, TextForm(request.POST), lambda said, **by: actions.write_feedback(mark, **said, **by))


@open_to(Role.ASSESSOR)
@require_POST
@refused_as_json
def save_rationale(request, allocation_id):
    mark = open_mark(request, allocation_id)
    return _answer(request, TextForm(request.POST), lambda said, **by: actions.write_rationale(mark, **said, **by))


@open_to(Role.ASSESSOR)
@require_POST
@refused_as_json
def save_score(request, allocation_id):
    mark = open_mark(request, allocation_id)
    form = ScoreForm(_with_version(request, "score"), prefix="score")
    return _answer(request, form, lambda said, **by: actions.write_score(mark, **said, **by))


@open_to(Role.ASSESSOR)
@require_POST
@refused_as_json
def save_note(request, allocation_id, criterion_id=None):
    mark, criterion = open_mark(request, allocation_id), None
    if criterion_id:
        criterion = get_object_or_404(mark.judgements.select_related("criterion"), criterion=criterion_id).criterion
    return _answer(
        request,
        TextForm(request.POST),
        lambda said, **by: actions.write_team_note(mark, criterion=criterion, **said, **by),
    )


def _with_version(request, prefix: str):
    data = request.POST.copy()
    data[f"{prefix}-version"] = request.POST.get("version", "")
    return data


def _answer(request, form, save):
    """Answer the script that saves while somebody types: the new version, or both texts on a conflict."""
    if not form.is_valid():
        return JsonResponse({"error": next(iter(form.errors.values()))[0]}, status=422)
    now = timezone.now()
    try:
        saved = save(form.cleaned_data, by=request.user, now=now)
    except actions.Stale as stale:
        theirs = {"theirs": stale.theirs, "verdict": stale.verdict, "lacks": stale.lacks}
        return JsonResponse(theirs | {"version": stale.version}, status=409)
    version = saved.score_version if isinstance(form, ScoreForm) else saved.version
    return JsonResponse({"version": version, "saved_at": f"{timezone.localtime(now):%H:%M}"})
