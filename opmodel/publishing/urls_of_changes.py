"""Addresses of who changed what. An edition can have none of these names."""

from django.urls import path, re_path

from .views import changes

OF = "<slug:organisation>/changes/"
RECORDED = "<slug:organisation>/<slug:edition>/<slug:plural>/<slug:key>/recorded/"

urlpatterns = [
    path(OF, changes.changes_of, name="changes"),
    re_path(
        r"^(?P<organisation>[-\w]+)/changes[.](?P<form>csv|xlsx)$",
        changes.changes_table,
        name="changes-table",
    ),
    path(f"{OF}<int:number>/", changes.change, name="change"),
    path(RECORDED, changes.as_recorded, name="recorded"),
]
