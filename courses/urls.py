"""Pages about what is taught."""

from django.urls import include, path

urlpatterns = [
    path("catalogue/", include("courses.catalogue.urls")),
    path("accreditations/", include("courses.accreditation.urls")),
    path("cohorts/", include("courses.delivery.urls")),
    path("learn/", include("courses.learning.urls")),
]
