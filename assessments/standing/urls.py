"""Addresses of this feature, under /standing/."""

from django.urls import path

from assessments.standing import views
from assessments.standing.register import views as register

app_name = "standing"
urlpatterns = [
    path("", views.show_own, name="show_own"),
    path("declare/", views.declare, name="declare"),
    path("interests/new/", views.declare_interest, name="declare_interest"),
    path("interests/end/", views.end_interest, name="end_interest"),
    path("availability/", views.set_own_availability, name="set_own_availability"),
    path("assessors/", views.list_assessors, name="list_assessors"),
    path("assessors/<uuid:person_id>/", views.show_assessor, name="show_assessor"),
    path("assessors/<uuid:person_id>/availability/", views.set_availability, name="set_availability"),
    path("assessors/<uuid:person_id>/<uuid:fact_id>/withdraw/", views.withdraw_fact, name="withdraw_fact"),
    path("register/", register.list_suspicions, name="list_suspicions"),
    path("register/new/", register.enter_suspicion, name="enter_suspicion"),
    path("register/<uuid:suspicion_id>/", register.show_suspicion, name="show_suspicion"),
    path("register/<uuid:suspicion_id>/look/", register.name_investigator, name="name_investigator"),
    path("register/<uuid:suspicion_id>/decide/", register.decide_suspicion, name="decide_suspicion"),
    path("register/<uuid:suspicion_id>/told/", register.tell_university, name="tell_university"),
]
