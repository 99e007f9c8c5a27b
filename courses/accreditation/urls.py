"""Addresses of this feature, under /accreditations/."""

from django.urls import path

from courses.accreditation import views

app_name = "accreditation"
urlpatterns = [
    path("", views.list_accreditations, name="list_accreditations"),
    path("new/", views.create_accreditation, name="create_accreditation"),
    path("<uuid:accreditation_id>/", views.show_accreditation, name="show_accreditation"),
    path("<uuid:accreditation_id>/versions/", views.cover_version, name="cover_version"),
    path("<uuid:accreditation_id>/rules/", views.adopt_rules, name="adopt_rules"),
]
