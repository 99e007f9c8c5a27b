"""Addresses of the learner's record."""

from django.urls import path

from assessments.records import views

app_name = "records"
urlpatterns = [
    path("", views.show_record, name="show_record"),
    path("download/", views.download_record, name="download_record"),
]
