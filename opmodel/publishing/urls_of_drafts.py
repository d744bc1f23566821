"""Addresses of work on drafts. They stand before the lists of an edition, whose kinds can have none
of these names."""

from django.urls import path

from .views.work import ending, opening, proposals, rows, workspace

EDITION = "<slug:organisation>/<slug:edition>/"
WORK = f"{EDITION}work/"

urlpatterns = [
    path(f"{EDITION}draft/", opening.opening, name="open-draft"),
    path(WORK, workspace.workspace, name="work"),
    path(f"{WORK}withdraw/", opening.withdrawing, name="withdraw-draft"),
    path(f"{WORK}<slug:plural>/", workspace.rows, name="work-list"),
    path(f"{WORK}<slug:plural>/new/", rows.new_row, name="new-row"),
    path(f"{WORK}<slug:plural>/<slug:key>/", rows.row, name="row"),
    path(f"{WORK}<slug:plural>/<slug:key>/end/", ending.ending, name="end-row"),
    path(f"{WORK}<slug:plural>/<slug:key>/restore/", ending.restoring, name="restore-row"),
    path(f"{EDITION}proposals/", proposals.proposals, name="proposals"),
    path(f"{EDITION}proposals/<int:number>/", proposals.proposal, name="proposal"),
    path(f"{EDITION}<slug:plural>/<slug:key>/change/", opening.changing, name="change-element"),
]
