"""What a scheme would cost: assumptions, trials and dry runs (SM-01)."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("les_schemes", "0015_decided_readings"),
    ]

    operations = [
        migrations.CreateModel(
            name="CostAssumptions",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("assumed", models.JSONField()),
                ("written_at", models.DateTimeField()),
                ("written_by", models.UUIDField(null=True)),
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cost_assumptions",
                        to="les_schemes.schemeversion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="CostTrial",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person", models.UUIDField()),
                ("digest", models.CharField(max_length=64)),
                ("scheme", models.JSONField()),
                ("tried_at", models.DateTimeField()),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="cost_trials",
                        to="les_schemes.schemeversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "person"), name="one_cost_trial_a_person_and_version"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="DryRun",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("digest", models.CharField(max_length=64)),
                ("assumed", models.JSONField()),
                ("facts", models.JSONField()),
                ("payees", models.JSONField()),
                ("left_out", models.JSONField(blank=True, default=list)),
                (
                    "providers",
                    models.PositiveIntegerField(help_text="Who may take part and was counted"),
                ),
                ("total_pence", models.BigIntegerField(help_text="What is paid out")),
                ("set_aside_pence", models.BigIntegerField(help_text="What is set aside")),
                ("made_at", models.DateTimeField()),
                ("made_by", models.UUIDField(null=True)),
                ("accepted_at", models.DateTimeField(blank=True, null=True)),
                ("accepted_by", models.UUIDField(blank=True, null=True)),
                (
                    "looked_at",
                    models.TextField(blank=True, help_text="What whoever accepted it looked at"),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dry_runs",
                        to="les_schemes.schemeversion",
                    ),
                ),
            ],
            options={
                "ordering": ["version", "-number"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "number"), name="one_dry_run_a_number"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("accepted_at__isnull", True),
                                ("accepted_by__isnull", True),
                                ("looked_at", ""),
                            ),
                            models.Q(
                                ("accepted_at__isnull", False),
                                models.Q(("looked_at", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="an_accepted_dry_run_says_what_was_looked_at",
                    ),
                ],
            },
        ),
    ]
