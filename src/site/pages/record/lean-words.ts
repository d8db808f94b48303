import type { PanelRecord, RecordTool } from '../../../contracts/record.js'
import { asSentence, unscoredText } from '../../../platform/text/sentence.js'
import { groupDigits, listWords, sentenceCase, shortName } from './words.js'

/** What of a tool a lean is worked out from. */
export type ScoredTool = Pick<RecordTool, 'slug' | 'name' | 'shortName' | 'panelShip'>

/** To which tool the panel leans, in one sentence with the counts it rests on; another is about seats without a call. */
export function leanText({ lean, tools }: { lean: PanelRecord['lean']; tools: readonly ScoredTool[] }): string {
  const said = asSentence(leanClause(lean, tools))
  const unscored = unscoredText(tools)
  // Where there is no lean between several tools, the sentence is about calls that are missing.
  return unscored === '' || (lean.kind === 'none' && tools.length > 1) || isUncalled(tools) ? said : `${said} ${asSentence(unscored)}`
}

function leanClause(lean: PanelRecord['lean'], tools: readonly ScoredTool[]): string {
  const scored = tools.filter((tool) => tool.panelShip.calls > 0)
  if (lean.kind === 'none') return noLean(tools, scored)
  const leaders = lean.kind === 'leans' ? scored.filter((tool) => tool.slug === lean.tool) : highest(scored)
  const others = scored.filter((tool) => !leaders.includes(tool))
  const [leader] = leaders
  if (leader === undefined) return noLean(tools, scored)
  if (lean.kind === 'level') return levelClause(leaders, others, isEvenlyCalled(tools))
  const [other] = others
  if (other !== undefined && others.length === 1 && isEvenlyCalled(tools)) {
    return `The panel leans to ${shortName(leader)}, ${shipsWord(leader)} to ${wordOrNone(other.panelShip.ships)}`
  }
  return `The panel leans to ${shortName(leader)}: ${callsAreShips(leader)}, against ${countsOfEach(others)}`
}

function isUncalled(tools: readonly ScoredTool[]): boolean {
  return tools.every(({ panelShip }) => panelShip.calls === 0)
}

/** Whether every seat of each tool called it: then counts of ships alone tell all. */
function isEvenlyCalled(tools: readonly ScoredTool[]): boolean {
  return (
    new Set(tools.map(({ panelShip }) => panelShip.calls)).size === 1 &&
    tools.every(({ panelShip: { abstained, unscored, split = 0 } }) => abstained === 0 && unscored === 0 && split === 0)
  )
}

/** Which reviewers ship every tool, skip every tool or call them differently, and which way; null when that cannot be said of any of them. */
export function splitText({ personas, tools }: Pick<PanelRecord, 'personas' | 'tools'>): string | null {
  if (tools.length < 2) return null
  const seatsThat = (stance: string) =>
    personas.filter(({ id }) => stanceOf(id, tools) === stance).map(({ seat }) => seat.replace(/^The /, 'the '))
  const all = tools.length === 2 ? 'both' : `all ${groupDigits(tools.length)}`
  const clause = (seats: string[], one: string, many: string) =>
    seats.length === 0 ? [] : [`${listWords(seats)} ${seats.length === 1 ? one : many}`]
  // Of two tools it can be said in a word which one they ship.
  const apart =
    tools.length === 2
      ? tools.flatMap((tool) => clause(seatsThat(tool.slug), `ships ${shortName(tool)} alone`, `ship ${shortName(tool)} alone`))
      : clause(seatsThat('apart'), 'calls them differently', 'call them differently')
  const clauses = [
    ...clause(seatsThat(both.ship), `ships ${all}`, `ship ${all}`),
    ...clause(seatsThat(both.skip), `skips ${all}`, `skip ${all}`),
    ...apart,
    ...clause(seatsThat('split'), 'is split', 'are split'),
  ]
  return clauses.length === 0 ? null : asSentence(sentenceCase(clauses.join('; ')))
}

/** Names of stances that no slug can have. */
const both = { ship: '+ship', skip: '+skip' }

