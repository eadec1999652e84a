"""A number that grows with every change of the register."""

from django.db import models


class Edition(models.Model):
    """One row: what programs are told, so that they fetch the whole register only when something is new.

    A trigger counts it up as the very last thing of a transaction that changed the register: whoever reads the new
    number finds the new rows, and nobody waits longer than another's commit.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    number = models.BigIntegerField(default=0)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_edition_of_the_register")]

    def __str__(self) -> str:
        return str(self.number)
