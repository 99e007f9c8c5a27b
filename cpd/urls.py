"""Every address of the site."""

from django.contrib import admin
from django.urls import include, path

urlpatterns = [
    path("", include("cpd.operations.urls")),
    path("account/", include("allauth.urls")),
    path("", include("cpd.accounts.urls")),
    path("notices/", include("cpd.accounts.notices_urls")),
    path("", include("courses.urls")),
    path("", include("assessments.urls")),
    path("support/", admin.site.urls),
]

handler500 = "cpd.operations.views.show_fault"
