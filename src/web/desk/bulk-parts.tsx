import { isolate } from '../../platform/text/text-direction.js'
import type { ChangedItem } from '../../review/change-many.js'
import type { BulkOutcome } from './lists/bulk-report.js'
import type { Colleague } from './verdict/decisions.js'

/** To whom verdicts go; for a bulk form. */
export function AssignTo({ colleagues, userId }: { colleagues: readonly Colleague[]; userId: string }) {
  return (
    <select name="to" aria-label="Assign to">
      <option value={userId}>me</option>
      {colleagues
        .filter((person) => person.userId !== userId)
        .map((person) => (
          <option value={person.userId}>{isolate(person.name)}</option>
        ))}
      <option value="">no one</option>
    </select>
  )
}

/** What became of one thing, for the report on several. */
export function toOutcome(name: string, href: string | null, changed: ChangedItem): BulkOutcome {
  if (changed.status === 'refused') return { name, href, status: 'refused', why: changed.why, fix: changed.fix }
  return { name, href, status: 'done', ...(changed.status === 'unchanged' ? { words: 'it was so already' } : {}) }
}
