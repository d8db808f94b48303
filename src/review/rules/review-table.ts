import { recordActions, recordRules, recordStates } from './record-state-machine.js'
import { type ActionRules, actingRoles } from './state-machine.js'
import { verdictActions, verdictRules, verdictStates, voidingActions } from './verdict-state-machine.js'

/** Every role, state and action of review as Markdown, written out of the very tables that decide: the text of docs/review-rules.md. */
export function reviewTable(): string {
  return `${[
    '# The rules of review',
    'Generated from the tables in `src/review/rules/`; write it again with `node dist/scripts/write-review-rules.js` after `npm run build`.',
    'Each cell says which state an action leads to and what must hold; `refused` says why, and what to do instead.',
    'A role that is not named with an action is refused it in every state.',
    '## Verdicts',
    '`as its text` is `drafted` where the words are the model’s to the letter, and `edited` otherwise. `as it was` changes no state.',
    `On an approved record these void the approval and take the record back to \`in_review\`: ${voidingActions.map(code).join(', ')}.`,
    'To a reviewer who has to make a call of their own first (blind-first), a verdict is `drafted` whatever its state: no refusal tells what others did.',
    ...sections(verdictActions, verdictStates, verdictRules),
    '## Records',
    'Four eyes: a person who wrote, accepted or waived something that is in the record cannot approve it, and one who wrote words of it cannot publish it either; an admin no more than an editor. Starting the panel, commenting and returning a verdict do not count.',
    'With `review.fourEyes: false` they can, and the page says that one person did both.',
    ...sections(recordActions, recordStates, recordRules),
  ].join('\n\n')}\n`
}

function sections<Action extends string, State extends string, Next extends string, Context>(
  actions: readonly Action[],
  states: readonly State[],
  rules: Record<Action, ActionRules<State, Next, Context>>,
): string[] {
  return actions.map((action) => {
    const { roles, states: cells } = rules[action]
    const rows = states.map((state) => {
      const cell = cells[state]
      if (cell.kind === 'refused')
        return [code(state), ...actingRoles.map((role) => (roles.includes(role) ? 'refused' : '–')), `${cell.why}: ${cell.fix}`]
      const conditions = [...cell.guards.map((guard) => guard.holds), ...(cell.note === undefined ? [] : [`(${cell.note})`])]
      return [code(state), ...actingRoles.map((role) => (roles.includes(role) ? `→ ${cell.next}` : '–')), conditions.join('; ')]
    })
    const head = ['state', ...actingRoles, 'when, or why not']
    return [`### ${action}`, '', row(head), row(head.map(() => '---')), ...rows.map(row)].join('\n')
  })
}

function row(cells: readonly string[]): string {
  return `| ${cells.join(' | ')} |`
}

function code(text: string): string {
  return `\`${text}\``
}
