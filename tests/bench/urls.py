"""The registry's addresses, and those of what it is compared with."""

from django.urls import include, path

from opmodel.config import urls
from opmodel.config.urls import handler400, handler403, handler404, handler500

from . import peers

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]

urlpatterns = [
    path("peers/hello", peers.hello),
    path("peers/rest", peers.Rows.as_view({"get": "list"})),
    path("peers/json_agg", peers.json_agg),
    path("", include(urls.urlpatterns)),
]
