from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("courses", "0005_register_filled")]

    operations = [migrations.RemoveField(model_name="accreditation", name="conditions_text")]
