import type { PanelRecord, PanelShip, RecordTool } from '../contracts/record.js'

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec']

/** A date or a UTC moment as `22 Nov 2026`. */
export function dateText(date: string): string {
  const [year, month, day] = date.slice(0, 10).split('-')
  return `${Number(day)} ${months[Number(month) - 1]} ${year}`
}

/** What people call the tool when there is little room. */
export function shortName(tool: Pick<RecordTool, 'name' | 'shortName'>): string {
  return tool.shortName ?? tool.name
}

/** A percentage, or a dash for one that is not known: never a zero for a missing thing. */
export function percentText(percent: number | null): string {
  return percent === null ? '—' : `${percent}%`
}

/** The counts a percentage rests on, e.g. `2 of 3, 1 unscored`. */
export function countsText({ ships, calls, abstained, unscored }: PanelShip): string {
  const rest = [abstained > 0 ? `${abstained} abstained` : '', unscored > 0 ? `${unscored} unscored` : ''].filter((part) => part !== '')
  return [`${ships} of ${calls}`, ...rest].join(', ')
}

/** The lean in words, with the counts it rests on. */
export function leanText({ lean, tools }: Pick<PanelRecord, 'lean' | 'tools'>): string {
  const counts = ({ panelShip: { ships, calls } }: RecordTool) => `${ships} of ${calls}`
  const scored = tools.filter((tool) => tool.panelShip.calls > 0)
  const leader = scored.find((tool) => lean.kind === 'leans' && tool.slug === lean.tool)
  if (leader !== undefined) {
    const others = scored.filter((tool) => tool !== leader).map((tool) => `${counts(tool)} for ${shortName(tool)}`)
    return `The panel leans to ${shortName(leader)}: ${counts(leader)} ship, against ${others.join(' and ')}.`
  }
  if (lean.kind === 'level') return `The panel is level: ${scored.map((tool) => `${counts(tool)} ship ${shortName(tool)}`).join(', ')}.`
  return tools.length < 2 ? 'One tool, so nothing to lean to.' : 'No lean: fewer than two tools have a call.'
}

/** Which personas agree on all tools and which part them, e.g. `The Builder ships both; the Skeptic splits.` Empty with one tool. */
export function splitText({ split, personas, tools }: Pick<PanelRecord, 'split' | 'personas' | 'tools'>): string {
  if (tools.length < 2) return ''
  const seatOf = (id: string) => personas.find((persona) => persona.id === id)?.seat ?? id
  const all = tools.length === 2 ? 'both' : 'all'
  const agreeing = (call: string) =>
    split.filter(({ agrees, calls }) => agrees === true && calls.every((made) => made.call === call)).map(({ persona }) => seatOf(persona))
  const parting = split.filter(({ agrees }) => agrees === false).map(({ persona }) => seatOf(persona))
  const parts = [
    clause(agreeing('ship'), `ships ${all}`, `ship ${all}`),
    clause(agreeing('skip'), `skips ${all}`, `skip ${all}`),
    clause(parting, 'splits', 'split'),
  ].filter((part) => part !== '')
  return parts.length === 0 ? '' : `${parts.join('; ').replace(/^./, (first) => first.toUpperCase())}.`
}

function clause(names: readonly string[], one: string, many: string): string {
  if (names.length === 0) return ''
  const lower = names.map((name) => name.replace(/^The /, 'the '))
  return names.length === 1 ? `${lower[0]} ${one}` : `${lower.slice(0, -1).join(', ')} and ${lower.at(-1)} ${many}`
}

/** A whole number with thin thousands, e.g. `12 345`. */
export function numberText(value: number): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, '\u202F')
}
