"""Consulted on, approved, withdrawn, reconciled (SM-01); who designed a draft is told apart."""

import django.db.models.deletion
from django.db import migrations, models

DESIGNING = (
    "scheme.started",
    "scheme.described",
    "scheme.objective_added",
    "scheme.objective_changed",
    "scheme.objective_removed",
    "scheme.objective_moved",
    "scheme.readings_chosen",
    "scheme.costs_shared",
    "scheme.consulted",
    "scheme.loaded",
    "scheme.offer_said",
    "scheme.statement_terms_set",
)


def keep_designers(apps, schema_editor):
    """Whoever designed a draft so far is in its audit events."""
    events = apps.get_model("pbc", "AuditEvent").objects.filter(
        event__in=DESIGNING, actor_id__isnull=False
    )
    versions = apps.get_model("les_schemes", "SchemeVersion").objects
    designers = apps.get_model("les_schemes", "SchemeDesigner").objects
    for version in versions.filter(status="draft"):
        for event in events.filter(subject_id=str(version.pk)).order_by("at"):
            designers.get_or_create(
                version=version, person=event.actor_id, defaults={"since": event.at}
            )


class Migration(migrations.Migration):
    dependencies = [
        ("les_schemes", "0016_costing"),
        ("localities", "0004_providers"),
        ("pbc", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name="SchemeDesigner",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("person", models.UUIDField()),
                ("since", models.DateTimeField()),
            ],
            options={
                "ordering": ["since"],
            },
        ),
        migrations.RemoveConstraint(
            model_name="schemeversion",
            name="an_open_scheme_has_its_time",
        ),
        migrations.AddField(
            model_name="schemeversion",
            name="approved_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="schemeversion",
            name="approved_by",
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="schemeversion",
            name="approved_digest",
            field=models.CharField(
                blank=True, help_text="SHA-256 of what was approved, in hexadecimal", max_length=64
            ),
        ),
        migrations.AddField(
            model_name="schemeversion",
            name="changed_at",
            field=models.DateTimeField(
                blank=True,
                help_text="The last change since its consultation was recorded",
                null=True,
            ),
        ),
        migrations.AddField(
            model_name="schemeversion",
            name="consulted_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="schemeversion",
            name="consulted_by",
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="schemeversion",
            name="follows",
            field=models.ForeignKey(
                blank=True,
                help_text="The version it was made from",
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="followed_by",
                to="les_schemes.schemeversion",
            ),
        ),
        migrations.AddField(
            model_name="schemeversion",
            name="reconciled_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="schemeversion",
            name="reconciled_by",
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="schemeversion",
            name="reconciled_note",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="schemeversion",
            name="withdrawn_at",
            field=models.DateTimeField(blank=True, null=True),
        ),
        migrations.AddField(
            model_name="schemeversion",
            name="withdrawn_because",
            field=models.TextField(blank=True),
        ),
        migrations.AddField(
            model_name="schemeversion",
            name="withdrawn_by",
            field=models.UUIDField(blank=True, null=True),
        ),
        migrations.AlterField(
            model_name="schemeversion",
            name="status",
            field=models.CharField(
                choices=[
                    ("draft", "Draft"),
                    ("consulted", "Consulted on"),
                    ("approved", "Approved"),
                    ("open", "Open for sign-up"),
                    ("reconciled", "Reconciled"),
                    ("withdrawn", "Withdrawn"),
                    ("variation", "In force as a variation"),
                ],
                default="draft",
                max_length=10,
            ),
        ),
        migrations.AddConstraint(
            model_name="schemeversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("opened_at__isnull", True),
                        ("status__in", ["draft", "consulted", "approved"]),
                    ),
                    models.Q(
                        ("opened_at__isnull", False),
                        ("status__in", ["open", "variation", "reconciled"]),
                    ),
                    ("status", "withdrawn"),
                    _connector="OR",
                ),
                name="an_open_scheme_has_its_time",
            ),
        ),
        migrations.AddConstraint(
            model_name="schemeversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("status__in", ["draft", "consulted", "approved"]), _negated=True),
                    models.Q(
                        ("approved_at__isnull", True),
                        ("consulted_at__isnull", True),
                        ("status", "draft"),
                    ),
                    models.Q(
                        ("approved_at__isnull", True),
                        ("consulted_at__isnull", False),
                        ("status", "consulted"),
                    ),
                    models.Q(
                        ("approved_at__isnull", False),
                        ("consulted_at__isnull", False),
                        ("status", "approved"),
                    ),
                    _connector="OR",
                ),
                name="a_scheme_is_approved_after_its_consultation",
            ),
        ),
        migrations.AddConstraint(
            model_name="schemeversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("approved_at__isnull", True),
                        ("approved_by__isnull", True),
                        ("approved_digest", ""),
                    ),
                    models.Q(
                        ("approved_at__isnull", False),
                        ("approved_by__isnull", False),
                        models.Q(("approved_digest", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="an_approved_scheme_says_by_whom_and_what",
            ),
        ),
        migrations.AddConstraint(
            model_name="schemeversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("status", "withdrawn"),
                        ("withdrawn_at__isnull", False),
                        models.Q(("withdrawn_because", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("status", "withdrawn"), _negated=True),
                        ("withdrawn_at__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="a_withdrawn_scheme_says_why",
            ),
        ),
        migrations.AddConstraint(
            model_name="schemeversion",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("reconciled_at__isnull", False),
                        ("status", "reconciled"),
                        models.Q(("reconciled_note", ""), _negated=True),
                    ),
                    models.Q(
                        models.Q(("status", "reconciled"), _negated=True),
                        ("reconciled_at__isnull", True),
                    ),
                    _connector="OR",
                ),
                name="a_reconciled_scheme_says_what_was_found",
            ),
        ),
        migrations.AddField(
            model_name="schemedesigner",
            name="version",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="designers",
                to="les_schemes.schemeversion",
            ),
        ),
        migrations.AddConstraint(
            model_name="schemedesigner",
            constraint=models.UniqueConstraint(
                fields=("version", "person"), name="one_line_a_designer"
            ),
        ),
        migrations.RunPython(keep_designers, migrations.RunPython.noop),
    ]
