import pc from 'picocolors'
import stringWidth from 'string-width'
import wrapAnsi from 'wrap-ansi'
import type { PanelRecord, RecordTool } from '../contracts/record.js'
import type { RecordVerdict } from '../contracts/record-verdict.js'
import { isolate } from '../platform/text/text-direction.js'
import { isFewCalls } from '../site/few-calls.js'
import { barredText } from '../site/pages/record/jury-words.js'
import { countsText, isFewVotes, shortName, tieText } from '../site/pages/record/words.js'
import { headToHeadLines } from './head-to-head-lines.js'
import { dissentBlock, juryLines } from './jury-lines.js'
import type { RecordFiles } from './record-files.js'
import { replySources, spentText } from './reply-sources.js'
import { headingLines } from './scorecard-heading.js'
import {
  blindLines,
  citedBy,
  flagLines,
  inItsSentence,
  markedQuote,
  opinionLines,
  originText,
  passageOf,
  steeringLines,
  writtenAs,
} from './verdict-lines.js'

type ScorecardOptions = {
  /** The terminal's width; null when the output is not one. */
  columns: number | null
  color: boolean
  files: RecordFiles | null
  /** Whether every passage is printed below the verdict that cites it; without, only one that is a part of its sentence. */
  hasPassages?: boolean
}
type Colors = ReturnType<typeof pc.createColors>
/** What is shown about one tool: blocks that share their first lines with the same block of the tool beside it. */
type Cell = readonly string[]

const defaultColumns = 100
const maxColumns = 132
const minColumnsSideBySide = 36
const callMarks = { ship: '▲ Ship', skip: '▽ Skip', abstain: '◇ Abstain', split: '◫ Split' } as const

/** The record as a side-by-side scorecard for a terminal. Pure. */
export function renderScorecard(record: PanelRecord, { columns, color, files, hasPassages = false }: ScorecardOptions): string {
  const colors = pc.createColors(color)
  const width = Math.max(24, Math.min(columns ?? defaultColumns, maxColumns))
  const columnWidth = Math.floor(width / record.tools.length)
  const shared = sharedReasons(record)
  const isReplay = record.run.replies.replayed > 0
  const view = { colors, width, columnWidth, isStacked: columnWidth < minColumnsSideBySide, shared, isReplay, hasPassages }
  return [
    ...headingLines(record, colors).map((line) => wrap(line, width)),
    '',
    sideBySide(
      record.tools.map((tool) => toolCard(tool, colors)),
      view,
    ),
    rule('Reviewer scorecard', view),
    ...record.personas.flatMap((persona) => [
      wrap(`${colors.bold(isolate(persona.seat))}  ${colors.dim(isolate(persona.question))}`, width),
      sideBySide(
        record.tools.map((tool) => seatCell(tool, persona.id, view)),
        view,
      ),
      '',
    ]),
    ...headToHeadBlock(record, view),
    ...sharedBlock(shared, view),
    rule('How it was made', view),
    ...footing(record).map((line) => wrap(line, width)),
    ...places(record, files),
    '',
  ].join('\n')
}

function headToHeadBlock(record: PanelRecord, view: Layout): string[] {
  const lines = headToHeadLines(record, view.colors)
  return lines.length === 0 ? [] : [rule('Head to head', view), ...lines.map((line) => wrap(line, view.width)), '']
}

function toolCard(tool: RecordTool, colors: Colors): Cell {
  const { panelShip, community, entryPrice } = tool
  return [
    colors.bold(isolate(tool.name)),
    colors.dim(`${isolate(tool.category)} · ${isolate(tool.vendor)}`),
    `${isolate(tool.tagline)}\n`,
    `Panel ship   ${(isFewCalls(panelShip) ? colors.dim : colors.bold)(percent(panelShip.percent))}  ${seatMarks(tool)}  ${countsText(panelShip)}`,
    `Community    ${(isFewVotes(community.votes) ? colors.dim : colors.bold)(percent(community.percent))}  ${community.votes === 0 ? colors.dim('no votes yet') : `${community.ships} of ${community.votes}`}`,
    `Entry price  ${colors.bold(isolate(entryPrice.label))}`,
    ...(entryPrice.note === null ? [] : [colors.dim(isolate(entryPrice.note))]),
    ...(tool.barred ?? []).map((one) => colors.yellow(barredText(one))),
  ]
}

/** Never a zero for a missing thing. */
function percent(value: number | null): string {
  return value === null ? '—' : `${value} %`
}

function seatMarks(tool: RecordTool): string {
  return tool.verdicts.map(({ call }) => (call === null ? '·' : callMarks[call].slice(0, 1))).join('')
}

function seatCell(tool: RecordTool, persona: string, view: Layout): Cell {
  const { colors, isStacked } = view
  const label = isStacked ? `  ${colors.dim(shortName(tool))}` : ''
  return tool.verdicts
    .filter((verdict) => verdict.persona === persona)
    .map((verdict) => verdictBlocks(verdict, tool, view))
    .flatMap(([first, ...rest]) => [`${first}${label}`, ...rest])
}

