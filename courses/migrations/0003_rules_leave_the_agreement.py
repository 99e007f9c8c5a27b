from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("courses", "0002_rule_sets")]

    operations = [
        migrations.RemoveField(
            model_name="accreditation",
            name="appeal_working_days",
        ),
        migrations.RemoveField(
            model_name="accreditation",
            name="attempts",
        ),
        migrations.RemoveField(
            model_name="accreditation",
            name="board_quorum",
        ),
        migrations.RemoveField(
            model_name="accreditation",
            name="feedback_working_days",
        ),
        migrations.RemoveField(
            model_name="accreditation",
            name="late_working_days",
        ),
        migrations.RemoveField(
            model_name="accreditation",
            name="referral_working_days",
        ),
        migrations.RemoveField(
            model_name="accreditation",
            name="rules_version",
        ),
        migrations.RemoveField(
            model_name="accreditation",
            name="sample_all_below",
        ),
        migrations.RemoveField(
            model_name="accreditation",
            name="sample_floor",
        ),
        migrations.RemoveField(
            model_name="accreditation",
            name="sample_percent",
        ),
        migrations.RemoveField(
            model_name="accreditation",
            name="sample_random_minimum",
        ),
    ]
