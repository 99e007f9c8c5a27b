import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("assessments", "0009_identity_check")]

    operations = [
        migrations.RemoveConstraint(model_name="finding", name="one_finding_of_a_kind"),
        migrations.RenameModel(old_name="Finding", new_name="Disagreement"),
        migrations.AlterField(
            model_name="disagreement",
            name="reconciliation",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="disagreements",
                to="assessments.reconciliation",
            ),
        ),
        migrations.AddConstraint(
            model_name="disagreement",
            constraint=models.UniqueConstraint(
                fields=("reconciliation", "enrolment", "kind"), name="one_disagreement_of_a_kind"
            ),
        ),
    ]
