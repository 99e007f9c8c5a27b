"""Addresses of evaluations, under evaluations/."""

from django.urls import path

from assessments.evaluations import views

app_name = "evaluations"
urlpatterns = [
    path("<uuid:enrolment_id>/", views.write_evaluation, name="write_evaluation"),
    path("<uuid:enrolment_id>/save/", views.save_evaluation, name="save_evaluation"),
]
