"""Addresses of appeals, under appeals/."""

from django.urls import path

from assessments.appeals.views import own, panel

app_name = "appeals"
urlpatterns = [
    path("new/<uuid:submission_id>/", own.make_appeal, name="make_appeal"),
    path("mine/<uuid:appeal_id>/", own.show_appeal, name="show_appeal"),
    path("mine/<uuid:appeal_id>/take-back/", own.withdraw_appeal, name="withdraw_appeal"),
    path("office/", panel.list_appeals, name="list_appeals"),
    path("office/<uuid:appeal_id>/", panel.seat_appeal, name="seat_appeal"),
    path("panel/", panel.list_panel, name="list_panel"),
    path("panel/<uuid:appeal_id>/", panel.sit_appeal, name="sit_appeal"),
]
