import type { PanelRecord, RecordTool } from '../contracts/record.js'
import { listWords, numberWord, sentenceCase, shortName } from './words.js'

/** What of a tool a lean is told from. */
export type ScoredTool = Pick<RecordTool, 'slug' | 'name' | 'shortName' | 'panelShip'>

/** To which tool the panel leans, in one sentence with the counts it rests on. */
export function leanText({ lean, tools }: { lean: PanelRecord['lean']; tools: readonly ScoredTool[] }): string {
  const scored = tools.filter((tool) => tool.panelShip.calls > 0)
  if (lean.kind === 'none') return noLean(tools, scored)
  const leaders = lean.kind === 'leans' ? scored.filter((tool) => tool.slug === lean.tool) : highest(scored)
  const others = scored.filter((tool) => !leaders.includes(tool))
  const [leader] = leaders
  if (leader === undefined) return noLean(tools, scored)
  const isOneNumberOfCalls = new Set(scored.map((tool) => tool.panelShip.calls)).size === 1
  if (lean.kind === 'level') return levelSentence(leaders, others, isOneNumberOfCalls)
  const [other] = others
  if (other !== undefined && others.length === 1 && isOneNumberOfCalls) {
    return `The panel leans to ${shortName(leader)}, ${shipsWord(leader)} to ${wordOrNone(other.panelShip.ships)}.`
  }
  return `The panel leans to ${shortName(leader)}: ${counts(leader)} calls are ships, against ${countsOfEach(others)}.`
}

/** Which reviewers ship every tool, skip every tool or call them differently; null when that cannot be said of any of them. */
export function splitText({ personas, tools }: Pick<PanelRecord, 'personas' | 'tools'>): string | null {
  if (tools.length < 2) return null
  const seatsThat = (stance: Stance) =>
    personas.filter(({ id }) => stanceOf(id, tools) === stance).map(({ seat }) => seat.replace(/^The /, 'the '))
  const all = tools.length === 2 ? 'both' : `all ${numberWord(tools.length)}`
  const clause = (seats: string[], one: string, many: string) =>
    seats.length === 0 ? [] : [`${listWords(seats)} ${seats.length === 1 ? one : many}`]
  const clauses = [
    ...clause(seatsThat('ship'), `ships ${all}`, `ship ${all}`),
    ...clause(seatsThat('skip'), `skips ${all}`, `skip ${all}`),
    ...clause(seatsThat('split'), 'is split', 'are split'),
  ]
  return clauses.length === 0 ? null : `${sentenceCase(clauses.join('; '))}.`
}

type Stance = 'ship' | 'skip' | 'split' | 'unclear'

/** Unclear as soon as one of the persona's seats abstains or has no call: then nothing can be said of all tools. */
function stanceOf(persona: string, tools: readonly RecordTool[]): Stance {
  const calls = tools.flatMap((tool) => {
    const own = tool.verdicts.filter((verdict) => verdict.persona === persona).map(({ call }) => call)
    return own.length === 0 ? [null] : own
  })
  if (calls.includes(null) || calls.includes('abstain')) return 'unclear'
  if (new Set(calls).size > 1) return 'split'
  return calls[0] === 'ship' ? 'ship' : 'skip'
}

function levelSentence(leaders: readonly ScoredTool[], others: readonly ScoredTool[], isOneNumberOfCalls: boolean): string {
  const [leader] = leaders
  if (leader !== undefined && others.length === 0 && isOneNumberOfCalls) return `The panel is level, ${shipsWord(leader)} each.`
  const rest = others.length === 0 ? '' : `, against ${countsOfEach(others)}`
  const isOneCount = leader !== undefined && leaders.every((tool) => counts(tool) === counts(leader))
  const shares = isOneCount ? `, ${counts(leader)} each` : `: ${countsOfEach(leaders)}`
  return `The panel is level between ${listWords(leaders.map(shortName))}${shares}${rest}.`
}

function noLean(tools: readonly ScoredTool[], scored: readonly ScoredTool[]): string {
  const [only] = scored
  if (only === undefined) return 'No seat of this panel has a call, so there is nothing to lean on.'
  if (tools.length === 1) return `${sentenceCase(wordOrNone(only.panelShip.ships))} of ${numberWord(only.panelShip.calls)} calls ship it.`
  return `The panel has no lean: only ${shortName(only)} has calls that count.`
}

/** The tools that no other tool beats, by exact shares and not by rounded percentages. */
function highest(tools: readonly ScoredTool[]): ScoredTool[] {
  const isBeaten = (tool: ScoredTool) =>
    tools.some(({ panelShip: { ships, calls } }) => ships * tool.panelShip.calls > tool.panelShip.ships * calls)
  return tools.filter((tool) => !isBeaten(tool))
}

function wordOrNone(ships: number): string {
  return ships === 0 ? 'none' : numberWord(ships)
}

function shipsWord({ panelShip: { ships } }: ScoredTool): string {
  return `${numberWord(ships)} ship${ships === 1 ? '' : 's'}`
}

function counts({ panelShip: { ships, calls } }: ScoredTool): string {
  return `${ships} of ${calls}`
}

function countsOfEach(tools: readonly ScoredTool[]): string {
  return listWords(tools.map((tool) => `${counts(tool)} for ${shortName(tool)}`))
}
