"""Addresses for machines that watch over this one."""

from django.urls import path

from cpd.operations import views

app_name = "operations"
urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
]
