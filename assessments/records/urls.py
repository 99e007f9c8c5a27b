"""Addresses of this feature."""

app_name = "records"
urlpatterns = []
