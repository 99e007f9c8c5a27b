"""Addresses of intake, incidents and concerns."""

from django.urls import path

from assessments.confidentiality.views import cases, correction, intake

app_name = "confidentiality"
urlpatterns = [
    path("", intake.list_intake, name="list_intake"),
    path("incidents/", cases.list_incidents, name="list_incidents"),
    path("incidents/<uuid:incident_id>/", cases.show_incident, name="show_incident"),
    path("incidents/<uuid:incident_id>/purge/", cases.purge_item, name="purge_item"),
    path("concerns/", cases.list_concerns, name="list_concerns"),
    path("concerns/<uuid:concern_id>/", cases.show_concern, name="show_concern"),
    path("corrections/<uuid:submission_id>/", correction.show_correction, name="show_correction"),
    path("<uuid:submission_id>/", intake.show_intake, name="show_intake"),
    path("<uuid:submission_id>/open/", intake.open_submission, name="open_submission"),
    path("<uuid:submission_id>/accept/", intake.accept_submission, name="accept_submission"),
    path("<uuid:submission_id>/return/", intake.return_submission, name="return_submission"),
    path("<uuid:submission_id>/concern/", intake.raise_concern, name="raise_concern"),
    path("<uuid:submission_id>/<uuid:item_id>/lock/", intake.quarantine_item, name="quarantine_item"),
    path("<uuid:submission_id>/<uuid:item_id>/download/", intake.download_item, name="download_item"),
]
