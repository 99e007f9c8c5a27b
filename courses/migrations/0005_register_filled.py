from django.db import migrations


def fill(apps, editor):
    """What an agreement said of conditions in one text becomes a recommendation; versions take over what they say."""
    condition = apps.get_model("courses", "Condition")
    for agreement in apps.get_model("courses", "Accreditation").objects.exclude(conditions_text=""):
        condition.objects.create(
            accreditation=agreement,
            number=1,
            kind="recommendation",
            text=agreement.conditions_text,
            set_by=agreement.created_by,
            set_at=agreement.created_at,
        )
    for covered in apps.get_model("courses", "AccreditedVersion").objects.select_related("version", "accreditation"):
        version = covered.version
        covered.level_framework, covered.level = version.level_framework, version.level
        covered.credit_scheme = version.credit_scheme
        covered.credit = 0 if covered.accreditation.model == "cpd_badge" else version.credit
        covered.covered_at = covered.accreditation.created_at
        covered.save()


class Migration(migrations.Migration):
    dependencies = [("courses", "0004_register")]

    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
