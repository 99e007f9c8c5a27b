"""Addresses of this feature, under /cohorts/."""

from django.urls import path

from courses.delivery.views import (
    closures,
    cohorts,
    enrolments,
    externals,
    invitations,
    learners,
    pausing,
    planning,
    rosters,
    sessions,
)

app_name = "delivery"
urlpatterns = [
    path("", cohorts.list_cohorts, name="list_cohorts"),
    path("new/", planning.create_cohort, name="create_cohort"),
    path("closures/", closures.list_closures, name="list_closures"),
    path("closures/<int:closure_id>/drop/", closures.drop_closure, name="drop_closure"),
    path("<uuid:cohort_id>/", cohorts.show_cohort, name="show_cohort"),
    path("<uuid:cohort_id>/dates/", planning.change_dates, name="change_dates"),
    path("<uuid:cohort_id>/staff/", planning.edit_staff, name="edit_staff"),
    path("<uuid:cohort_id>/external/", externals.invite_external, name="invite_external"),
    path("<uuid:cohort_id>/open/", planning.open_cohort, name="open_cohort"),
    path("<uuid:cohort_id>/close/", planning.close_cohort, name="close_cohort"),
    # Learners of a cohort
    path("<uuid:cohort_id>/roster/", rosters.upload_roster, name="upload_roster"),
    path("roster-template.csv", rosters.download_template, name="download_template"),
    path("rosters/<uuid:roster_id>/", rosters.check_roster, name="check_roster"),
    path("rosters/<uuid:roster_id>/failed.csv", rosters.download_failed, name="download_failed"),
    path("<uuid:cohort_id>/add/", enrolments.add_learner, name="add_learner"),
    path("<uuid:cohort_id>/invitations/", invitations.send_invitations, name="send_invitations"),
    path("<uuid:cohort_id>/codes/", invitations.list_codes, name="list_codes"),
    path("enrolments/<uuid:enrolment_id>/", enrolments.show_enrolment, name="show_enrolment"),
    path("enrolments/<uuid:enrolment_id>/employer/", enrolments.change_employer, name="change_employer"),
    path("enrolments/<uuid:enrolment_id>/<slug:step>/", enrolments.move_enrolment, name="move_enrolment"),
    # Live sessions
    path("<uuid:cohort_id>/sessions/new/", sessions.add_session, name="add_session"),
    path("sessions/<uuid:session_id>/change/", sessions.change_session, name="change_session"),
    path("sessions/<uuid:session_id>/cancel/", sessions.cancel_session, name="cancel_session"),
    path("sessions/<uuid:session_id>/attendance/", sessions.take_attendance, name="take_attendance"),
    # A learner's own pages
    path("code/", learners.enter_code, name="enter_code"),
    path("mine/", learners.list_my_sessions, name="list_my_sessions"),
    path("mine/<uuid:session_id>/", learners.show_session, name="show_session"),
    path("mine/<uuid:session_id>/session.ics", learners.download_session, name="download_session"),
    path("mine/pause/<uuid:enrolment_id>/", pausing.pause_everything, name="pause_everything"),
    path("mine/pause/<uuid:enrolment_id>/end/", pausing.go_on, name="go_on"),
    path("mine/needs/<uuid:enrolment_id>/", learners.state_access_needs, name="state_access_needs"),
    path("mine/calendar/<uuid:enrolment_id>/", learners.show_calendar, name="show_calendar"),
    path("calendar/<str:token>.ics", learners.read_calendar, name="read_calendar"),
]
