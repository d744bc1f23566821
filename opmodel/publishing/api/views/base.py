"""What every endpoint does: refuse in words, read, answer with an ETag, describe itself."""

from __future__ import annotations

from functools import cache
from typing import Any, ClassVar

from django.utils import timezone
from django.utils.cache import patch_vary_headers
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BaseSerializer
from rest_framework.views import APIView

from opmodel.access.viewers import viewer_of
from opmodel.editions.moments import Moment
from opmodel.editions.viewer import Viewer
from opmodel.publishing.api.description import Described
from opmodel.publishing.api.etags import conditional
from opmodel.publishing.api.links import Links
from opmodel.publishing.api.parameters import MOMENT, Parameter, Question


class Endpoint(APIView):
    """Something to read. Subclasses say in class attributes what the description says of them."""

    schema = Described()
    http_method_names: tuple[str, ...] = ("get", "head", "options")

    operation: ClassVar[str]
    tag: ClassVar[str]
    title: ClassVar[str]
    meaning: ClassVar[str] = ""
    answer: ClassVar[type[BaseSerializer]]

    @classmethod
    def parameters(cls) -> tuple[Parameter, ...]:
        """What may be asked here."""
        return ()

    @classmethod
    @cache
    def known(cls) -> tuple[str, ...]:
        """The names of what may be asked here."""
        return tuple(parameter.name for parameter in cls.parameters())

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        # Before anybody is signed in or a form of answer is chosen: these refusals are everyone's.
        method = str(request.method)
        if method.lower() not in self.http_method_names:
            raise exceptions.MethodNotAllowed(method)
        self.question = Question(request.query_params, self.known())
        self.question.check()
        super().initial(request, *args, **kwargs)

    def options(self, request: Any, *args: Any, **kwargs: Any) -> Response:
        """The methods, in the Allow header."""
        return Response(status=204)

    def finalize_response(
        self, request: Request, response: Response, *args: Any, **kwargs: Any
    ) -> Response:
        response = super().finalize_response(request, response, *args, **kwargs)
        patch_vary_headers(response, ("Accept", "Cookie"))
        if response.status_code == 200:
            private = request.user.is_authenticated
            response.headers["Cache-Control"] = "private, no-cache" if private else "no-cache"
            response.add_post_render_callback(
                lambda rendered: conditional(request._request, rendered)
            )
        return response

    @property
    def viewer(self) -> Viewer:
        """Who is asking."""
        return viewer_of(self.request)

    @property
    def links(self) -> Links:
        """Addresses on the host that was asked."""
        return Links(self.request._request)

    def moment(self) -> Moment:
        """The two dates of the question; today where it names none."""
        today = timezone.localdate()
        on, known_at = (self.question.day(each.name, otherwise=today) for each in MOMENT)
        return Moment(on=on, known=known_at)
