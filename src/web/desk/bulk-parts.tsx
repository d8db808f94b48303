import { isolate } from '../../platform/text/text-direction.js'
import type { NotDone } from '../../review/refusals.js'
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

type Result = NotDone | { status: 'done' | 'unchanged' }

/** What became of one thing, in the words of its refusal. */
export function toOutcome(name: string, href: string | null, result: Result): BulkOutcome {
  switch (result.status) {
    case 'done':
      return { name, href, status: 'done' }
    case 'unchanged':
      return { name, href, status: 'done', words: 'it was so already' }
    case 'refused':
      return { name, href, status: 'refused', why: result.why, fix: result.fix }
    case 'not found':
      return { name, href, status: 'refused', why: `there is no such ${result.what}`, fix: 'look at the list as it is now' }
    case 'invalid':
      return { name, href, status: 'refused', why: result.problems.map(({ message }) => message).join('; '), fix: 'send it again' }
  }
}
