"""Addresses of the university's rooms, under /audit/."""

from django.urls import path

from assessments.audit.views import provider, stories, visits

app_name = "audit"
urlpatterns = [
    path("", visits.list_visits, name="list_visits"),
    path("agreements/<uuid:accreditation_id>/", visits.show_accreditation, name="show_accreditation"),
    # /audit/visits/<visit>/
    path("visits/<uuid:visit_id>/", visits.show_visit, name="show_visit"),
    path("visits/<uuid:visit_id>/close/", visits.close_visit, name="close_visit"),
    path("visits/<uuid:visit_id>/cohorts/<uuid:cohort_id>/", stories.list_candidates, name="list_candidates"),
    path("visits/<uuid:visit_id>/candidates/<str:candidate_number>/", stories.show_story, name="show_story"),
    # the provider's side
    path("provider/", provider.list_provider_visits, name="list_provider_visits"),
    path("provider/<uuid:visit_id>/", provider.show_provider_visit, name="show_provider_visit"),
    path("provider/<uuid:visit_id>/cancel/", provider.cancel_visit, name="cancel_visit"),
    path("provider/invite/<uuid:accreditation_id>/", provider.invite_to_visit, name="invite_to_visit"),
]
