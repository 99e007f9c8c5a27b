"""Addresses of accounts: signing in, oneself, the pages in the footer, and people as administrators see them."""

from django.urls import path

from cpd.accounts.views import appointments, away, invitations, links, organisations, own, pages, people, signing_in

app_name = "accounts"
urlpatterns = [
    path("work-as/", signing_in.work_as, name="work_as"),
    path("exit", signing_in.leave, name="leave"),
    path("files/<str:token>/", links.follow_link, name="follow_link"),
    path("sign-in-as/<uuid:person_id>/", signing_in.sign_in_as, name="sign_in_as"),
    path("invitation/", signing_in.open_account, name="open_account"),
    path("invitation/<str:token>/", signing_in.accept_invitation, name="accept_invitation"),
    path("welcome/", own.confirm_details, name="confirm_details"),
    path("preferences/", own.show_preferences, name="show_preferences"),
    path("keep-away/", away.list_my_kept_away, name="list_my_kept_away"),
    path("keep-away/<uuid:entry_id>/take-off/", away.withdraw_name, name="withdraw_name"),
    path("kept-away/", away.list_kept_away, name="list_kept_away"),
    path("kept-away/<uuid:entry_id>/", away.show_kept_away, name="show_kept_away"),
    path("kept-away/<uuid:entry_id>/recognise/", away.recognise_account, name="recognise_account"),
    path("contact/", own.confirm_contact, name="confirm_contact"),
    path("safety/", pages.show_safety, name="show_safety"),
    path("terms/", pages.show_terms, name="show_terms"),
    path("privacy/", pages.show_privacy, name="show_privacy"),
    path("accessibility/", pages.show_accessibility, name="show_accessibility"),
    path("cookies/", pages.show_cookies, name="show_cookies"),
    path("help/", pages.show_help, name="show_help"),
    path("help/<slug:topic>/", pages.show_help_topic, name="show_help_topic"),
    path("people/", people.list_people, name="list_people"),
    path("people/invite/", invitations.invite_person, name="invite_person"),
    path("people/invitations/", invitations.list_invitations, name="list_invitations"),
    path("people/invitations/<uuid:invitation_id>/cancel/", invitations.cancel_invitation, name="cancel_invitation"),
    path("people/appointments/<uuid:appointment_id>/end/", appointments.end_appointment, name="end_appointment"),
    path("people/<uuid:person_id>/", people.show_person, name="show_person"),
    path("people/<uuid:person_id>/appoint/", appointments.appoint_person, name="appoint_person"),
    path("people/<uuid:person_id>/address/", people.change_address, name="change_address"),
    path("people/<uuid:person_id>/close/", people.close_account, name="close_account"),
    path("people/<uuid:person_id>/reopen/", people.reopen_account, name="reopen_account"),
    path("organisations/", organisations.list_organisations, name="list_organisations"),
    path("organisations/new/", organisations.create_organisation, name="create_organisation"),
]
