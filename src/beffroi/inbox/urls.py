from django.urls import path

from beffroi.inbox.views import cases, elsewhere, hits, report, targets, times

urlpatterns = [
    path("inbox", cases.inbox, name="inbox"),
    path("inbox/answer-times", times.times, name="answer_times"),
    path("inbox/answer-times.csv", times.table, name="answer_times_table"),
    path("inbox/first-answers", report.report, name="first_answers"),
    path("inbox/first-answers.csv", report.table, name="first_answers_table"),
    path("inbox/<int:pk>", cases.case, name="case"),
    path("inbox/<int:pk>/replies", cases.replies, name="case_replies"),
    path("inbox/<int:pk>/elsewhere", elsewhere.answer, name="case_elsewhere"),
    path("inbox/<int:pk>/elsewhere/autosave", elsewhere.autosave, name="case_elsewhere_autosave"),
    path("inbox/<int:pk>/elsewhere/taking-back", elsewhere.taking_back, name="case_elsewhere_taking_back"),
    path("inbox/<int:pk>/team", cases.team, name="case_team"),
    path("inbox/<int:pk>/closure", cases.closure, name="case_closure"),
    path("inbox/from-match/<int:pk>", hits.from_match, name="case_from_match"),
    path("settings/response-targets", targets.targets, name="response_targets"),
    path("settings/response-targets/new", targets.target_new, name="response_target_new"),
    path("settings/response-targets/<int:pk>", targets.target, name="response_target"),
    path("settings/response-targets/<int:pk>/removal", targets.target_removal, name="response_target_removal"),
    path("settings/opened-hours/new", targets.hours_new, name="opened_hours_new"),
    path("settings/opened-hours/<int:pk>", targets.hours, name="opened_hours"),
    path("settings/opened-hours/<int:pk>/removal", targets.hours_removal, name="opened_hours_removal"),
]
