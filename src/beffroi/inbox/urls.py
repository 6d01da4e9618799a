from django.urls import path

from beffroi.inbox.views import acts, beside, cases, elsewhere, hits, lists, saved, setting, times, typed

urlpatterns = [
    path("inbox", lists.inbox, name="inbox"),
    path("inbox/acts", acts.acts, name="case_acts"),
    path("inbox/undo", acts.undoing, name="case_undoing"),
    path("inbox/new", typed.new, name="case_new"),
    path("inbox/answer-times", times.times, name="answer_times"),
    path("inbox/answer-times.csv", times.table, name="answer_times_table"),
    path("inbox/saved-answers", saved.saved_replies, name="saved_replies"),
    path("inbox/saved-answers/<int:pk>", saved.saved_reply, name="saved_reply"),
    path("inbox/saved-answers/<int:pk>/agreement", saved.agreement, name="saved_reply_agreement"),
    path("inbox/saved-answers/<int:pk>/removal", saved.removal, name="saved_reply_removal"),
    path("inbox/<int:pk>", cases.case, name="case"),
    path("inbox/<int:pk>/replies", cases.replies, name="case_replies"),
    path("inbox/<int:pk>/notes", beside.notes, name="case_notes"),
    path("inbox/<int:pk>/writing", beside.writing, name="case_writing"),
    path("inbox/<int:pk>/merging", beside.merging, name="case_merging"),
    path("inbox/<int:pk>/splitting", beside.splitting, name="case_splitting"),
    path("inbox/mergings/<int:pk>/undoing", beside.unmerging, name="case_unmerging"),
    path("inbox/<int:pk>/elsewhere", elsewhere.answer, name="case_elsewhere"),
    path("inbox/<int:pk>/elsewhere/autosave", elsewhere.autosave, name="case_elsewhere_autosave"),
    path("inbox/<int:pk>/elsewhere/taking-back", elsewhere.taking_back, name="case_elsewhere_taking_back"),
    path("inbox/from-match/<int:pk>", hits.from_match, name="case_from_match"),
    path("settings/inbox", setting.inbox_settings, name="inbox_settings"),
    path("settings/inbox/labels", setting.labels, name="inbox_labels"),
    path("settings/inbox/labels/<int:pk>", setting.label, name="inbox_label"),
    path("settings/inbox/labels/<int:pk>/removal", setting.label_removal, name="inbox_label_removal"),
    path("settings/inbox/seats", setting.seats, name="inbox_seats"),
]
