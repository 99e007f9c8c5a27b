"""Addresses of this feature, under /catalogue/."""

from django.urls import path

from courses.catalogue.views import previews, publishing, versions

app_name = "catalogue"
urlpatterns = [
    path("", versions.list_versions, name="list_versions"),
    path("upload/", versions.upload_package, name="upload_package"),
    path("<uuid:version_id>/", versions.show_version, name="show_version"),
    path("<uuid:version_id>/package.zip", versions.download_package, name="download_package"),
    # As a learner will see it
    path("<uuid:version_id>/lessons/<slug:slug>/", previews.show_lesson, name="show_lesson"),
    path("<uuid:version_id>/cases/<uuid:case_id>/", previews.show_case, name="show_case"),
    # What a person decides about a version
    path("<uuid:version_id>/publish/", publishing.publish_version, name="publish_version"),
    path("<uuid:version_id>/close/", publishing.close_version, name="close_version"),
    path("<uuid:version_id>/correct/", publishing.publish_erratum, name="publish_erratum"),
]
