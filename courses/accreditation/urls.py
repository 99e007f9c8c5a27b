"""Addresses of this feature."""

app_name = "accreditation"
urlpatterns = []
