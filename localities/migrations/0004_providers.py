import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F, Q

import localities.models.dated


class Migration(migrations.Migration):
    dependencies = [
        ("localities", "0003_shorter_name_of_an_import"),
    ]

    operations = [
        migrations.AddField(
            model_name="organisation",
            name="contact_name",
            field=models.CharField(
                blank=True,
                default="",
                help_text="Whom to ask for, at a provider that is no practice",
                max_length=200,
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="organisation",
            name="provider_type",
            field=models.CharField(
                blank=True,
                choices=[
                    ("pharmacy", "Community pharmacy"),
                    ("independent", "Independent provider"),
                    ("voluntary", "Voluntary organisation"),
                    ("nhs_trust", "NHS trust"),
                    ("community", "NHS community services"),
                    ("local_authority", "Local authority"),
                    ("other", "Other provider"),
                ],
                default="",
                max_length=15,
            ),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                condition=Q(kind="provider") | Q(provider_type=""),
                name="only_providers_have_a_provider_type",
            ),
        ),
        migrations.CreateModel(
            name="ProviderListing",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("starts", models.DateField()),
                ("ends", models.DateField(blank=True, null=True)),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        help_text="Why it was taken off the list",
                        max_length=300,
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                ("recorded_by", models.UUIDField(null=True)),
                (
                    "commissioner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="listed_providers",
                        to="localities.commissioner",
                    ),
                ),
                (
                    "provider",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="listings",
                        to="localities.provider",
                    ),
                ),
            ],
            options={
                "ordering": ["provider", "starts"],
                "constraints": [
                    models.CheckConstraint(
                        condition=Q(ends__isnull=True) | Q(ends__gt=F("starts")),
                        name="a_provider_listing_ends_after_it_starts",
                    )
                ],
            },
            bases=(localities.models.dated.Dated, models.Model),
        ),
    ]
