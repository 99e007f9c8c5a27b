"""Addresses of moderation."""

from django.urls import path

from assessments.moderation import locking_views, views

app_name = "moderation"
urlpatterns = [
    path("", views.list_samples, name="list_samples"),
    path("cohorts/<uuid:cohort_id>/draw/", views.draw_sample, name="draw_sample"),
    path("<uuid:sample_id>/", views.show_sample, name="show_sample"),
    path("<uuid:sample_id>/add/<uuid:mark_id>/", views.add_to_sample, name="add_to_sample"),
    path("<uuid:sample_id>/confirm/", views.confirm_sample, name="confirm_sample"),
    path("items/<uuid:item_id>/", views.review_item, name="review_item"),
    path("items/<uuid:item_id>/send-back/", views.send_back, name="send_back"),
    path("items/<uuid:item_id>/concern/", views.raise_concern, name="raise_concern"),
    path("items/<uuid:item_id>/evidence/<uuid:evidence_id>/lock/", locking_views.lock_item, name="lock_item"),
    path("items/<uuid:item_id>/evidence/<uuid:evidence_id>/", views.download_item, name="download_item"),
]
