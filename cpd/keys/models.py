"""How history names a key."""

from django.db import models


class Key(models.Model):
    """A key as the subject of an entry of history. There is no table: keys are files in the vault."""

    name = models.CharField(primary_key=True, max_length=20)

    class Meta:
        managed = False

    def __str__(self) -> str:
        return self.name
