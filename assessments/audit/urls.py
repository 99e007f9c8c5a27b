"""Addresses of the university's rooms."""

from django.urls import path

from assessments.audit import views

app_name = "audit"
urlpatterns = [
    path("", views.list_accreditations, name="list_accreditations"),
    path("accreditation/<uuid:accreditation_id>/", views.show_accreditation, name="show_accreditation"),
    path("visit/<uuid:visit_id>/close/", views.close_visit, name="close_visit"),
    path("cohort/<uuid:cohort_id>/", views.show_cohort, name="show_cohort"),
    path("candidate/<str:candidate_number>/", views.show_story, name="show_story"),
]
