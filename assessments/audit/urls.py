"""Addresses of the university's rooms, under /audit/."""

from django.urls import path

from assessments.audit.views import (
    archives,
    checkpoints,
    findings,
    packs,
    provider,
    reports,
    samples,
    stories,
    visits,
    witnessing,
)

app_name = "audit"
urlpatterns = [
    path("", visits.list_visits, name="list_visits"),
    path("agreements/<uuid:accreditation_id>/", visits.show_accreditation, name="show_accreditation"),
    # /audit/visits/<visit>/
    path("visits/<uuid:visit_id>/", visits.show_visit, name="show_visit"),
    path("visits/<uuid:visit_id>/close/", visits.close_visit, name="close_visit"),
    path("visits/<uuid:visit_id>/cohorts/<uuid:cohort_id>/", stories.list_candidates, name="list_candidates"),
    path("visits/<uuid:visit_id>/candidates/<str:candidate_number>/", stories.show_story, name="show_story"),
    path("visits/<uuid:visit_id>/sample/", samples.show_own_sample, name="show_own_sample"),
    path(
        "visits/<uuid:visit_id>/candidates/<str:candidate_number>/evidence/<int:attempt>/",
        samples.read_evidence,
        name="read_evidence",
    ),
    path(
        "visits/<uuid:visit_id>/candidates/<str:candidate_number>/evidence/<int:attempt>/<uuid:item_id>/",
        samples.download_evidence,
        name="download_evidence",
    ),
    path("visits/<uuid:visit_id>/findings/", findings.list_findings, name="list_findings"),
    path("visits/<uuid:visit_id>/findings/new/", findings.write_finding, name="write_finding"),
    path("visits/<uuid:visit_id>/findings/<uuid:finding_id>/", findings.show_finding, name="show_finding"),
    path("visits/<uuid:visit_id>/findings/<uuid:finding_id>/raise/", findings.raise_finding, name="raise_finding"),
    path(
        "visits/<uuid:visit_id>/findings/<uuid:finding_id>/discard/", findings.discard_finding, name="discard_finding"
    ),
    path("visits/<uuid:visit_id>/findings/<uuid:finding_id>/ask/", findings.ask_again, name="ask_again"),
    path("visits/<uuid:visit_id>/findings/<uuid:finding_id>/close/", findings.close_finding, name="close_finding"),
    path("visits/<uuid:visit_id>/report/", reports.write_report, name="write_report"),
    path("visits/<uuid:visit_id>/report/sign/", reports.sign_report, name="sign_report"),
    path("visits/<uuid:visit_id>/checkpoint/", checkpoints.show_checkpoint, name="show_checkpoint"),
    path("visits/<uuid:visit_id>/checkpoint/note/", checkpoints.download_checkpoint, name="download_checkpoint"),
    path("visits/<uuid:visit_id>/checkpoint/mail/", witnessing.mail_line, name="mail_line"),
    path("witness/", witnessing.show_witness, name="show_witness"),
    path("witness/<uuid:witness_key_id>/end/", witnessing.end_witness_key, name="end_witness_key"),
    path("visits/<uuid:visit_id>/packs/", packs.list_packs, name="list_packs"),
    path("visits/<uuid:visit_id>/packs/<uuid:pack_id>/", packs.show_pack, name="show_pack"),
    path("visits/<uuid:visit_id>/packs/<uuid:pack_id>/download/", packs.download_pack, name="download_pack"),
    # the provider's side
    path("provider/", provider.list_provider_visits, name="list_provider_visits"),
    path("provider/packs/", archives.list_provider_packs, name="list_provider_packs"),
    path("provider/packs/<uuid:pack_id>/", archives.show_provider_pack, name="show_provider_pack"),
    path("provider/packs/<uuid:pack_id>/agree/", archives.agree_to_archive, name="agree_to_archive"),
    path("provider/packs/<uuid:pack_id>/drop/", archives.drop_archive, name="drop_archive"),
    path("provider/packs/<uuid:pack_id>/download/", archives.download_provider_pack, name="download_provider_pack"),
    path("provider/<uuid:visit_id>/", provider.show_provider_visit, name="show_provider_visit"),
    path("provider/<uuid:visit_id>/cancel/", provider.cancel_visit, name="cancel_visit"),
    path("provider/<uuid:visit_id>/report/", provider.show_provider_report, name="show_provider_report"),
    path("provider/<uuid:visit_id>/response/", provider.send_response, name="send_response"),
    path("provider/findings/<uuid:finding_id>/", provider.answer_finding, name="answer_finding"),
    path("provider/invite/<uuid:accreditation_id>/", provider.invite_to_visit, name="invite_to_visit"),
]
