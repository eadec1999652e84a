"""The rows of the floor."""

from django.db import models


class Organisation(models.Model):
    name = models.CharField(max_length=200)


class Application(models.Model):
    reference = models.CharField(max_length=20)
    organisation = models.ForeignKey(Organisation, models.CASCADE)
    stage = models.CharField(max_length=20)
    text = models.TextField()
    total = models.IntegerField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["stage", "id"], name="floor_by_stage"),
            models.Index(fields=["stage", "-total", "id"], name="floor_by_total"),
        ]


class Score(models.Model):
    application = models.ForeignKey(Application, models.CASCADE, related_name="scores")
    member = models.IntegerField()
    value = models.IntegerField()
    reason = models.TextField()
