"""When a submission got its first assessor stands on it, so that what lacks one is found by an index."""

from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def fill(apps, schema_editor):
    given = apps.get_model("assessments", "Allocation").objects.filter(submission=OuterRef("pk"), stage="first")
    given = given.exclude(state="withdrawn").values("allocated_at")[:1]
    apps.get_model("assessments", "Submission").objects.update(allocated_at=Subquery(given))


class Migration(migrations.Migration):
    dependencies = [("assessments", "0031_evaluations"), ("courses", "0011_content_notes")]

    operations = [
        migrations.AddField("submission", "allocated_at", models.DateTimeField(blank=True, null=True)),
        migrations.RunPython(fill, migrations.RunPython.noop, elidable=True),
        migrations.AddIndex(
            "submission", models.Index(fields=["state", "allocated_at", "accepted_at"], name="submission_to_allocate")
        ),
    ]
