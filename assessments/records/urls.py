"""Addresses of a person's record and information, and of how records are kept and destroyed."""

from django.urls import path

from assessments.records import views
from assessments.records.access import views as access
from assessments.records.keeping import views as keeping
from assessments.records.leaving import views as leaving

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
    path("information/", access.show_information, name="show_information"),
    path("information/copy/", access.ask_for_copy, name="ask_for_copy"),
    path("information/copy/<uuid:copy_id>/", access.download_copy, name="download_copy"),
    path("information/erase/", leaving.ask_for_erasure, name="ask_for_erasure"),
    path("information/erase/<uuid:erasure_id>/back/", leaving.withdraw_erasure, name="withdraw_erasure"),
    path("keeping/", keeping.list_retention, name="list_retention"),
    path("keeping/<slug:kind>/change/", keeping.change_retention, name="change_retention"),
    path("keeping/due/", keeping.list_due, name="list_due"),
    path("keeping/due/<slug:kind>/propose/", keeping.propose_run, name="propose_run"),
    path("keeping/runs/", keeping.list_runs, name="list_runs"),
    path("keeping/runs/<uuid:run_id>/", keeping.show_run, name="show_run"),
    path("keeping/runs/<uuid:run_id>/approve/", keeping.approve_run, name="approve_run"),
    path("keeping/runs/<uuid:run_id>/refuse/", keeping.refuse_run, name="refuse_run"),
    path("keeping/runs/<uuid:run_id>/drop/", keeping.drop_run, name="drop_run"),
    path("keeping/runs/<uuid:run_id>/proof.json", keeping.download_proof, name="download_proof"),
    path("keeping/holds/", keeping.list_legal_holds, name="list_legal_holds"),
    path("keeping/holds/new/", keeping.place_legal_hold, name="place_legal_hold"),
    path("keeping/holds/<uuid:hold_id>/", keeping.lift_legal_hold, name="lift_legal_hold"),
    path("keeping/holds/<uuid:hold_id>/review/", keeping.review_legal_hold, name="review_legal_hold"),
    path("erasures/", leaving.list_erasures, name="list_erasures"),
    path("erasures/new/", leaving.enter_erasure, name="enter_erasure"),
    path("erasures/<uuid:erasure_id>/", leaving.show_erasure, name="show_erasure"),
    path("erasures/<uuid:erasure_id>/agree/", leaving.agree_to_erasure, name="agree_to_erasure"),
    path("erasures/<uuid:erasure_id>/approve/", leaving.approve_erasure, name="approve_erasure"),
    path("erasures/<uuid:erasure_id>/refuse/", leaving.refuse_erasure, name="refuse_erasure"),
]
