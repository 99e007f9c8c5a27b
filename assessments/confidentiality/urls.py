"""Addresses of intake, incidents, concerns, unusual reading and emergencies."""

from django.urls import path

from assessments.confidentiality.views import concerns, correction, incidents, intake, passages, reading

app_name = "confidentiality"
urlpatterns = [
    path("", intake.list_intake, name="list_intake"),
    path("incidents/", incidents.list_incidents, name="list_incidents"),
    path("incidents/<uuid:incident_id>/", incidents.show_incident, name="show_incident"),
    path("incidents/<uuid:incident_id>/purge/", incidents.purge_item, name="purge_item"),
    path("incidents/<uuid:incident_id>/report/", incidents.decide_report, name="decide_report"),
    path("incidents/<uuid:incident_id>/give-back/", incidents.give_item_back, name="give_item_back"),
    path("concerns/", concerns.list_concerns, name="list_concerns"),
    path("concerns/<uuid:concern_id>/", concerns.show_concern, name="show_concern"),
    path("concerns/<uuid:concern_id>/take/", concerns.take_concern, name="take_concern"),
    path("talk/", concerns.ask_to_talk, name="ask_to_talk"),
    path("reading/", reading.list_readings, name="list_readings"),
    path("reading/<uuid:reading_id>/", reading.show_reading, name="show_reading"),
    path("emergency/", reading.list_emergencies, name="list_emergencies"),
    path("emergency/open/", reading.open_in_emergency, name="open_in_emergency"),
    path("emergency/<uuid:opening_id>/", reading.read_in_emergency, name="read_in_emergency"),
    path("emergency/<uuid:opening_id>/close/", reading.close_emergency, name="close_emergency"),
    path(
        "emergency/<uuid:opening_id>/<uuid:item_id>/download/",
        reading.download_in_emergency,
        name="download_in_emergency",
    ),
    path("emergency/<uuid:opening_id>/<uuid:item_id>/lock/", reading.lock_in_emergency, name="lock_in_emergency"),
    path("emergency/<uuid:opening_id>/concern/", reading.raise_in_emergency, name="raise_in_emergency"),
    path("passages/<uuid:submission_id>/concern/", passages.raise_passage_concern, name="raise_passage_concern"),
    path("passages/", passages.list_passages, name="list_passages"),
    path("passages/<uuid:submission_id>/", passages.review_passages, name="review_passages"),
    path("corrections/<uuid:submission_id>/", correction.show_correction, name="show_correction"),
    path("<uuid:submission_id>/", intake.show_intake, name="show_intake"),
    path("<uuid:submission_id>/open/", intake.open_submission, name="open_submission"),
    path("<uuid:submission_id>/accept/", intake.accept_submission, name="accept_submission"),
    path("<uuid:submission_id>/return/", intake.return_submission, name="return_submission"),
    path("<uuid:submission_id>/concern/", intake.raise_concern, name="raise_concern"),
    path("<uuid:submission_id>/<uuid:item_id>/lock/", intake.quarantine_item, name="quarantine_item"),
    path("<uuid:submission_id>/<uuid:item_id>/download/", intake.download_item, name="download_item"),
    path("<uuid:submission_id>/<uuid:item_id>/download/page/<int:number>/", intake.show_page, name="show_page"),
]
