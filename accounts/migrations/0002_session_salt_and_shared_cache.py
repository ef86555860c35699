from django.core.management import call_command
from django.db import migrations, models

import accounts.models

TABLE = "shared_cache"


def make_cache_table(apps, schema_editor):
    call_command("createcachetable", TABLE, database=schema_editor.connection.alias, verbosity=0)


def drop_cache_table(apps, schema_editor):
    schema_editor.execute(f'DROP TABLE IF EXISTS "{TABLE}"')


class Migration(migrations.Migration):
    """Sessions end when the salt is made anew; codes used and rates counted are shared by all."""

    dependencies = [("accounts", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="session_salt",
            field=models.CharField(
                default=accounts.models.new_session_salt,
                help_text="Made anew, it ends every session",
                max_length=32,
            ),
        ),
        migrations.RunPython(make_cache_table, drop_cache_table),
    ]
