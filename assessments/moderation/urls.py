"""Addresses of moderation."""

from django.urls import path

from assessments.moderation.views import changes, evidence, interims, locking, plans, rereading, samples

app_name = "moderation"
urlpatterns = [
    path("", plans.list_samples, name="list_samples"),
    path("again/", rereading.list_to_reread, name="list_to_reread"),
    path("cohorts/<uuid:cohort_id>/", plans.show_plan, name="show_plan"),
    path("cohorts/<uuid:cohort_id>/statistics/", plans.show_statistics, name="show_statistics"),
    path("cohorts/<uuid:cohort_id>/draw/", plans.draw_sample, name="draw_sample"),
    path("cohorts/<uuid:cohort_id>/escalate/", plans.escalate, name="escalate"),
    path("cohorts/<uuid:cohort_id>/interim/", interims.draw_interim, name="draw_interim"),
    path("<uuid:sample_id>/", samples.show_sample, name="show_sample"),
    path("<uuid:sample_id>/population/", samples.show_population, name="show_population"),
    path("<uuid:sample_id>/again/", plans.repeat_draw, name="repeat_draw"),
    path("<uuid:sample_id>/add/<uuid:mark_id>/", samples.add_to_sample, name="add_to_sample"),
    path("<uuid:sample_id>/confirm/", samples.confirm_sample, name="confirm_sample"),
    path("<uuid:sample_id>/report/", plans.show_report, name="show_report"),
    path("items/<uuid:item_id>/", samples.review_item, name="review_item"),
    path("items/<uuid:item_id>/send-back/", samples.send_back, name="send_back"),
    path("items/<uuid:item_id>/change/", changes.propose_change, name="propose_change"),
    path("items/<uuid:item_id>/concern/", samples.raise_concern, name="raise_concern"),
    path("items/<uuid:item_id>/own-work/", samples.raise_misconduct, name="raise_misconduct"),
    path("items/<uuid:item_id>/evidence/<uuid:evidence_id>/", evidence.download_item, name="download_item"),
    path("items/<uuid:item_id>/evidence/<uuid:evidence_id>/page/<int:number>/", evidence.show_page, name="show_page"),
    path("items/<uuid:item_id>/evidence/<uuid:evidence_id>/lock/", locking.lock_item, name="lock_item"),
    path("changes/", changes.list_changes, name="list_changes"),
    path("changes/<uuid:change_id>/", changes.show_change, name="show_change"),
    path("changes/<uuid:change_id>/acknowledge/", changes.acknowledge_change, name="acknowledge_change"),
    path("changes/<uuid:change_id>/approve/", changes.approve_change, name="approve_change"),
    path("changes/<uuid:change_id>/refuse/", changes.refuse_change, name="refuse_change"),
    path("changes/<uuid:change_id>/take-back/", changes.withdraw_change, name="withdraw_change"),
    path("interims/<uuid:interim_id>/", interims.show_interim, name="show_interim"),
    path("interims/items/<uuid:item_id>/", interims.advise, name="advise"),
    path("interims/items/<uuid:item_id>/concern/", interims.raise_interim_concern, name="raise_interim_concern"),
    path("interims/items/<uuid:item_id>/advice/", interims.show_advice, name="show_advice"),
    path(
        "interims/items/<uuid:item_id>/evidence/<uuid:evidence_id>/",
        interims.download_interim_item,
        name="download_interim_item",
    ),
    path(
        "interims/items/<uuid:item_id>/evidence/<uuid:evidence_id>/lock/",
        locking.lock_interim_item,
        name="lock_interim_item",
    ),
]
