"""Addresses of side cases, under requests/."""

from django.urls import path

from assessments.cases.views import office, own, panel

app_name = "cases"
urlpatterns = [
    # The learner
    path("", own.list_requests, name="list_requests"),
    path("ask/<uuid:enrolment_id>/<slug:kind>/", own.ask, name="ask"),
    path("<uuid:case_id>/", own.show_request, name="show_request"),
    path("<uuid:case_id>/take-back/", own.take_back_request, name="take_back_request"),
    path("back/<uuid:enrolment_id>/", own.come_back, name="come_back"),
    # The office
    path("office/", office.list_cases, name="list_cases"),
    path("office/<uuid:case_id>/", office.show_case, name="show_case"),
    path("off-the-road/", office.list_off_the_road, name="list_off_the_road"),
    path("off-the-road/<uuid:submission_id>/next/", office.open_after_absence, name="open_after_absence"),
    path("raise/<uuid:submission_id>/", office.raise_misconduct, name="raise_misconduct"),
    # The panel
    path("panel/", panel.list_panel, name="list_panel"),
    path("panel/<uuid:case_id>/", panel.sit_case, name="sit_case"),
]
