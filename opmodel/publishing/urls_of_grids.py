"""The addresses of grids, of rows in a form, of pasted rows and of bulk edits."""

from django.urls import path

from .views import bulk, grid, grid_rows

GRID = "<slug:organisation>/<slug:edition>/grid/<slug:plural>/"

urlpatterns = [
    path(GRID, grid.grid, name="grid"),
    path(f"{GRID}choices/", grid.choices, name="grid-choices"),
    path(f"{GRID}try/", grid.attempt, name="grid-try"),
    path(f"{GRID}save/", grid.save, name="grid-save"),
    path(f"{GRID}rows/", grid_rows.rows, name="grid-rows"),
    path(f"{GRID}paste/", grid_rows.paste, name="grid-paste"),
    path("<slug:organisation>/<slug:edition>/bulk/<slug:plural>/", bulk.bulk, name="bulk"),
]
