"""Addresses of this feature."""

app_name = "boards"
urlpatterns = []
