"""Every address of the registry."""

from django.urls import include, path

urlpatterns = [
    path("api/v1/", include("opmodel.config.api_urls")),
    path("", include("opmodel.publishing.urls")),
]

handler400 = "opmodel.publishing.errors.bad_request"
handler403 = "opmodel.publishing.errors.forbidden"
handler404 = "opmodel.publishing.errors.not_found"
handler500 = "opmodel.publishing.errors.server_error"
