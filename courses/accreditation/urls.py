"""Addresses of this feature, under /accreditations/."""

from django.urls import path

from courses.accreditation.views import agreements, conditions, rulesets

app_name = "accreditation"
urlpatterns = [
    path("", agreements.list_accreditations, name="list_accreditations"),
    path("new/", agreements.create_accreditation, name="create_accreditation"),
    # /accreditations/<accreditation>/
    path("<uuid:accreditation_id>/", agreements.show_accreditation, name="show_accreditation"),
    path("<uuid:accreditation_id>/versions/", agreements.cover_version, name="cover_version"),
    path("<uuid:accreditation_id>/renew/", agreements.renew_accreditation, name="renew_accreditation"),
    path("<uuid:accreditation_id>/end/", agreements.end_accreditation, name="end_accreditation"),
    path("<uuid:accreditation_id>/logo/", agreements.download_logo, name="download_logo"),
    path("<uuid:accreditation_id>/rules/", rulesets.adopt_rules, name="adopt_rules"),
    path("<uuid:accreditation_id>/conditions/", conditions.set_condition, name="set_condition"),
    path("conditions/<uuid:condition_id>/close/", conditions.close_condition, name="close_condition"),
]
