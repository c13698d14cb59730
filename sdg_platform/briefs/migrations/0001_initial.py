
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0003_cache_rows'),
        ('practices', '0001_initial'),
        ('taxonomy', '0002_reference_data'),
        ('workshops', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Brief',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='titel')),
                ('audience', models.CharField(blank=True, max_length=200, verbose_name='hvem skal læse den')),
                ('language', models.CharField(choices=[('da', 'Dansk'), ('en', 'English')], default='da', max_length=2, verbose_name='sprog')),
                ('layout', models.CharField(choices=[('one_page', 'En til to sider'), ('full', 'Det hele')], default='one_page', max_length=10, verbose_name='længde')),
                ('sections', models.JSONField(blank=True, default=dict, help_text="What a person wrote: section code to text; an empty one says 'udfyldes'.")),
                ('version', models.PositiveIntegerField(default=1)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('goals', models.ManyToManyField(blank=True, related_name='briefs', to='taxonomy.goal')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='briefs', to='accounts.municipality')),
                ('practices', models.ManyToManyField(blank=True, related_name='briefs', to='practices.practice')),
                ('themes', models.ManyToManyField(blank=True, related_name='briefs', to='taxonomy.theme')),
                ('workshops', models.ManyToManyField(blank=True, related_name='briefs', to='workshops.workshop')),
            ],
            options={
                'ordering': ['-updated_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('layout__in', ['one_page', 'full'])), name='brief_layout_is_known')],
            },
        ),
    ]
