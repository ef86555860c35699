"""Changes of readings of open versions, decided by the Committee (REP-19)."""

import uuid

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("governance", "0005_moved_meetings"),
        ("les_schemes", "0014_worked_examples"),
        ("localities", "0004_providers"),
    ]

    operations = [
        migrations.AddField(
            model_name="schemeversion",
            name="readings_decided",
            field=models.BooleanField(
                default=False,
                help_text="Whether the Committee changed a reading since it was opened",
            ),
        ),
        migrations.CreateModel(
            name="ReadingChange",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=uuid.uuid4, editable=False, primary_key=True, serialize=False
                    ),
                ),
                (
                    "objective",
                    models.PositiveSmallIntegerField(default=0, help_text="0 is the whole scheme"),
                ),
                ("reading", models.CharField(max_length=40)),
                ("before", models.CharField(max_length=60)),
                ("after", models.CharField(max_length=60)),
                ("why", models.TextField()),
                (
                    "assumed",
                    models.JSONField(
                        default=dict,
                        help_text="What was typed in for facts that only come later",
                    ),
                ),
                ("prepared_at", models.DateTimeField()),
                ("prepared_by", models.UUIDField()),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reading_changes",
                        to="les_schemes.schemeversion",
                    ),
                ),
            ],
            options={
                "ordering": ["-prepared_at"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("after", models.F("before")), _negated=True),
                        name="a_changed_reading_is_another",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="readingchoice",
            name="change",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="choices",
                to="les_schemes.readingchange",
            ),
        ),
        migrations.AddField(
            model_name="readingchoice",
            name="decision",
            field=models.OneToOneField(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="governance.decision",
            ),
        ),
        migrations.AddConstraint(
            model_name="readingchoice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("change__isnull", True), ("decision__isnull", True)),
                    models.Q(("change__isnull", False), ("decision__isnull", False)),
                    _connector="OR",
                ),
                name="a_reading_is_changed_by_a_decision",
            ),
        ),
        migrations.CreateModel(
            name="ReadingAmount",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("objective", models.PositiveSmallIntegerField()),
                ("component", models.CharField(max_length=24)),
                ("year_before_pence", models.BigIntegerField()),
                ("year_after_pence", models.BigIntegerField()),
                ("so_far_before_pence", models.BigIntegerField()),
                ("so_far_after_pence", models.BigIntegerField()),
                (
                    "change",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="amounts",
                        to="les_schemes.readingchange",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="governance.decision",
                    ),
                ),
                (
                    "payee",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="localities.organisation",
                    ),
                ),
            ],
            options={
                "ordering": ["payee__name", "payee__code", "objective", "component"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("decision__isnull", True)),
                        fields=("change", "payee", "objective", "component"),
                        name="one_amount_a_payee_in_the_paper",
                    ),
                    models.UniqueConstraint(
                        fields=("decision", "payee", "objective", "component"),
                        name="one_amount_a_payee_and_decision",
                    ),
                ],
            },
        ),
    ]
