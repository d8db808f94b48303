import type { ConflictPolicy } from '../../contracts/conflict.js'
import { Choice, Group, type PartProps, ProblemOf } from './kick-off-parts.js'

/** How often each juror drafts a seat. */
export function Repeats({ fields, choices: { juries }, problems }: PartProps) {
  const options = [
    ...(juries.length === 0 ? [] : [{ value: '', label: 'As the jury says', note: 'Once, for models of your choice.' }]),
    { value: '1', label: 'Once', note: undefined },
    { value: '2', label: 'Twice', note: undefined },
    { value: '3', label: 'Three times', note: 'Shows which calls a juror would change; costs three times as much.' },
  ]
  const chosen = fields.repeat === '' && juries.length === 0 ? '1' : fields.repeat
  return (
    <Group legend="Drafts of each seat, by each juror" field="repeat" problems={problems}>
      <div class="choices">
        {options.map(({ value, label, note }) => (
          <Choice type="radio" name="repeat" value={value} isChosen={chosen === value} label={label}>
            {note}
          </Choice>
        ))}
      </div>
    </Group>
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
  return (
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
  )
}

/** What is asked beside each draft. */
export function MoreToAsk({ fields, problems }: Pick<PartProps, 'fields' | 'problems'>) {
  return (
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
  )
}
