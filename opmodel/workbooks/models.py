"""What the registry keeps of workbooks: nothing but what people told it about how to read them."""

from django.db import models

from opmodel.editions.models import Organisation


class RememberedChoice(models.Model):
    """What a person chose once for the workbooks of an organisation.

    `name` is what was asked, such as the heading of a column; `value` what was answered: an
    element's key, which stays the same from edition to edition, or a word.
    """

    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="workbook_choices"
    )
    name = models.CharField(max_length=300)
    value = models.CharField(max_length=140)
    made_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ("organisation_id", "name")
        constraints = (
            models.UniqueConstraint(fields=("organisation", "name"), name="remembered_choice_once"),
        )

    def __str__(self) -> str:
        return f"{self.name}: {self.value}"
