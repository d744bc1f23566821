"""The shapes of answers, declared: what the description is made from, and answers are tested by.

Answers are built as plain dictionaries (see `selectors` and `shapes`), because a serializer takes
several times as long over a hundred rows.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from django.db import models
from rest_framework import serializers
from rest_framework.serializers import Serializer

from opmodel.editions.kinds import kinds
from opmodel.editions.models import (
    EditionState,
    Element,
    Identifier,
    Kind,
    OrganisationKind,
    Precision,
    Standing,
    SuccessionKind,
)
from opmodel.publishing.filters import STATUSES

from .shapes import Shape, shape_of

__all__ = ["EditionState"]
