from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0002_session_salt_and_shared_cache"),
    ]

    operations = [
        migrations.AddField(
            model_name="invitation",
            name="withdrawn_by",
            field=models.UUIDField(blank=True, null=True),
        ),
    ]
