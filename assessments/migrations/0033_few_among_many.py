"""Indexes of what is few among all allocations: what is taken for half an hour, and what somebody countersigns."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [("assessments", "0032_lacking_an_assessor"), ("courses", "0011_content_notes")]

    operations = [
        migrations.AddIndex(
            "allocation",
            models.Index(fields=["leased_until"], condition=Q(leased_until__isnull=False), name="allocation_leased"),
        ),
        migrations.AddIndex(
            "allocation",
            models.Index(fields=["state"], condition=Q(countersigner__isnull=False), name="allocation_countersigned"),
        ),
    ]
