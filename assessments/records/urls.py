"""Addresses of the learner's record."""

from django.urls import path

from assessments.records import views

app_name = "records"
urlpatterns = [
    path("", views.show_record, name="show_record"),
    path("download/", views.download_record, name="download_record"),
    path("download.json", views.download_json, name="download_json"),
    path("download.pdf", views.download_pdf, name="download_pdf"),
    path("transcript.pdf", views.download_transcript, name="download_transcript"),
    path("add/", views.add_activity, name="add_activity"),
    path("award/<uuid:award_id>/", views.reflect_on_award, name="reflect_on_award"),
    path("activity/<uuid:activity_id>/", views.change_activity, name="change_activity"),
    path("activity/<uuid:activity_id>/remove/", views.remove_activity, name="remove_activity"),
    path("links/", views.make_link, name="make_link"),
    path("links/<uuid:share_id>/end/", views.end_link, name="end_link"),
    path("shared/<str:token>/", views.show_shared, name="show_shared"),
]
