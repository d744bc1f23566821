"""What the registry knows of itself."""

from django.contrib.postgres.indexes import GistIndex
from django.db import models
from django.db.models import Q


class Generation(models.Model):
    """A single number that rises whenever anything published changes.

    Triggers raise it: on organisations, their codes and successions, reference tables, and
    editions (an edition's rows cannot change once it is published). An answer computed for the
    public under one generation is right as long as the number stands.
    """

    id = models.SmallIntegerField(primary_key=True, default=1)
    number = models.BigIntegerField(default=1)

    class Meta:
        constraints = (models.CheckConstraint(name="one_generation", condition=Q(id=1)),)

    def __str__(self) -> str:
        return str(self.number)


class Word(models.Model):
    """A word that the name of some published element has: what misspellings are compared with.

    A trigger adds an edition's words when it is published; none is taken away.
    """

    word = models.TextField(primary_key=True)

    class Meta:
        indexes = (GistIndex(fields=("word",), opclasses=("gist_trgm_ops",), name="word_spelling"),)

    def __str__(self) -> str:
        return self.word
