import django.db.models.deletion
import uuid
import workshops.models.photo
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('accounts', '0003_cache_rows'),
        ('accounts', '__first__'),
        ('practices', '0001_initial'),
        ('taxonomy', '0002_reference_data'),
    ]

    operations = [
        migrations.CreateModel(
            name='Participant',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('table', models.PositiveSmallIntegerField(blank=True, null=True)),
                ('done_in', models.CharField(blank=True, default='', help_text='The phase in which they said: I am done.', max_length=20)),
                ('joined_at', models.DateTimeField(auto_now_add=True)),
            ],
            options={
                'ordering': ['joined_at'],
            },
        ),
        migrations.CreateModel(
            name='OpenQuestion',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('settled_at', models.DateTimeField(blank=True, null=True)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='open_questions', to='accounts.municipality')),
            ],
            options={
                'ordering': ['-created_at', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='Answer',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(verbose_name='svar')),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='answers', to='accounts.municipality')),
                ('question', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='answers', to='workshops.openquestion')),
            ],
            options={
                'ordering': ['created_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='Reflection',
            fields=[
                ('sharing', models.CharField(choices=[('own', 'Kun vores kommune'), ('network', 'Kommuner på siden'), ('public', 'Alle')], default='public', help_text='May narrow what the workshop lets out, never widen it.', max_length=10)),
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('quadrant', models.CharField(choices=[('works', 'Fungerer'), ('question', 'Spørgsmål'), ('does_not_work', 'Fungerer ikke'), ('take_forward', 'Tager jeg med')], max_length=20)),
                ('text', models.TextField(verbose_name='tekst')),
                ('fingerprint', models.CharField(editable=False, help_text='Hash of field and text as first sent: tells a replay from a clash after edits.', max_length=64)),
                ('position', models.PositiveIntegerField(default=0, help_text='Its place in the quadrant.')),
                ('done', models.BooleanField(blank=True, help_text='A tick box in the document it came from.', null=True)),
                ('seq', models.PositiveBigIntegerField()),
                ('touched', models.PositiveBigIntegerField(default=0, help_text='The pulse of its board when what lies around its words last changed.')),
                ('version', models.PositiveIntegerField(default=1)),
                ('source_line', models.PositiveIntegerField(blank=True, null=True)),
                ('hidden_at', models.DateTimeField(blank=True, null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('deleted_at', models.DateTimeField(blank=True, null=True)),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('dilemma_of', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='taxonomy.goal')),
                ('dilemma_with', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='taxonomy.goal')),
                ('gathered_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('gathered_under', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='gathered', to='workshops.reflection')),
                ('goals', models.ManyToManyField(blank=True, related_name='reflections', to='taxonomy.goal')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='reflections', to='accounts.municipality')),
                ('parent', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='children', to='workshops.reflection')),
                ('participant', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='reflections', to='workshops.participant')),
                ('practice', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='seeds', to='practices.practice')),
                ('solutions', models.ManyToManyField(blank=True, related_name='barriers', to='practices.practice')),
                ('targets', models.ManyToManyField(blank=True, related_name='reflections', to='taxonomy.target')),
                ('themes', models.ManyToManyField(blank=True, related_name='reflections', to='taxonomy.theme')),
            ],
            options={
                'ordering': ['position', 'seq'],
                'constraints': [models.CheckConstraint(condition=models.Q(('quadrant__in', ['works', 'question', 'does_not_work', 'take_forward'])), name='reflection_quadrant_is_known'), models.CheckConstraint(condition=models.Q(('sharing__in', ['own', 'network', 'public'])), name='reflection_sharing_is_known'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='reflection_says_something'), models.CheckConstraint(condition=models.Q(models.Q(('dilemma_of__isnull', True), ('dilemma_with__isnull', True)), models.Q(('dilemma_of__isnull', False), ('dilemma_with__isnull', False), models.Q(('dilemma_of', models.F('dilemma_with')), _negated=True)), _connector='OR'), name='reflection_dilemma_has_two_goals')],
            },
        ),
        migrations.AddField(
            model_name='openquestion',
            name='reflection',
            field=models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='open_question', to='workshops.reflection'),
        ),
        migrations.CreateModel(
            name='Source',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=255)),
                ('content', models.BinaryField()),
                ('sha256', models.CharField(max_length=64)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ['created_at', 'pk'],
            },
        ),
        migrations.AddField(
            model_name='reflection',
            name='source',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='reflections', to='workshops.source'),
        ),
        migrations.CreateModel(
            name='Workshop',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('draft', 'Kladde'), ('open', 'Åben'), ('closed', 'Lukket'), ('archived', 'Arkiveret')], default='draft', max_length=10)),
                ('phase', models.CharField(default='collect', max_length=20)),
                ('hide_until_reveal', models.BooleanField(default=False, help_text="Opening it then hides each writer's notes from everybody else.", verbose_name='noterne er skjult, til I viser dem')),
                ('is_hidden', models.BooleanField(default=False, help_text='Right now a note leaves the server for its writer alone.')),
                ('timer_ends_at', models.DateTimeField(blank=True, null=True)),
                ('dots', models.PositiveSmallIntegerField(default=3, verbose_name='prikker til hver')),
                ('pulse', models.PositiveBigIntegerField(default=0, help_text='Rises when what stands around the notes changes: phase, timer, who is done.')),
                ('code', models.CharField(blank=True, editable=False, max_length=8, null=True, unique=True)),
                ('token', models.CharField(blank=True, editable=False, max_length=32, null=True, unique=True)),
                ('seq', models.PositiveBigIntegerField(default=0, help_text='The last number given on this board.')),
                ('version', models.PositiveIntegerField(default=1)),
                ('closed_at', models.DateTimeField(blank=True, null=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('title', models.CharField(max_length=200, verbose_name='titel')),
                ('date', models.DateField(blank=True, null=True, verbose_name='dato')),
                ('begins', models.TimeField(blank=True, null=True, verbose_name='begynder')),
                ('ends', models.TimeField(blank=True, null=True, verbose_name='slutter')),
                ('place', models.CharField(blank=True, max_length=200, verbose_name='sted')),
                ('purpose', models.TextField(blank=True, verbose_name='formål')),
                ('template', models.CharField(default='four_questions', max_length=40)),
                ('quadrant_titles', models.JSONField(blank=True, default=dict, help_text='Own words per quadrant: {"works": {"title": "…", "question": "…"}}.')),
                ('sharing', models.CharField(choices=[('own', 'Kun vores kommune'), ('network', 'Kommuner på siden'), ('public', 'Alle')], default='own', max_length=10, verbose_name='hvem må se noterne')),
                ('retention', models.DateField(blank=True, null=True, verbose_name='slettes efter')),
                ('minutes_token', models.CharField(blank=True, editable=False, max_length=32, null=True, unique=True)),
                ('forgotten_at', models.DateTimeField(blank=True, editable=False, null=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('cohosts', models.ManyToManyField(blank=True, related_name='joint_workshops', to='accounts.municipality')),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('goals', models.ManyToManyField(blank=True, related_name='workshops', to='taxonomy.goal')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='workshops', to='accounts.municipality')),
            ],
            options={
                'ordering': ['-date', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('state__in', ['draft', 'open', 'closed', 'archived'])), name='workshop_state_is_known'), models.CheckConstraint(condition=models.Q(('sharing__in', ['own', 'network', 'public'])), name='workshop_sharing_is_known'), models.CheckConstraint(condition=models.Q(('ends__isnull', True), models.Q(('begins__isnull', False), ('ends__gt', models.F('begins'))), _connector='OR'), name='workshop_ends_after_it_begins'), models.CheckConstraint(condition=models.Q(('state', 'open'), ('code__isnull', True), _connector='OR'), name='workshop_code_lives_while_open'), models.CheckConstraint(condition=models.Q(('state', 'open'), ('token__isnull', True), _connector='OR'), name='workshop_token_lives_while_open')],
            },
        ),
        migrations.CreateModel(
            name='Vote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('participant', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='votes', to='workshops.participant')),
                ('reflection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='votes', to='workshops.reflection')),
                ('user', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('workshop', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='votes', to='workshops.workshop')),
            ],
            options={
                'ordering': ['at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('participant__isnull', True), ('user__isnull', True), _connector='XOR'), name='vote_has_one_voter')],
            },
        ),
        migrations.AddField(
            model_name='source',
            name='workshop',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='sources', to='workshops.workshop'),
        ),
        migrations.AddField(
            model_name='reflection',
            name='workshop',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reflections', to='workshops.workshop'),
        ),
        migrations.CreateModel(
            name='Photo',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('picture', models.FileField(upload_to=workshops.models.photo.photo_path)),
                ('alt', models.CharField(max_length=500, verbose_name='hvad ses på billedet')),
                ('sharing', models.CharField(choices=[('own', 'Kun vores kommune'), ('network', 'Kommuner på siden'), ('public', 'Alle')], default='own', help_text='A chart shows notes of every reach, so a picture stays until somebody lets it.', max_length=10, verbose_name='hvem må se billedet')),
                ('width', models.PositiveIntegerField()),
                ('height', models.PositiveIntegerField()),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('workshop', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='photos', to='workshops.workshop')),
            ],
            options={
                'ordering': ['created_at', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('sharing__in', ['own', 'network', 'public'])), name='photo_sharing_is_known'), models.CheckConstraint(condition=models.Q(('alt', ''), _negated=True), name='photo_says_what_it_shows')],
            },
        ),
        migrations.AddField(
            model_name='participant',
            name='workshop',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='participants', to='workshops.workshop'),
        ),
        migrations.CreateModel(
            name='Moderation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('act', models.CharField(choices=[('hidden', 'Skjult'), ('shown', 'Vist igen'), ('redacted', 'Streget ud')], max_length=10)),
                ('reason', models.CharField(blank=True, max_length=200)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('reflection', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moderations', to='workshops.reflection')),
                ('workshop', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='moderations', to='workshops.workshop')),
            ],
            options={
                'ordering': ['at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='LateNote',
            fields=[
                ('id', models.UUIDField(default=uuid.uuid4, editable=False, primary_key=True, serialize=False)),
                ('quadrant', models.CharField(choices=[('works', 'Fungerer'), ('question', 'Spørgsmål'), ('does_not_work', 'Fungerer ikke'), ('take_forward', 'Tager jeg med')], max_length=20)),
                ('text', models.TextField(verbose_name='tekst')),
                ('sent_at', models.DateTimeField(auto_now_add=True)),
                ('left_out_at', models.DateTimeField(blank=True, null=True)),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('participant', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='late_notes', to='workshops.participant')),
                ('reflection', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='came_late', to='workshops.reflection')),
                ('workshop', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='late_notes', to='workshops.workshop')),
            ],
            options={
                'ordering': ['sent_at'],
                'constraints': [models.CheckConstraint(condition=models.Q(('quadrant__in', ['works', 'question', 'does_not_work', 'take_forward'])), name='late_note_quadrant_is_known'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='late_note_says_something')],
            },
        ),
        migrations.CreateModel(
            name='BoardEvent',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('seq', models.PositiveBigIntegerField()),
                ('kind', models.CharField(max_length=20)),
                ('at', models.DateTimeField(auto_now_add=True)),
                ('reflection', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.CASCADE, related_name='events', to='workshops.reflection')),
                ('workshop', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='events', to='workshops.workshop')),
            ],
            options={
                'ordering': ['seq'],
                'constraints': [models.UniqueConstraint(fields=('workshop', 'seq'), name='board_event_number_is_its_own')],
            },
        ),
        migrations.CreateModel(
            name='Action',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('text', models.TextField(verbose_name='hvad vil I gøre')),
                ('owner', models.CharField(blank=True, max_length=200, verbose_name='hvem tager den')),
                ('email', models.EmailField(blank=True, max_length=254, verbose_name='hvem skal mindes om det')),
                ('due', models.DateField(blank=True, null=True, verbose_name='hvornår')),
                ('status', models.CharField(choices=[('planned', 'Aftalt'), ('under_way', 'I gang'), ('done', 'Gjort'), ('dropped', 'Droppet')], default='planned', max_length=10)),
                ('outcome', models.TextField(blank=True, verbose_name='hvad blev det til')),
                ('sharing', models.CharField(choices=[('own', 'Kun vores kommune'), ('network', 'Kommuner på siden'), ('public', 'Alle')], default='own', max_length=10)),
                ('token', models.CharField(blank=True, editable=False, max_length=32, null=True, unique=True)),
                ('confirmed_at', models.DateTimeField(blank=True, null=True)),
                ('reminded_at_30', models.DateTimeField(blank=True, null=True)),
                ('reminded_at_90', models.DateTimeField(blank=True, null=True)),
                ('version', models.PositiveIntegerField(default=1)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('updated_at', models.DateTimeField(auto_now=True)),
                ('created_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='actions', to='accounts.municipality')),
                ('reflection', models.OneToOneField(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='action', to='workshops.reflection')),
                ('workshop', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='actions', to='workshops.workshop')),
            ],
            options={
                'ordering': ['due', 'pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('status__in', ['planned', 'under_way', 'done', 'dropped'])), name='action_status_is_known'), models.CheckConstraint(condition=models.Q(('text', ''), _negated=True), name='action_says_something')],
            },
        ),
        migrations.AddIndex(
            model_name='openquestion',
            index=models.Index(fields=['municipality', '-created_at'], name='workshops_o_municip_980539_idx'),
        ),
        migrations.AddIndex(
            model_name='workshop',
            index=models.Index(fields=['municipality', 'state'], name='workshops_w_municip_e13199_idx'),
        ),
        migrations.AddIndex(
            model_name='vote',
            index=models.Index(fields=['workshop', 'participant'], name='workshops_v_worksho_4bdb78_idx'),
        ),
        migrations.AddConstraint(
            model_name='source',
            constraint=models.UniqueConstraint(fields=('workshop', 'sha256'), name='source_stands_once_in_a_workshop'),
        ),
        migrations.AddIndex(
            model_name='reflection',
            index=models.Index(fields=['municipality', 'workshop'], name='workshops_r_municip_7790b6_idx'),
        ),
        migrations.AddIndex(
            model_name='reflection',
            index=models.Index(fields=['workshop', 'quadrant', 'position'], name='workshops_r_worksho_311544_idx'),
        ),
        migrations.AddConstraint(
            model_name='reflection',
            constraint=models.UniqueConstraint(fields=('workshop', 'seq'), name='reflection_number_is_its_own_on_the_board'),
        ),
        migrations.AddConstraint(
            model_name='reflection',
            constraint=models.UniqueConstraint(fields=('source', 'source_line'), name='a_line_becomes_one_reflection'),
        ),
        migrations.AddIndex(
            model_name='action',
            index=models.Index(fields=['municipality', 'status', 'due'], name='workshops_a_municip_30fc88_idx'),
        ),
    ]
