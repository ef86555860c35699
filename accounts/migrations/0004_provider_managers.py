from django.db import migrations, models

ROLES = [
    ("gp", "GP"),
    ("practice_manager", "Practice manager"),
    ("provider_manager", "Provider manager"),
    ("locality_lead", "Locality lead"),
    ("commissioner", "Commissioner"),
    ("finance_preparer", "Finance: prepares"),
    ("finance_approver", "Finance: approves"),
    ("committee_secretary", "Committee secretary"),
    ("committee_member", "Committee member"),
    ("lmc_observer", "LMC observer"),
    ("auditor", "Auditor"),
    ("administrator", "Administrator"),
]


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_invitation_withdrawn_by"),
    ]

    operations = [
        migrations.AlterField(
            model_name=model,
            name="role",
            field=models.CharField(choices=ROLES, max_length=20),
        )
        for model in ("invitation", "roleholding")
    ]
