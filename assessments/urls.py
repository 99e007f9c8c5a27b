"""Pages about how learning is proved."""

from django.urls import include, path

urlpatterns = [
    path("", include("assessments.home.urls")),
    path("portfolio/", include("assessments.portfolios.urls")),
    path("evaluations/", include("assessments.evaluations.urls")),
    path("intake/", include("assessments.confidentiality.urls")),
    path("standardisation/", include("assessments.standardisation.urls")),
    path("standing/", include("assessments.standing.urls")),
    path("requests/", include("assessments.cases.urls")),
    path("marking/", include("assessments.marking.urls")),
    path("moderation/", include("assessments.moderation.urls")),
    path("boards/", include("assessments.boards.urls")),
    path("appeals/", include("assessments.appeals.urls")),
    path("", include("assessments.certificates.urls")),
    path("audit/", include("assessments.audit.urls")),
    path("record/", include("assessments.records.urls")),
]
