"""Accounts made before addresses had rows of their own: theirs are known to be theirs."""

from django.db import migrations


def add_addresses(apps, schema_editor):
    Address, User = apps.get_model("account.EmailAddress"), apps.get_model("accounts.User")
    for user in User.objects.exclude(pk__in=Address.objects.values("user")):
        Address.objects.create(user=user, email=user.email.lower(), verified=True, primary=True)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0002_members"), ("account", "0009_emailaddress_unique_primary_email")]
    operations = [migrations.RunPython(add_addresses, migrations.RunPython.noop)]
