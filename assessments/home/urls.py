"""The address of the first page."""

from django.urls import path

from assessments.home import views

app_name = "home"
urlpatterns = [path("", views.show_home, name="show_home")]
