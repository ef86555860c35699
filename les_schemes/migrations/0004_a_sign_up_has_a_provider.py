import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        ("localities", "0003_shorter_name_of_an_import"),
        ("les_schemes", "0003_returned_sheets"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="signup", name="one_live_sign_up_a_practice"),
        migrations.RenameField(model_name="signup", old_name="practice", new_name="provider"),
        migrations.AlterField(
            model_name="signup",
            name="provider",
            field=models.ForeignKey(
                help_text="Who provides the service: a practice, or where the scheme allows another",
                on_delete=django.db.models.deletion.PROTECT,
                related_name="sign_ups",
                to="localities.organisation",
            ),
        ),
        migrations.AlterModelOptions(name="signup", options={"ordering": ["provider__name"]}),
        migrations.AddConstraint(
            model_name="signup",
            constraint=models.UniqueConstraint(
                condition=Q(status__in=("draft", "signing", "submitted", "queried", "accepted")),
                fields=("version", "provider"),
                name="one_live_sign_up_a_provider",
            ),
        ),
    ]
