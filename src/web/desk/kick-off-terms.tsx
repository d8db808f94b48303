import type { ConflictPolicy } from '../../contracts/conflict.js'
import { revealInvisible } from '../../platform/html/safe-text.js'
import { isolate } from '../../platform/text/text-direction.js'
import { listWords } from '../../site/pages/record/words.js'
import { Choice, Group, type PartProps, ProblemOf, Term } from './kick-off-parts.js'

/** How often each juror drafts a seat. */
export function Repeats({ fields, choices: { juries }, problems }: PartProps) {
  const options = [
    ...(juries.length === 0 ? [] : [{ value: '', label: 'As the jury says', note: 'Once, for models of your choice.' }]),
    { value: '1', label: 'Once', note: undefined },
    { value: '2', label: 'Twice', note: undefined },
    { value: '3', label: '3 times', note: 'Shows which calls a juror would change; costs 3 times as much.' },
  ]
  const chosen = fields.repeat === '' && juries.length === 0 ? '1' : fields.repeat
  const isUsual = chosen === '' || (chosen === '1' && juries.length === 0)
  const value = options.find((option) => option.value === chosen)?.label.toLowerCase()
  return (
    <Term name="Drafts of each seat, by each juror" value={value} isOpen={!isUsual || hasProblem(problems, 'repeat')}>
      <Group legend="Drafts of each seat, by each juror" field="repeat" problems={problems}>
        <div class="choices">
          {options.map(({ value, label, note }) => (
            <Choice type="radio" name="repeat" value={value} isChosen={chosen === value} label={label}>
              {note}
            </Choice>
          ))}
        </div>
      </Group>
    </Term>
  )
}

const policies: readonly { value: ConflictPolicy; label: string; note: string }[] = [
  { value: 'label', label: 'Label it', note: 'The juror judges, and every page says what ties it to the tool.' },
  {
    value: 'replace',
    label: 'Replace the juror',
    note: 'The jury’s next reserve without a tie judges that tool; without one, no one does.',
  },
  { value: 'bar', label: 'Bar the juror', note: 'It does not judge that tool, and the page says so.' },
]

/** What is done about a juror whose maker makes the tool, or a rival that its dossier names. */
export function Conflicts({ fields, choices: { conflictPolicy }, problems }: PartProps) {
  const chosen = fields.conflicts ?? conflictPolicy
  const usual = 'Labelled where it judges one tool; in a head-to-head it takes no part.'
  const value = policies.find((policy) => policy.value === chosen)?.label.toLowerCase() ?? 'as usual'
  return (
    <Term name="A juror whose maker makes the tool" value={value} isOpen={chosen !== conflictPolicy || hasProblem(problems, 'conflicts')}>
      <Group legend="A juror whose maker makes the tool, or a named rival" field="conflicts" problems={problems}>
        <div class="choices">
          {conflictPolicy === null ? (
            <Choice type="radio" name="conflicts" value="" isChosen={chosen === null} label="As usual">
              {usual}
            </Choice>
          ) : null}
          {policies.map(({ value, label, note }) => (
            <Choice type="radio" name="conflicts" value={value} isChosen={chosen === value} label={label}>
              {note}
            </Choice>
          ))}
        </div>
      </Group>
    </Term>
  )
}

/** What is asked beside each draft. */
export function MoreToAsk({ fields, problems }: Pick<PartProps, 'fields' | 'problems'>) {
  const asked = [fields.headToHead ? 'head-to-head' : '', fields.blind ? 'blind' : ''].filter((each) => each !== '')
  const isOpen = asked.length > 0 || hasProblem(problems, 'blind', 'headToHead')
  return (
    <Term name="More to ask" value={asked.length === 0 ? 'nothing' : asked.join(', ')} isOpen={isOpen}>
      <Group legend="More to ask" field="blind" problems={problems}>
        <ProblemOf field="headToHead" problems={problems} />
        <div class="choices">
          <Choice name="headToHead" value="on" isChosen={fields.headToHead} label="Head-to-head">
            Each persona also compares the tools directly, in both orders.
          </Choice>
          <Choice name="blind" value="on" isChosen={fields.blind} label="Blind">
            Everything is asked once more with the names masked: a call that changes goes by the name. Twice the calls.
          </Choice>
        </div>
      </Group>
    </Term>
  )
}

/** Whether models reply or the sample's recordings do, where there are any. */
export function Replies({ fields, choices: { recordings }, problems }: PartProps) {
  if (recordings === null) return null
  const isReplay = fields.replies === 'recordings'
  const value = isReplay ? 'from the sample’s recordings' : 'from the models'
  return (
    <Term name="Replies" value={value} isOpen={isReplay || hasProblem(problems, 'replies')}>
      <Group legend="Replies" field="replies" problems={problems}>
        <div class="choices">
          <Choice type="radio" name="replies" value="models" isChosen={!isReplay} label="From the models">
            Each seat is drafted by the jurors chosen below.
          </Choice>
          <Choice type="radio" name="replies" value="recordings" isChosen={isReplay} label="From the sample’s recordings">
            Of {listWords(recordings.dossiers.map(({ name }) => isolate(revealInvisible(name))))} alone. No model is called and nothing is
            spent.
          </Choice>
        </div>
      </Group>
    </Term>
  )
}

/** Whether it goes before other panels. */
export function Priority({ fields }: Pick<PartProps, 'fields'>) {
  const isWaiting = fields.priority === 'editor'
  return (
    <Term name="Priority" value={isWaiting ? 'someone waits for it' : 'in the background'} isOpen={!isWaiting}>
      <Group legend="Priority" field="priority" problems={[]}>
        <div class="choices">
          <Choice type="radio" name="priority" value="editor" isChosen={isWaiting} label="Someone waits for it">
            Goes before panels in the background.
          </Choice>
          <Choice type="radio" name="priority" value="background" isChosen={!isWaiting} label="In the background">
            No one waits: a nightly run, a re-run.
          </Choice>
        </div>
      </Group>
    </Term>
  )
}

function hasProblem(problems: PartProps['problems'], ...fields: PartProps['problems'][number]['field'][]): boolean {
  return problems.some(({ field }) => fields.includes(field))
}