function verdictBlocks(
  verdict: RecordVerdict,
  tool: RecordTool,
  { colors, shared, isReplay, hasPassages }: Pick<Layout, 'colors' | 'shared' | 'isReplay' | 'hasPassages'>,
): Cell {
  if (verdict.status === 'unscored') {
    const place = shared.findIndex(({ reason }) => reason === verdict.reason)
    const why = place < 0 ? verdict.reason : `Reason ${place + 1}, below.`
    return [
      colors.yellow('· No call (unscored)'),
      why,
      verdict.jury === undefined ? colors.dim(verdict.model) : juryLines(verdict, colors).join('\n'),
    ]
  }
  const paint = verdict.call === 'ship' ? colors.green : verdict.call === 'skip' ? colors.red : colors.yellow
  const sources = new Map(tool.sources.map((source) => [source.id, source.title]))
  const evidence = verdict.evidence.map((item, index) =>
    item.status === 'found'
      ? colors.dim(
          `[${index + 1}] ${isolate(sources.get(item.source) ?? item.source)}${citedBy(item)}${inItsSentence(item) || (hasPassages ? passageOf(item) : '')}${writtenAs(item)}`,
        )
      : colors.yellow(`[${index + 1}] not found: “${isolate(item.quote)}” (${isolate(item.why)})`),
  )
  return [
    paint(callMarks[verdict.call]),
    `“${markedQuote(verdict, colors)}”`,
    [
      ...evidence,
      ...flagLines(verdict, colors),
      ...steeringLines(verdict, colors),
      ...blindLines(verdict, colors),
      ...opinionLines(verdict, colors),
    ].join('\n'),
    [
      colors.dim(`${verdict.model}${originText(verdict, isReplay)}`),
      ...(verdict.conflict === undefined ? [] : [colors.yellow(tieText(verdict.conflict))]),
      ...juryLines(verdict, colors),
    ].join('\n'),
    ...dissentBlock(verdict, colors),
  ]
}

function footing(record: PanelRecord): string[] {
  const { usage, costUsd } = record.totals
  const tokens =
    usage.inputTokens === null || usage.outputTokens === null
      ? 'tokens not known'
      : `${usage.inputTokens} tokens in, ${usage.outputTokens} out`
  const worth = costUsd === null ? 'cost not known' : costUsd === 0 ? 'no charge' : `$${costUsd.toFixed(4)}`
  return [
    `Cost     this run spent ${spentText(record)}. ${replySources(record)}`,
    `Replies  ${tokens}; all of them together: ${worth}.`,
    `Record   ${record.id}, content ${record.contentSha256.slice(0, 12)}…`,
  ]
}

/** Each on a line of its own that is never broken, however narrow the terminal: so that it can be copied. */
function places(record: PanelRecord, files: RecordFiles | null): string[] {
  if (files === null) return [`Page     panel show ${record.id} --html`]
  return [`File     ${files.record}`, `Page     ${files.page}`]
}

type SharedReason = { reason: string; seats: number }

/** Why seats are unscored, where several are for the same reason. */
function sharedReasons({ tools }: PanelRecord): SharedReason[] {
  const seats = new Map<string, number>()
  for (const verdict of tools.flatMap(({ verdicts }) => verdicts))
    if (verdict.status === 'unscored') seats.set(verdict.reason, (seats.get(verdict.reason) ?? 0) + 1)
  return [...seats].filter(([, count]) => count > 1).map(([reason, count]) => ({ reason, seats: count }))
}

function sharedBlock(shared: readonly SharedReason[], view: Layout): string[] {
  if (shared.length === 0) return []
  const lines = shared.map(({ reason, seats }, index) => wrap(`Reason ${index + 1}, of ${seats} seats: ${isolate(reason)}`, view.width))
  return [rule('Unscored seats', view), ...lines]
}

/** Stacked: one tool below the other, because the terminal is too narrow; each review then says which tool it is about. */
type Layout = {
  colors: Colors
  width: number
  columnWidth: number
  isStacked: boolean
  shared: readonly SharedReason[]
  /** Whether the run replayed recordings. */
  isReplay: boolean
  hasPassages: boolean
}

const indent = '  '

/** Cells beside each other, block by block, or below each other where the terminal is too narrow. */
function sideBySide(cells: readonly Cell[], { width, columnWidth, isStacked }: Layout): string {
  if (isStacked) {
    return cells.map((cell) => indented(wrap(cell.join('\n'), width - indent.length))).join('\n\n')
  }
  const blocks = Math.max(...cells.map((cell) => cell.length))
  return Array.from({ length: blocks }, (_, block) =>
    blockRow(
      cells.map((cell) => cell[block] ?? ''),
      columnWidth,
    ),
  ).join('\n')
}

function blockRow(texts: readonly string[], columnWidth: number): string {
  const columns = texts.map((text) => indented(wrap(text, columnWidth - 2 * indent.length)).split('\n'))
  const height = Math.max(...columns.map((lines) => lines.length))
  return Array.from({ length: height }, (_, row) =>
    columns
      .map((lines) => padTo(lines[row] ?? '', columnWidth))
      .join('')
      .trimEnd(),
  ).join('\n')
}

function wrap(text: string, width: number): string {
  return wrapAnsi(text, width, { hard: true })
}

function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => (line === '' ? line : `${indent}${line}`))
    .join('\n')
}

/** Pads to a width on screen: colour codes take none, wide characters two. */
function padTo(line: string, width: number): string {
  return line + ' '.repeat(Math.max(0, width - stringWidth(line)))
}

function rule(title: string, { colors, width }: Layout): string {
  return `\n${colors.dim(`── ${title} ${'─'.repeat(Math.max(0, width - title.length - 4))}`)}\n`
}