/**
 * What a persona makes of the tools: the same of all, `apart` (of two tools the slug of the one it ships), or `split` where its own jurors
 * part over a tool. Null as soon as one of its seats abstains or has no call: then nothing can be said of all tools.
 */
function stanceOf(persona: string, tools: readonly RecordTool[]): string | null {
  const calls = tools.map((tool) => new Set(tool.verdicts.filter((verdict) => verdict.persona === persona).map(({ call }) => call)))
  if (calls.some((own) => own.size === 0 || own.has(null) || own.has('abstain'))) return null
  if (calls.some((own) => own.size > 1 || own.has('split'))) return 'split'
  const shipped = tools.filter((_, index) => calls[index]?.has('ship'))
  if (shipped.length === tools.length) return both.ship
  if (shipped.length === 0) return both.skip
  return tools.length === 2 ? (shipped[0]?.slug ?? null) : 'apart'
}

function levelClause(leaders: readonly ScoredTool[], others: readonly ScoredTool[], isEven: boolean): string {
  const [leader] = leaders
  if (leader !== undefined && others.length === 0 && leader.panelShip.ships === 0 && isEven) {
    return `The panel is level: ${leaders.length === 2 ? 'it ships neither' : `it ships none of the ${groupDigits(leaders.length)}`}`
  }
  if (leader !== undefined && others.length === 0 && isEven) return `The panel is level, ${shipsWord(leader)} each`
  const rest = others.length === 0 ? '' : `, against ${countsOfEach(others)}`
  const isOneCount = leader !== undefined && leaders.every((tool) => counts(tool) === counts(leader))
  const shares = isOneCount ? `, ${counts(leader)} each` : `: ${countsOfEach(leaders)}`
  return `The panel is level between ${listWords(leaders.map(shortName))}${shares}${rest}`
}

function noLean(tools: readonly ScoredTool[], scored: readonly ScoredTool[]): string {
  const [only] = scored
  if (only === undefined) return `${noCalls(tools)}, so there is nothing to lean on`
  const { ships, calls } = only.panelShip
  if (tools.length > 1) return `The panel has no lean: only ${shortName(only)} has calls that count`
  if (calls === 1) return `The only call ${ships === 1 ? 'ships' : 'skips'} it`
  return `${sentenceCase(wordOrNone(ships))} of ${groupDigits(calls)} calls ${ships === 1 ? 'ships' : 'ship'} it`
}

function noCalls(tools: readonly ScoredTool[]): string {
  const isEvery = (key: 'abstained' | 'unscored' | 'split') =>
    tools.every(({ panelShip }) =>
      (['abstained', 'unscored', 'split'] as const).every((other) => other === key || (panelShip[other] ?? 0) === 0),
    )
  if (isEvery('unscored')) return 'No seat of this panel has a call'
  if (isEvery('split')) return 'Every seat of this panel is split'
  return isEvery('abstained') ? 'Every seat of this panel abstains' : 'No seat of this panel has a call that counts'
}

/** The tools that no other tool beats, by exact shares and not by rounded percentages. */
function highest(tools: readonly ScoredTool[]): ScoredTool[] {
  const isBeaten = (tool: ScoredTool) =>
    tools.some(({ panelShip: { ships, calls } }) => ships * tool.panelShip.calls > tool.panelShip.ships * calls)
  return tools.filter((tool) => !isBeaten(tool))
}

function wordOrNone(ships: number): string {
  return ships === 0 ? 'none' : groupDigits(ships)
}

function shipsWord({ panelShip: { ships } }: ScoredTool): string {
  return `${groupDigits(ships)} ship${ships === 1 ? '' : 's'}`
}

/** `3 of 4 calls are ships`. */
function callsAreShips({ panelShip: { ships, calls } }: ScoredTool): string {
  if (calls === 1) return `its only call is a ${ships === 1 ? 'ship' : 'skip'}`
  return `${ships} of ${calls} calls ${ships === 1 ? 'is a ship' : 'are ships'}`
}

function counts({ panelShip: { ships, calls } }: ScoredTool): string {
  return `${ships} of ${calls}`
}

function countsOfEach(tools: readonly ScoredTool[]): string {
  return listWords(tools.map((tool) => `${counts(tool)} for ${shortName(tool)}`))
}
