import type { Acting } from '../../contracts/actor.js'
import { roleSchema, roleWords } from '../../contracts/role.js'

/** Everyone who may act, in the order of the rules table. */
export const actingRoles: readonly Acting['role'][] = [...roleSchema.options, 'system']

/** Why something may not be done, and what to do instead: shown to people as it is. */
export type Refusal = { status: 'refused'; why: string; fix: string }

/** A condition besides role and state: a sentence for the rules table, and the refusal when it does not hold. */
export type Guard<Context> = {
  /** `the record reads as it did when you opened it`: what must hold. */
  holds: string
  refusal: (context: Context, acting: Acting) => Omit<Refusal, 'status'> | null
}

/** What an action does in one state: leads on under guards, or is refused to everyone. */
export type Cell<Next extends string, Context> =
  | { kind: 'transition'; next: Next; guards: readonly Guard<Context>[]; note?: string }
  | { kind: 'refused'; why: string; fix: string }

/** One action of a life: who may ever do it, and what it does in each state. */
export type ActionRules<State extends string, Next extends string, Context> = {
  /** In words: `approve the record`. */
  does: string
  roles: readonly Acting['role'][]
  states: Record<State, Cell<Next, Context>>
}

/** A cell that leads on to a state, under guards. */
export function transition<Next extends string, Context>(
  next: Next,
  guards: readonly Guard<Context>[] = [],
  note?: string,
): Cell<Next, Context> {
  return { kind: 'transition', next, guards, ...(note === undefined ? {} : { note }) }
}

/** A cell that is refused to everyone. */
export function refused(why: string, fix: string): { kind: 'refused'; why: string; fix: string } {
  return { kind: 'refused', why, fix }
}

/** The state an action leads to, or the first reason why not: the role, then the state, then each guard in its order. */
export function walk<State extends string, Next extends string, Context>(step: {
  rules: ActionRules<State, Next, Context>
  state: State
  actor: Acting
  context: Context
}): { status: 'allowed'; next: Next } | Refusal {
  const { rules, state, actor, context } = step
  if (!rules.roles.includes(actor.role)) return { status: 'refused', ...refusalOfRole(rules.does, actor.role, rules.roles) }
  const cell = rules.states[state]
  if (cell.kind === 'refused') return { status: 'refused', why: cell.why, fix: cell.fix }
  for (const guard of cell.guards) {
    const refusal = guard.refusal(context, actor)
    if (refusal !== null) return { status: 'refused', ...refusal }
  }
  return { status: 'allowed', next: cell.next }
}

const actingWords: Readonly<Record<Acting['role'], string>> = { ...roleWords, system: 'the system' }

function refusalOfRole(does: string, role: Acting['role'], roles: readonly Acting['role'][]): Omit<Refusal, 'status'> {
  // No one can ask the system.
  const people = roles.filter((candidate) => candidate !== 'system')
  const allowed = people.map((candidate) => actingWords[candidate]).join(' or ')
  if (role === 'system') return { why: `only people may ${does}`, fix: `leave it to ${allowed}` }
  if (people.length === 0) return { why: `no one may ${does}: it happens by itself`, fix: 'wait for it' }
  return { why: `${actingWords[role]} may not ${does}`, fix: `ask ${allowed}` }
}

/** A guard that a reason is given with the action. */
export function needsReason<Context extends { reason: string | null }>(what: string): Guard<Context> {
  return {
    holds: `${what} is given`,
    refusal: ({ reason }) => (reason !== null && reason.trim() !== '' ? null : { why: `${what} is missing`, fix: 'write one sentence' }),
  }
}
