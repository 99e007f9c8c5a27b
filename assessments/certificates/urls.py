"""Addresses of certificates and of the public check."""

from django.urls import path

from assessments.certificates import (
    award_views,
    checking_views,
    endorsing_views,
    explained_views,
    office_views,
    own_views,
    publishing_views,
    release_views,
    views,
)

app_name = "certificates"
urlpatterns = [
    path("v/", views.verify, name="verify"),
    path("v/file/", checking_views.check_file, name="check_file"),
    path("v/record/", checking_views.show_log, name="show_log"),
    path("v/record/checkpoint", checking_views.download_checkpoint, name="download_checkpoint"),
    path("v/record/growth/<int:old>", checking_views.download_growth, name="download_growth"),
    path("v/verify.py", checking_views.download_verifier, name="download_verifier"),
    path("v/sign_note.py", checking_views.download_signer, name="download_signer"),
    path("v/keys.json", checking_views.download_keys, name="download_keys"),
    path("v/<str:code>/proof", checking_views.download_proof, name="download_proof"),
    path("v/<str:code>", views.verify_code, name="verify_code"),
    path("V/<str:code>", publishing_views.follow_code, name="follow_code"),
    path(".well-known/did.json", publishing_views.show_did, name="show_did"),
    path("credentials/status/<int:number>.json", publishing_views.show_status_list, name="show_status_list"),
    path("credentials/status/<int:number>.jwt", publishing_views.show_status_token, name="show_status_token"),
    path("keys/", publishing_views.show_keys, name="show_keys"),
    path("keys/<str:name>", publishing_views.download_key, name="download_key"),
    path("certificates/cohort/<uuid:cohort_id>/zip/", office_views.download_cohort, name="download_cohort"),
    path("certificates/", views.list_certificates, name="list_certificates"),
    path("certificates/<uuid:certificate_id>/name/", views.correct_certificate, name="correct_certificate"),
    path("certificates/<uuid:certificate_id>/download/", views.download_certificate, name="download_certificate"),
    path("certificates/<uuid:certificate_id>/bundle/", checking_views.download_bundle, name="download_bundle"),
    path("certificates/comparison/", explained_views.show_comparison, name="show_comparison"),
    path("certificates/explained/", explained_views.list_explained, name="list_explained"),
    path("certificates/explained/<str:candidate_number>/", explained_views.show_explained, name="show_explained"),
    path("certificates/explained/<str:candidate_number>/hold/", explained_views.place_hold, name="place_hold"),
    path("certificates/holds/<uuid:hold_id>/lift/", explained_views.lift_hold, name="lift_hold"),
    path("certificates/award/<uuid:award_id>/", award_views.change_award, name="change_award"),
    path("certificates/award/<uuid:award_id>/give-back/", own_views.give_back_award, name="give_back_award"),
    path("certificates/changes/", award_views.list_award_changes, name="list_award_changes"),
    path("certificates/changes/<uuid:award_change_id>/", award_views.show_award_change, name="show_award_change"),
    path(
        "certificates/changes/<uuid:award_change_id>/carry-out/", award_views.carry_out_change, name="carry_out_change"
    ),
    path("certificates/changes/<uuid:award_change_id>/drop/", award_views.drop_change, name="drop_change"),
    path("certificates/changes/<uuid:award_change_id>/mine/", own_views.show_own_change, name="show_own_change"),
    path(
        "certificates/endorsements/<uuid:accreditation_id>/",
        endorsing_views.list_endorsements,
        name="list_endorsements",
    ),
    path(
        "certificates/endorsements/<uuid:endorsement_id>/end/", endorsing_views.end_endorsement, name="end_endorsement"
    ),
    path("certificates/release/<uuid:board_id>/", release_views.release_results, name="release_results"),
    path("certificates/release/<uuid:board_id>/ask/", release_views.ask_for_release, name="ask_for_release"),
    path("certificates/release/<uuid:board_id>/agree/", release_views.agree_to_release, name="agree_to_release"),
    path("certificates/release/<uuid:board_id>/stop/", release_views.cancel_release, name="cancel_release"),
]
