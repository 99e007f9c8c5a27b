"""The learner's own record."""

import csv

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from assessments.records import queries
from courses.delivery.rosters.writing import safe
from cpd.accounts.guards import open_to
from cpd.accounts.roles import Role


@open_to(Role.LEARNER)
@require_GET
def show_record(request: HttpRequest) -> HttpResponse:
    rows = queries.get_rows(request.user)
    context = {
        "rows": rows,
        "hours": queries.total_hours(rows),
        "sessions": queries.sessions_attended(request.user),
        "openings": queries.recent_openings(request.user),
    }
    return render(request, "assessments/records/show_record.html", context)


@open_to(Role.LEARNER)
@require_GET
def download_record(request: HttpRequest) -> HttpResponse:
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="cpd-record.csv"'
    response.write("\ufeff")
    writer = csv.writer(response)
    writer.writerow(["Activity", "Date", "CPD hours", "Level", "Credit", "State"])
    for row in queries.get_rows(request.user):
        version = row.award.enrolment.version
        writer.writerow(
            [
                safe(version.title),
                row.award.awarded_on.isoformat(),
                version.cpd_hours,
                version.level_words,
                version.credit_words,
                row.award.get_state_display(),
            ]
        )
    return response
