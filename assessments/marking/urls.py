"""Addresses of allocation, the queue and the desk."""

from django.urls import path

from assessments.marking.views import (
    agreeing,
    allocations,
    comments,
    countersigning,
    desk,
    evidence,
    locking,
    queue,
    saving,
    sharing,
)

app_name = "marking"
urlpatterns = [
    path("", queue.show_queue, name="show_queue"),
    path("next/", queue.take_next, name="take_next"),
    path("criteria/", queue.list_criteria, name="list_criteria"),
    path("marked/", queue.list_marked, name="list_marked"),
    path("marked/<uuid:mark_id>/", queue.show_mark, name="show_mark"),
    path("comments/", comments.list_comments, name="list_comments"),
    path("comments/add/", comments.add_comment, name="add_comment"),
    path("comments/starters/", comments.add_starters, name="add_starters"),
    path("comments/<uuid:comment_id>/", comments.edit_comment, name="edit_comment"),
    path("comments/<uuid:comment_id>/use/", comments.use_comment, name="use_comment"),
    path("allocations/", allocations.list_allocations, name="list_allocations"),
    path("allocations/<uuid:submission_id>/", allocations.allocate_submission, name="allocate_submission"),
    path("allocations/<uuid:allocation_id>/take-back/", allocations.withdraw_allocation, name="withdraw_allocation"),
    path("share-out/", sharing.share_out, name="share_out"),
    path("share-out/<uuid:cohort_id>/", sharing.share_cohort, name="share_cohort"),
    path("share-out/<uuid:cohort_id>/allocation.csv", sharing.download_list, name="download_list"),
    path("pins/<uuid:cohort_id>/", sharing.pin_candidates, name="pin_candidates"),
    path("countersign/", countersigning.list_countersigning, name="list_countersigning"),
    path("countersign/<uuid:mark_id>/", countersigning.show_countersigning, name="show_countersigning"),
    path(
        "countersign/<uuid:mark_id>/item/<uuid:item_id>/",
        countersigning.download_countersigned_item,
        name="download_countersigned_item",
    ),
    path("desk/<uuid:allocation_id>/step-aside/", countersigning.step_aside, name="step_aside"),
    path("desk/<uuid:allocation_id>/", desk.mark_submission, name="mark_submission"),
    path("desk/<uuid:allocation_id>/feedback/", saving.save_feedback, name="save_feedback"),
    path("desk/<uuid:allocation_id>/rationale/", saving.save_rationale, name="save_rationale"),
    path("desk/<uuid:allocation_id>/score/", saving.save_score, name="save_score"),
    path("agreement/<uuid:agreement_id>/", agreeing.agree_mark, name="agree_mark"),
    path("desk/<uuid:allocation_id>/note/", saving.save_note, name="save_note"),
    path("desk/<uuid:allocation_id>/note/<uuid:criterion_id>/", saving.save_note, name="save_note"),
    path("desk/<uuid:allocation_id>/criterion/<uuid:criterion_id>/", saving.save_judgement, name="save_judgement"),
    path("desk/<uuid:allocation_id>/draft/", queue.show_draft, name="show_draft"),
    path("desk/<uuid:allocation_id>/finalise/", desk.finalise_mark, name="finalise_mark"),
    path("desk/<uuid:allocation_id>/concern/", evidence.raise_concern, name="raise_concern"),
    path("desk/<uuid:allocation_id>/item/<uuid:item_id>/", evidence.download_item, name="download_item"),
    path("desk/<uuid:allocation_id>/item/<uuid:item_id>/page/<int:number>/", evidence.show_page, name="show_page"),
    path("desk/<uuid:allocation_id>/item/<uuid:item_id>/lock/", locking.lock_item, name="lock_item"),
]
