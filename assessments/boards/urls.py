"""Addresses of board meetings and results."""

from django.urls import path

from assessments.boards.views import meetings, papers

app_name = "boards"
urlpatterns = [
    path("", meetings.list_boards, name="list_boards"),
    path("new/", meetings.schedule_board, name="schedule_board"),
    path("chairs-action/", meetings.act_alone, name="act_alone"),
    path("<uuid:board_id>/", meetings.show_board, name="show_board"),
    path("<uuid:board_id>/attendance/", meetings.note_attendance, name="note_attendance"),
    path("<uuid:board_id>/papers/", meetings.freeze_papers, name="freeze_papers"),
    path("<uuid:board_id>/endorse/", meetings.endorse_board, name="endorse_board"),
    path("<uuid:board_id>/ratify/", meetings.ratify_board, name="ratify_board"),
    path("<uuid:board_id>/minutes/", papers.show_minutes, name="show_minutes"),
    path("<uuid:board_id>/minutes/confirm/", papers.confirm_minutes, name="confirm_minutes"),
    path("paper/<uuid:paper_id>/", papers.decide_paper, name="decide_paper"),
    path("paper/<uuid:paper_id>/interest/", papers.declare_conflict, name="declare_conflict"),
    path("paper/<uuid:paper_id>/take-off/", papers.withdraw_paper, name="withdraw_paper"),
    path("result/<uuid:submission_id>/", papers.show_result, name="show_result"),
]
