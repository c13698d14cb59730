import django.db.models.deletion
import django.utils.timezone
import practices.models.attachment
import uuid
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0003_cache_rows'),
        ('accounts', '__first__'),
        ('partnerships', '0004_networks_in_search'),
        ('taxonomy', '0002_reference_data'),
    ]

    operations = [
        migrations.CreateModel(
            name='Catalogue',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.BigIntegerField(default=0)),
                ('token', models.UUIDField(default=uuid.uuid4)),
                ('read_all_since', models.BigIntegerField(default=0, help_text='Who holds a state older than this reads every practice again.')),
            ],
            options={
                'verbose_name_plural': 'catalogue',
            },
        ),
        migrations.CreateModel(
            name='Practice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('smallest_version', models.TextField(blank=True, verbose_name='Hvad kan en anden prøve i næste måned?')),
                ('stopped_why', models.TextField(blank=True, verbose_name='Hvorfor stoppede I?')),
                ('novelty', models.CharField(blank=True, choices=[('new', 'Det er nyt hos os'), ('known', 'Det gjorde vi allerede')], max_length=10, verbose_name='Er det nyt?')),
                ('what_is_new', models.CharField(blank=True, max_length=300, verbose_name='Hvad er nyt?')),
                ('political_start', models.TextField(blank=True, verbose_name='Hvordan kom det på dagsordenen?')),
                ('people_found', models.TextField(blank=True, verbose_name='Hvordan fandt I dem, det handler om?')),
                ('young_people', models.TextField(blank=True, verbose_name='Hvad gjorde de unge?')),
                ('money_range', models.CharField(blank=True, choices=[('nothing', 'Ingenting'), ('little', 'Under 10.000 kr.'), ('some', '10.000 til 50.000 kr.'), ('more', '50.000 til 250.000 kr.'), ('much', 'Over 250.000 kr.')], max_length=10, verbose_name='Hvad koster det cirka det første år?')),
                ('time_to_effect', models.CharField(blank=True, max_length=200, verbose_name='Hvor længe gik der, før I mærkede noget?')),
                ('result_figure', models.CharField(blank=True, max_length=200, verbose_name='Et tal, hvis I har et')),
                ('result_source', models.CharField(blank=True, max_length=500, verbose_name='Hvor kommer tallet fra?')),
                ('evidence', models.CharField(blank=True, choices=[('felt', 'Vi mærker det'), ('told', 'Folk har fortalt os det'), ('counted', 'Vi har talt'), ('compared', 'Vi har sammenlignet'), ('studied', 'Andre har undersøgt det')], max_length=10, verbose_name='Hvordan ved I det?')),
                ('stays_local', models.TextField(blank=True, verbose_name='Hvad virker kun hos jer?')),
                ('can_move', models.TextField(blank=True, verbose_name='Hvad kan flyttes til andre?')),
                ('not_for', models.TextField(blank=True, verbose_name='Hvem skal ikke kopiere det?')),
                ('dilemma', models.TextField(blank=True, verbose_name='Hvilket dilemma stod I i?')),
                ('owner_name', models.CharField(blank=True, max_length=200, verbose_name='Hvem kan man spørge?')),
                ('owner_role', models.CharField(blank=True, max_length=200, verbose_name='Stilling')),
                ('owner_contact', models.CharField(blank=True, max_length=200, verbose_name='Telefon eller e-mail')),
                ('fallback', models.CharField(blank=True, max_length=300, verbose_name='Og hvis vedkommende er væk?')),
                ('confirmed_on', models.DateField(blank=True, null=True, verbose_name='Sidst bekræftet')),
                ('review_on', models.DateField(blank=True, null=True, verbose_name='Hvornår skal I se på det igen?')),
                ('reminded_for', models.DateField(blank=True, editable=False, null=True)),
                ('licence', models.CharField(blank=True, choices=[('free', 'Brug det frit'), ('named', 'Brug det, og nævn os'), ('ask', 'Spørg os først')], max_length=10, verbose_name='Må andre bruge jeres tekst og materialer?')),
                ('origin', models.CharField(blank=True, max_length=300, verbose_name='Hvor kom idéen fra?')),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, unique=True)),
                ('title', models.CharField(max_length=200, verbose_name='titel')),
                ('summary', models.TextField(blank=True, verbose_name='kort fortalt')),
                ('year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='år')),
                ('language', models.CharField(choices=[('da', 'Dansk'), ('en', 'English')], default='da', max_length=2)),
                ('status', models.CharField(choices=[('draft', 'Kladde'), ('in_review', 'Til gennemsyn'), ('published', 'Udgivet'), ('withdrawn', 'Trukket tilbage')], default='draft', max_length=10)),
                ('stage', models.CharField(choices=[('idea', 'Idé'), ('trial', 'Prøves af'), ('running', 'I drift'), ('stopped', 'Stoppet')], default='trial', max_length=10, verbose_name='hvor langt er I')),
                ('outcome', models.CharField(choices=[('succeeded', 'Lykkedes'), ('partly', 'Lykkedes delvist'), ('did_not', 'Lykkedes ikke'), ('too_early', 'For tidligt at sige')], max_length=10, verbose_name='hvordan gik det')),
                ('driver', models.CharField(blank=True, choices=[('informed', 'Kommunen alene'), ('heard', 'Borgerne blev hørt'), ('co_developed', 'Udviklet sammen'), ('drove', 'Borgerne drev det')], max_length=15, verbose_name='hvem drev det')),
                ('problem', models.TextField(blank=True, verbose_name='hvad var problemet')),
                ('result', models.TextField(blank=True, verbose_name='hvad kom der ud af det')),
                ('bad_experience', models.TextField(blank=True, verbose_name='det ville vi gøre anderledes')),
                ('bad_experience_visibility', models.CharField(choices=[('own', 'Kun vores kommune'), ('network', 'Kommuner på siden'), ('public', 'Alle')], default='own', max_length=10, verbose_name='hvem må læse det')),
                ('health_as_means', models.BooleanField(default=False, verbose_name='sundhed er midlet')),
                ('source_url', models.URLField(blank=True, max_length=500, verbose_name='kilde')),
                ('version', models.PositiveIntegerField(default=1)),
                ('published_at', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('listed_at', models.DateTimeField(default=django.utils.timezone.now, editable=False)),
                ('title_key', models.CharField(default='', editable=False, max_length=900)),
                ('changed_in', models.BigIntegerField(default=0, editable=False)),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('dilemma_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='taxonomy.goal', verbose_name='Det ene mål')),
                ('dilemma_with', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='taxonomy.goal', verbose_name='Det andet mål')),
                ('edited_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='practices', to='accounts.municipality')),
                ('owner', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='practices_to_look_after', to=settings.AUTH_USER_MODEL, verbose_name='Hvem minder vi om det?')),
                ('packages', models.ManyToManyField(blank=True, related_name='practices', to='taxonomy.preventionpackage')),
                ('published_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('targets', models.ManyToManyField(blank=True, related_name='practices', to='taxonomy.target')),
                ('themes', models.ManyToManyField(blank=True, related_name='practices', to='taxonomy.theme')),
            ],
            options={
                'ordering': ['-listed_at', '-id'],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['draft', 'in_review', 'published', 'withdrawn'])), name='practice_status_is_known'), models.CheckConstraint(condition=models.Q(('stage__in', ['idea', 'trial', 'running', 'stopped'])), name='practice_stage_is_known'), models.CheckConstraint(condition=models.Q(('outcome__in', ['succeeded', 'partly', 'did_not', 'too_early'])), name='practice_outcome_is_known'), models.CheckConstraint(condition=models.Q(('driver', ''), ('driver__in', ['informed', 'heard', 'co_developed', 'drove']), _connector='OR'), name='practice_driver_is_known'), models.CheckConstraint(condition=models.Q(('bad_experience_visibility__in', ['own', 'network', 'public'])), name='practice_bad_experience_visibility_is_known'), models.CheckConstraint(condition=models.Q(models.Q(('status', 'published'), _negated=True), ('published_at__isnull', False), _connector='OR'), name='practice_published_has_a_time'), models.CheckConstraint(condition=models.Q(models.Q(('dilemma_of__isnull', True), ('dilemma_with__isnull', True)), models.Q(('dilemma_of__isnull', False), ('dilemma_with__isnull', False), models.Q(('dilemma_of', models.F('dilemma_with')), _negated=True)), _connector='OR'), name='practice_dilemma_has_two_goals'), models.CheckConstraint(condition=models.Q(('novelty', ''), ('novelty__in', ['new', 'known']), _connector='OR'), name='practice_novelty_is_known'), models.CheckConstraint(condition=models.Q(('money_range', ''), ('money_range__in', ['nothing', 'little', 'some', 'more', 'much']), _connector='OR'), name='practice_money_range_is_known'), models.CheckConstraint(condition=models.Q(('evidence', ''), ('evidence__in', ['felt', 'told', 'counted', 'compared', 'studied']), _connector='OR'), name='practice_evidence_is_known'), models.CheckConstraint(condition=models.Q(('licence', ''), ('licence__in', ['free', 'named', 'ask']), _connector='OR'), name='practice_licence_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Collection',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='titel')),
                ('token', models.CharField(blank=True, editable=False, max_length=43, null=True, unique=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('owner', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='collections', to=settings.AUTH_USER_MODEL)),
                ('practices', models.ManyToManyField(blank=True, related_name='collections', to='practices.practice')),
            ],
            options={
                'ordering': ['title', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='BuildingBlock',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('what', models.CharField(max_length=300, verbose_name='Hvad kan andre tage over?')),
                ('link', models.URLField(blank=True, max_length=500, verbose_name='Link')),
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='building_blocks', to='practices.practice')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='Attachment',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('file', models.FileField(upload_to=practices.models.attachment.attachment_path)),
                ('name', models.CharField(max_length=200)),
                ('content_type', models.CharField(max_length=100)),
                ('size', models.PositiveIntegerField(help_text='In bytes.')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='attachments', to='practices.practice')),
            ],
            options={
                'ordering': ['created_at'],
            },
        ),
        migrations.CreateModel(
            name='PracticeDepartment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('leads', models.BooleanField(default=False)),
                ('department', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='practice_rows', to='taxonomy.department')),
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='department_rows', to='practices.practice')),
            ],
            options={
                'ordering': ['-leads', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('practice', 'department'), name='department_takes_part_once'), models.UniqueConstraint(condition=models.Q(('leads', True)), fields=('practice',), name='one_department_leads')],
            },
        ),
        migrations.AddField(
            model_name='practice',
            name='departments',
            field=models.ManyToManyField(blank=True, related_name='practices', through='practices.PracticeDepartment', to='taxonomy.department'),
        ),
        migrations.CreateModel(
            name='PracticeGoal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('role', models.CharField(choices=[('primary', 'Det vigtigste mål'), ('secondary', 'Et mål mere')], default='secondary', max_length=10)),
                ('sign', models.CharField(choices=[('+', 'Trækker med'), ('-', 'Trækker imod')], default='+', max_length=1)),
                ('why', models.CharField(blank=True, max_length=500, verbose_name='hvorfor')),
                ('goal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='practice_rows', to='taxonomy.goal')),
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='goal_rows', to='practices.practice')),
            ],
            options={
                'ordering': ['role', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('practice', 'goal'), name='goal_stands_once_on_a_practice'), models.UniqueConstraint(condition=models.Q(('role', 'primary')), fields=('practice',), name='one_primary_goal'), models.CheckConstraint(condition=models.Q(('role__in', ['primary', 'secondary'])), name='practice_goal_role_is_known'), models.CheckConstraint(condition=models.Q(('sign__in', ['+', '-'])), name='practice_goal_sign_is_known')],
            },
        ),
        migrations.AddField(
            model_name='practice',
            name='goals',
            field=models.ManyToManyField(related_name='practices', through='practices.PracticeGoal', to='taxonomy.goal'),
        ),
        migrations.CreateModel(
            name='PracticePartner',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(max_length=200, verbose_name='navn')),
                ('role', models.CharField(blank=True, max_length=500, verbose_name='rolle')),
                ('gain', models.CharField(blank=True, max_length=500, verbose_name='Hvad fik de ud af det?')),
                ('organisation', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='practice_rows', to='partnerships.organisation')),
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='partners', to='practices.practice')),
            ],
            options={
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='PracticeVersion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('number', models.PositiveIntegerField()),
                ('event', models.CharField(choices=[('saved', 'Gemt'), ('submitted', 'Sendt til gennemsyn'), ('published', 'Udgivet'), ('withdrawn', 'Trukket tilbage'), ('restored', 'Hentet frem igen'), ('confirmed', 'Bekræftet')], default='saved', max_length=10)),
                ('snapshot', models.JSONField(help_text='The full row, in the names of `practices.rows`.')),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('made_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='versions', to='practices.practice')),
            ],
            options={
                'ordering': ['-number'],
                'constraints': [models.UniqueConstraint(fields=('practice', 'number'), name='practice_version_is_stored_once')],
            },
        ),
        migrations.CreateModel(
            name='Requirement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('hours', 'Timer'), ('money', 'Penge'), ('skills', 'Kunnen'), ('mandate', 'Mandat'), ('law', 'Lov'), ('it', 'It')], max_length=10)),
                ('weight', models.CharField(choices=[('must', 'Skal'), ('nice', 'Godt at have')], default='must', max_length=4)),
                ('text', models.CharField(max_length=500, verbose_name='Hvad kræver det?')),
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='requirements', to='practices.practice')),
            ],
            options={
                'ordering': ['weight', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['hours', 'money', 'skills', 'mandate', 'law', 'it'])), name='requirement_kind_is_known'), models.CheckConstraint(condition=models.Q(('weight__in', ['must', 'nice'])), name='requirement_weight_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Step',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('what', models.TextField(verbose_name='hvad gjorde I')),
                ('who', models.CharField(blank=True, max_length=200, verbose_name='hvem')),
                ('duration', models.CharField(blank=True, max_length=200, verbose_name='hvor længe')),
                ('cost', models.CharField(blank=True, max_length=200, verbose_name='pris')),
                ('went_wrong', models.TextField(blank=True, verbose_name='hvad gik galt')),
                ('changed', models.TextField(blank=True, verbose_name='det ændrede vi')),
                ('method', models.CharField(blank=True, max_length=200, verbose_name='Metode')),
                ('link', models.URLField(blank=True, max_length=500, verbose_name='Link')),
                ('attachment', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='steps', to='practices.attachment')),
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='steps', to='practices.practice')),
            ],
            options={
                'ordering': ['position'],
                'constraints': [models.UniqueConstraint(fields=('practice', 'position'), name='step_has_its_own_place')],
            },
        ),
        migrations.CreateModel(
            name='Strategy',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('title', models.CharField(max_length=200, verbose_name='titel')),
                ('year', models.PositiveSmallIntegerField(blank=True, null=True, verbose_name='år')),
                ('url', models.URLField(blank=True, max_length=500, verbose_name='link')),
                ('status', models.CharField(choices=[('proposed', 'Udkast'), ('adopted', 'Vedtaget'), ('replaced', 'Afløst af en ny')], default='adopted', max_length=10, verbose_name='hvor langt er den')),
                ('sharing', models.CharField(choices=[('own', 'Kun vores kommune'), ('network', 'Kommuner på siden'), ('public', 'Alle')], default='own', max_length=10, verbose_name='hvem må se den')),
                ('version', models.PositiveIntegerField(default=1)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='strategies', to='accounts.municipality')),
            ],
            options={
                'verbose_name_plural': 'strategies',
                'ordering': [models.OrderBy(models.F('year'), descending=True, nulls_last=True), 'title', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['proposed', 'adopted', 'replaced'])), name='strategy_status_is_known'), models.CheckConstraint(condition=models.Q(('sharing__in', ['own', 'network', 'public'])), name='strategy_sharing_is_known')],
            },
        ),
        migrations.CreateModel(
            name='Commitment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('position', models.PositiveSmallIntegerField()),
                ('text', models.TextField(verbose_name='formulering')),
                ('version', models.PositiveIntegerField(default=1)),
                ('goals', models.ManyToManyField(blank=True, related_name='commitments', to='taxonomy.goal')),
                ('targets', models.ManyToManyField(blank=True, related_name='commitments', to='taxonomy.target')),
                ('practices', models.ManyToManyField(blank=True, related_name='commitments', to='practices.practice')),
                ('strategy', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='commitments', to='practices.strategy')),
            ],
            options={
                'ordering': ['position', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Upload',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=255)),
                ('content', models.BinaryField()),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('created_by', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='accounts.municipality')),
            ],
            options={
                'ordering': ['-created_at'],
            },
        ),
        migrations.CreateModel(
            name='Digest',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('week', models.CharField(max_length=8)),
                ('sent_at', models.DateTimeField(auto_now_add=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='digests', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['-week'],
                'constraints': [models.UniqueConstraint(fields=('user', 'week'), name='one_digest_a_week')],
            },
        ),
        migrations.CreateModel(
            name='Follow',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(choices=[('goal', 'Verdensmål'), ('municipality', 'Kommune'), ('search', 'Søgning')], max_length=12)),
                ('value', models.CharField(max_length=500)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('user', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='follows', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['kind', 'value', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('user', 'kind', 'value'), name='followed_once'), models.CheckConstraint(condition=models.Q(('kind__in', ['goal', 'municipality', 'search'])), name='follow_kind_is_known')],
            },
        ),
        migrations.CreateModel(
            name='OwnerQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(verbose_name='spørgsmål')),
                ('asked_at', models.DateTimeField(auto_now_add=True)),
                ('answer', models.TextField(blank=True, verbose_name='svar')),
                ('answered_at', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('answered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('asked_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('municipality', models.ForeignKey(blank=True, help_text='Who asks; empty for a reader without an account.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='owner_questions', to='accounts.municipality')),
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='questions', to='practices.practice')),
            ],
            options={
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('answer', ''), ('answered_at__isnull', False), _connector='OR'), name='owner_question_answered_has_a_time')],
            },
        ),
        migrations.CreateModel(
            name='Adoption',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('date', models.DateField(blank=True, null=True, verbose_name='hvornår')),
                ('outcome', models.CharField(choices=[('succeeded', 'Lykkedes'), ('partly', 'Lykkedes delvist'), ('did_not', 'Lykkedes ikke'), ('too_early', 'For tidligt at sige')], max_length=10, verbose_name='hvordan gik det')),
                ('kept', models.TextField(blank=True, verbose_name='beholdt')),
                ('changed', models.TextField(blank=True, verbose_name='ændrede')),
                ('dropped', models.TextField(blank=True, verbose_name='droppede')),
                ('result', models.TextField(blank=True, verbose_name='hvad kom der ud af det')),
                ('note', models.TextField(blank=True, verbose_name='andet')),
                ('sharing', models.CharField(choices=[('own', 'Kun vores kommune'), ('network', 'Kommuner på siden'), ('public', 'Alle')], default='network', max_length=10, verbose_name='hvem må læse det')),
                ('version', models.PositiveIntegerField(default=1)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='adoptions', to='accounts.municipality')),
                ('practice', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='adoptions', to='practices.practice')),
            ],
            options={
                'ordering': ['-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('outcome__in', ['succeeded', 'partly', 'did_not', 'too_early'])), name='adoption_outcome_is_known'), models.CheckConstraint(condition=models.Q(('sharing__in', ['own', 'network', 'public'])), name='adoption_sharing_is_known')],
            },
        ),
        migrations.AddIndex(
            model_name='practice',
            index=models.Index(fields=['municipality', 'status'], name='practices_p_municip_35fb7d_idx'),
        ),
        migrations.AddIndex(
            model_name='practice',
            index=models.Index(fields=['-listed_at', '-id'], name='practice_newest_first'),
        ),
        migrations.AddIndex(
            model_name='practice',
            index=models.Index(fields=['title_key', 'id'], name='practice_by_title'),
        ),
        migrations.AddIndex(
            model_name='practice',
            index=models.Index(fields=['changed_in'], name='practice_changed_in'),
        ),
        migrations.AddIndex(
            model_name='strategy',
            index=models.Index(fields=['municipality', 'sharing'], name='practices_s_municip_f4299c_idx'),
        ),
    ]
