"""Addresses of this feature, under portfolio/."""

from django.urls import path

from assessments.portfolios.views import confirmations, identity, items, layers, portfolios, submissions, tasks, texts

app_name = "portfolios"
urlpatterns = [
    path("", portfolios.list_portfolios, name="list_portfolios"),
    path("start/<uuid:enrolment_id>/", portfolios.open_portfolio, name="open_portfolio"),
    path("confirm/<str:token>/", confirmations.answer_manager, name="answer_manager"),
    path("addresses/", confirmations.list_addresses, name="list_addresses"),
    path("addresses/<uuid:attestation_id>/", confirmations.check_address, name="check_address"),
    path("request/<uuid:attestation_id>/cancel/", confirmations.cancel_request, name="cancel_request"),
    path("item/<uuid:item_id>/", items.show_item, name="show_item"),
    path("item/<uuid:item_id>/text/", texts.edit_text, name="edit_text"),
    path("item/<uuid:item_id>/text/save/", texts.save_text, name="save_text"),
    path("item/<uuid:item_id>/text/kept/<int:revision_id>/", texts.drop_kept_text, name="drop_kept_text"),
    path("item/<uuid:item_id>/look/", identity.check_identifiers, name="check_identifiers"),
    path("item/<uuid:item_id>/link/", items.claim_criterion, name="claim_criterion"),
    path("item/<uuid:item_id>/link/<uuid:claim_id>/undo/", items.unclaim_criterion, name="unclaim_criterion"),
    path("item/<uuid:item_id>/confirmation/", confirmations.ask_manager, name="ask_manager"),
    path("item/<uuid:item_id>/take-out/", items.remove_item, name="remove_item"),
    path("item/<uuid:item_id>/readers/", layers.choose_layer, name="choose_layer"),
    path("item/<uuid:item_id>/practice/", items.date_practice, name="date_practice"),
    path("item/<uuid:item_id>/download/", items.download_item, name="download_item"),
    path("<uuid:submission_id>/", portfolios.show_portfolio, name="show_portfolio"),
    path("<uuid:submission_id>/case/<uuid:case_id>/", portfolios.show_case, name="show_case"),
    path("<uuid:submission_id>/opened/", portfolios.list_openings, name="list_openings"),
    path("<uuid:submission_id>/changes/", portfolios.show_changes, name="show_changes"),
    path("<uuid:submission_id>/confirmation/", confirmations.ask_manager_about_all, name="ask_manager_about_all"),
    path("<uuid:submission_id>/task/<uuid:task_id>/", tasks.show_task, name="show_task"),
    path("<uuid:submission_id>/task/<uuid:task_id>/way/", tasks.choose_way, name="choose_way"),
    path("<uuid:submission_id>/task/<uuid:task_id>/write/", tasks.start_text, name="start_text"),
    path("<uuid:submission_id>/task/<uuid:task_id>/file/", tasks.add_file, name="add_file"),
    path("<uuid:submission_id>/task/<uuid:task_id>/seen/", tasks.add_sighted, name="add_sighted"),
    path("<uuid:submission_id>/task/<uuid:task_id>/supervision/", tasks.add_supervision, name="add_supervision"),
    path("<uuid:submission_id>/look/", identity.check_portfolio, name="check_portfolio"),
    path("<uuid:submission_id>/look/<slug:sign>/", identity.answer_word, name="answer_word"),
    path("<uuid:submission_id>/look/<slug:sign>/undo/", identity.reopen_word, name="reopen_word"),
    path("<uuid:submission_id>/check/", submissions.check_submission, name="check_submission"),
    path("<uuid:submission_id>/receipt/", submissions.show_receipt, name="show_receipt"),
    path("<uuid:submission_id>/receipt.pdf", submissions.download_receipt, name="download_receipt"),
    path("<uuid:submission_id>/manifest.json", submissions.download_manifest, name="download_manifest"),
    path("<uuid:submission_id>/take-back/", submissions.take_back, name="take_back"),
]
