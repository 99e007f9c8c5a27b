"""Addresses of board meetings and results."""

from django.urls import path

from assessments.boards import views

app_name = "boards"
urlpatterns = [
    path("", views.list_boards, name="list_boards"),
    path("new/", views.schedule_board, name="schedule_board"),
    path("<uuid:board_id>/", views.show_board, name="show_board"),
    path("<uuid:board_id>/attendance/", views.note_attendance, name="note_attendance"),
    path("<uuid:board_id>/papers/", views.freeze_papers, name="freeze_papers"),
    path("<uuid:board_id>/ratify/", views.ratify_board, name="ratify_board"),
    path("paper/<uuid:paper_id>/", views.decide_paper, name="decide_paper"),
    path("paper/<uuid:paper_id>/interest/", views.declare_conflict, name="declare_conflict"),
    path("result/<uuid:submission_id>/", views.show_result, name="show_result"),
]
