import type { IssueContent } from '../../contracts/newsletter-issue.js'
import { asSentence, unscoredText } from '../../platform/text/sentence.js'
import { isolate } from '../../platform/text/text-direction.js'
import { isFewCalls } from '../../site/few-calls.js'
import { isStale, sourceChanged } from '../../site/source-changed.js'
import type { SiteChange } from '../../site/views/changes.js'
import { weekDays, weekRange } from './iso-week.js'
import { plainLine } from './plain-line.js'

type IssueItem = IssueContent['items'][number]
type Kind = IssueItem['kind']
type ChangedTool = Pick<SiteChange['tools'][number], 'slug' | 'name' | 'panelShip' | 'entryPrice' | 'staleSince'>

/** What an issue is drafted from. */
export type DraftInput = {
  week: string
  /** The zone whose midnights part the weeks. */
  timeZone: string
  /** In any order; what is outside of the week is left out. */
  changes: readonly (Omit<SiteChange, 'tools'> & { tools: readonly ChangedTool[] })[]
}

const maxSubjectLength = 120
const kinds = ['published', 'changed', 'retracted'] as const

/**
 * The issue of a week: what was published, changed and retracted in it, each record once and as it was at the week's end. Null when nothing
 * was.
 */
export function draftIssue({ week, timeZone, changes }: DraftInput): IssueContent | null {
  const { start, end } = weekRange(week, timeZone)
  const ofWeek = changes.filter(({ at }) => new Date(at) >= start && new Date(at) < end).sort((one, other) => one.seq - other.seq)
  const items = toItems(ofWeek)
  return items.length === 0 ? null : { week, subject: subjectOf(week, items), intro: introOf(week, items), items }
}

/** One item a record: the newest change of it, which counts as its publication when it was first published in the same week. */
function toItems(changes: DraftInput['changes']): IssueItem[] {
  const newest = new Map<string, { change: DraftInput['changes'][number]; isNew: boolean }>()
  for (const change of changes) {
    const isNew = change.kind === 'published' || newest.get(change.recordId)?.isNew === true
    // Taken out first, so that the items are in the order of their last changes.
    newest.delete(change.recordId)
    newest.set(change.recordId, { change, isNew })
  }
  const items = [...newest.values()].map(({ change, isNew }) =>
    toItem(change, change.kind === 'changed' && isNew ? 'published' : change.kind),
  )
  return kinds.flatMap((kind) => items.filter((item) => item.kind === kind))
}

function toItem({ recordId, title, path, at, tools, lean, publicReason }: DraftInput['changes'][number], kind: Kind): IssueItem {
  const mark = isStale({ tools }) ? ` ${sourceChanged}` : ''
  return {
    kind,
    recordId,
    title: plainLine(title),
    path,
    at,
    line: kind === 'retracted' ? 'It was retracted and no longer holds.' : `${lineOf(lean, tools)}${mark}`,
    tools: tools.map(({ slug, name, panelShip, entryPrice }) => ({
      slug,
      name: plainLine(name),
      panelShip: shipText(panelShip),
      entryPrice: plainLine(entryPrice) || '—',
    })),
    publicReason: publicReason === null || plainLine(publicReason) === '' ? null : plainLine(publicReason),
  }
}

/** How the panel leans, in one line with the counts it rests on. */
function lineOf(lean: SiteChange['lean'], tools: readonly ChangedTool[]): string {
  const called = tools.filter(({ panelShip }) => panelShip.calls > 0)
  const [first] = called
  if (first === undefined) return 'The panel made no call that counts.'
  const unscored = unscoredText(tools)
  const rest = unscored === '' ? '' : ` ${asSentence(unscored)}`
  if (tools.length === 1) return `${asSentence(sentence(first))}${rest}`
  if (lean.kind === 'leans') {
    const leader = called.find(({ slug }) => slug === lean.tool)
    if (leader !== undefined)
      return `${asSentence(`The panel leans to ${nameOf(leader)}: ${clauses([leader, ...called.filter((tool) => tool !== leader)])}`)}${rest}`
  }
  if (lean.kind === 'level') return `${asSentence(`The panel is level: ${clauses(called)}`)}${rest}`
  return `${asSentence(`The panel has no lean: ${clauses(called)}`)}${rest}`
}

/** `3 of 4 reviewers ship Bun, 2 of 4 ship Deno`. */
function clauses(tools: readonly ChangedTool[]): string {
  return tools.map((tool, index) => (index === 0 ? sentence(tool) : `${counts(tool)} ${shipVerb(tool)} ${nameOf(tool)}`)).join(', ')
}

function sentence(tool: ChangedTool): string {
  return `${counts(tool)} ${tool.panelShip.calls === 1 ? 'reviewer' : 'reviewers'} ${shipVerb(tool)} ${nameOf(tool)}`
}

function shipVerb({ panelShip: { ships, calls } }: ChangedTool): string {
  return ships === 1 || calls === 1 ? 'ships' : 'ship'
}

function counts({ panelShip: { ships, calls } }: ChangedTool): string {
  return `${ships} of ${calls}`
}

function nameOf({ name }: ChangedTool): string {
  return isolate(plainLine(name))
}

/** `75% (3 of 4)`, `67% (2 of 3, 1 split)`, `100% (1 of 1, few calls)`; a dash where no call counts, never a zero for that. */
function shipText(panelShip: ChangedTool['panelShip']): string {
  const { percent, ships, calls, split = 0 } = panelShip
  const apart = `${split === 0 ? '' : `, ${split} split`}${isFewCalls(panelShip) ? ', few calls' : ''}`
  return percent === null ? '—' : `${percent}% (${ships} of ${calls}${apart})`
}

function subjectOf(week: string, items: readonly IssueItem[]): string {
  const [first] = items
  const others = items.length - 1
  const rest = others === 0 ? '' : `, and ${others} more`
  const head = `Week ${Number(week.slice(-2))}: `
  const end = first?.kind === 'retracted' ? ' retracted' : ''
  const room = maxSubjectLength - head.length - end.length - rest.length
  const characters = [...(first?.title ?? '')]
  const title =
    characters.length > room
      ? `${characters
          .slice(0, room - 1)
          .join('')
          .trimEnd()}…`
      : characters.join('')
  return `${head}${isolate(title)}${end}${rest}`
}

/** What is in the issue, counted: `From 16 to 22 November 2026: two published, one retracted.` */
function introOf(week: string, items: readonly IssueItem[]): string {
  const counted = kinds.flatMap((kind) => {
    const count = items.filter((item) => item.kind === kind).length
    return count === 0 ? [] : [`${count} ${kind}`]
  })
  return `From ${weekText(week)}: ${counted.join(', ')}.`
}

const months = ['January', 'February', 'March', 'April', 'May', 'June', 'July', 'August', 'September', 'October', 'November', 'December']

/** A week's days as people write them: `16 to 22 November 2026`, `28 December 2026 to 3 January 2027`. */
export function weekText(week: string): string {
  const { first, last } = weekDays(week)
  const [from, to] = [first, last].map((day) => {
    const [year = '', month = '', date = ''] = day.split('-')
    return { year, month: months[Number(month) - 1] ?? '', date: String(Number(date)) }
  })
  if (from === undefined || to === undefined) throw new Error(`${week} has no days`)
  const start = [from.date, ...(from.month === to.month ? [] : [from.month]), ...(from.year === to.year ? [] : [from.year])].join(' ')
  return `${start} to ${to.date} ${to.month} ${to.year}`
}
