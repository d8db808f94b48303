import type { ConflictPolicy } from '../../contracts/conflict.js'
import { Choice, Group, type PartProps } from './kick-off-parts.js'

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
  return (
    <Group legend="A juror whose maker makes the tool, or a named rival" field="conflicts" problems={problems}>
      <div class="choices">
        {policies.map(({ value, label, note }) => (
          <Choice type="radio" name="conflicts" value={value} isChosen={chosen === value} label={label}>
            {note}
          </Choice>
        ))}
      </div>
    </Group>
  )
}
