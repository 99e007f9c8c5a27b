"""Addresses of this feature, under /standardisation/."""

from django.urls import path

from assessments.standardisation import views

app_name = "standardisation"
urlpatterns = [
    path("", views.list_exercises, name="list_exercises"),
    path("new/", views.open_exercise, name="open_exercise"),
    path("<uuid:exercise_id>/", views.show_exercise, name="show_exercise"),
    path("<uuid:exercise_id>/judge/", views.judge_exercise, name="judge_exercise"),
    path("<uuid:exercise_id>/close/", views.close_exercise, name="close_exercise"),
    path("<uuid:exercise_id>/item/<uuid:item_id>/", views.download_exercise_item, name="download_exercise_item"),
    path("<uuid:exercise_id>/concern/", views.raise_exercise_concern, name="raise_exercise_concern"),
    path("<uuid:exercise_id>/item/<uuid:item_id>/lock/", views.lock_exercise_item, name="lock_exercise_item"),
]
