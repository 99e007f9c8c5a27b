"""Addresses for machines that watch over this one, and for the person who does."""

from django.urls import path

from cpd.operations import views

app_name = "operations"
urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("system/", views.show_system, name="show_system"),
    path("system/jobs/<int:job_id>/retry/", views.retry_job, name="retry_job"),
]
