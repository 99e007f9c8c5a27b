"""Addresses of this feature, under /learn/."""

from django.urls import path

from courses.learning.views import lessons, modules

app_name = "learning"
urlpatterns = [
    path("", modules.list_modules, name="list_modules"),
    path("<uuid:enrolment_id>/", modules.show_module, name="show_module"),
    path("<uuid:enrolment_id>/cases/<uuid:case_id>/", modules.show_case, name="show_case"),
    path("<uuid:enrolment_id>/lessons/<slug:slug>/", lessons.show_lesson, name="show_lesson"),
    path("<uuid:enrolment_id>/lessons/<slug:slug>/done/", lessons.mark_lesson, name="mark_lesson"),
    path("<uuid:enrolment_id>/lessons/<slug:slug>/notes/", lessons.save_notes, name="save_notes"),
    path("<uuid:enrolment_id>/lessons/<slug:slug>/notes/<slug:key>/", lessons.save_note, name="save_note"),
    path("<uuid:enrolment_id>/lessons/<slug:slug>/checks/<slug:key>/", lessons.answer_check, name="answer_check"),
]
