"""Addresses of this feature."""

app_name = "portfolios"
urlpatterns = []
