"""How many applications stand where, kept beside them so that no page counts them."""

from django.db import models

from programme.models import PanelMember, Round


class Tally(models.Model):
    """A difference; a number is the sum of its differences. Triggers write them in the transaction of the change.

    A row without a member says how many applications were `sent` and are at the stage; a row with one, on how many of
    them this member has `said` whether they have an interest, for how many of those they have none (`clear`), and how
    many they have `finished` in the step of the stage. As nobody changes a row, nobody waits for anybody's. Once a
    minute rows are folded into their sums; every hour they are compared with what they count.
    """

    # No constraint: to look up the round and the member of each row would cost more than the row.
    round = models.ForeignKey(Round, on_delete=models.DO_NOTHING, db_constraint=False, related_name="+")
    member = models.ForeignKey(
        PanelMember, on_delete=models.DO_NOTHING, null=True, db_constraint=False, db_index=False, related_name="+"
    )
    stage = models.CharField(max_length=40)
    sent = models.IntegerField(default=0)
    said = models.IntegerField(default=0)
    clear = models.IntegerField(default=0)
    finished = models.IntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.member or 'All'} at {self.stage}: {self.sent} {self.said} {self.clear} {self.finished}"
