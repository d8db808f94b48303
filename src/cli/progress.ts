import { createLogUpdate } from 'log-update'
import pc from 'picocolors'
import stringWidth from 'string-width'
import wrapAnsi from 'wrap-ansi'
import type { Plan, Seat } from '../contracts/plan.js'
import type { PanelRecord } from '../contracts/record.js'
import { countPlan } from '../panels/plan/count-plan.js'
import type { SeatProgress } from '../panels/store/panels.js'
import { digitsOf } from '../site/pages/record/words.js'
import { replySources } from './reply-sources.js'

export type Progress = {
  update: (seats: readonly SeatProgress[]) => void
  finish: (record: PanelRecord) => void
  /** Leaves the terminal as it was, whatever happened. */
  stop: () => void
}

type ProgressOptions = { plan: Plan; stream: NodeJS.WriteStream; monotonicMs: () => number }

/** Shows a panel seat by seat: a live list on a terminal, one plain line an event elsewhere. */
export function createProgress({ plan, stream, monotonicMs }: ProgressOptions): Progress {
  const startedMs = monotonicMs()
  const elapsed = () => `${((monotonicMs() - startedMs) / 1000).toFixed(1)} s`
  const width = Math.max(...plan.seats.map((seat) => seatName(seat, plan).length))
  const head = `Panel ${plan.panelId}: ${sizeText(plan)}`
  return stream.isTTY ? liveProgress({ plan, stream, head, width, elapsed }) : plainProgress({ plan, stream, head, width, elapsed })
}

/** `2 tools, 4 personas, 8 seats`; of several drafts a seat also those: `2 tools, 4 personas, 3 jurors: 8 seats, 24 drafts`. */
export function sizeText(plan: Pick<Plan, 'tools' | 'personas' | 'jurors' | 'seats'>): string {
  const { seats, drafts } = countPlan(plan)
  const asked = `${digitsOf(plan.tools.length, 'tool')}, ${digitsOf(plan.personas.length, 'persona')}`
  if (drafts === seats) return `${asked}, ${digitsOf(seats, 'seat')}`
  return `${asked}, ${digitsOf(plan.jurors.length, 'juror')}: ${digitsOf(seats, 'seat')}, ${digitsOf(drafts, 'draft')}`
}

/** `8 seats wait for a worker`. */
export function waitingSeats(count: number): string {
  return `${digitsOf(count, 'seat')} ${count === 1 ? 'waits' : 'wait'} for a worker`
}

type View = { plan: Plan; stream: NodeJS.WriteStream; head: string; width: number; elapsed: () => string }

const defaultColumns = 80
/** What is left for a seat's state where its name is too long for the terminal. */
const minStatusWidth = 16
const rowIndent = '  '
const gap = '  '

function liveProgress({ plan, stream, head, width, elapsed }: View): Progress {
  const colors = pc.createColors(stream.hasColors())
  const live = createLogUpdate(stream)
  return {
    update: (seats) => {
      // One less than there is: some terminals begin a new line once the last column is full.
      const columns = Math.max(minStatusWidth, (stream.columns || defaultColumns) - 1)
      live([wrapAnsi(head, columns, { hard: true }), ...liveRows(seats, { plan, columns, width, colors })].join('\n'))
    },
    finish: (record) => {
      live.done()
      stream.write(`${summary(record, elapsed())}\n\n`)
    },
    stop: () => live.done(),
  }
}

type LiveView = { plan: Plan; columns: number; width: number; colors: ReturnType<typeof pc.createColors> }

/**
 * One row a seat, each cut to the terminal. They must not wrap: log-update 7.2 leaves rows standing twice when a change alters how many there
 * are above others that stay. The scorecard has reasons in full.
 */
function liveRows(seats: readonly SeatProgress[], { plan, columns, width, colors }: LiveView): string[] {
  const nameWidth = Math.max(1, Math.min(width, columns - rowIndent.length - gap.length - minStatusWidth))
  const statusWidth = Math.max(1, columns - rowIndent.length - nameWidth - gap.length)
  const shownReasons = new Set<string>()
  return seats.map((state) => {
    const isRepeated = state.status === 'unscored' && state.reason !== null && shownReasons.has(state.reason)
    if (state.status === 'unscored' && state.reason !== null) shownReasons.add(state.reason)
    const text = isRepeated ? 'unscored: same reason' : statusText(state)
    const name = clipMiddle(seatName(state.seat, plan), nameWidth)
    return `${rowIndent}${name}${' '.repeat(nameWidth - stringWidth(name))}${gap}${colored(colors, { ...state, text: clipEnd(text, statusWidth) })}`
  })
}

function clipEnd(text: string, width: number): string {
  return stringWidth(text) <= width ? text : `${fitting([...text], width - 1).join('')}…`
}

/** Seats differ at both ends of their names: persona first, tool or model last. */
function clipMiddle(text: string, width: number): string {
  if (stringWidth(text) <= width) return text
  const tail = fitting([...text].reverse(), Math.floor((width - 1) / 2)).reverse()
  const start = fitting([...text], width - 1 - stringWidth(tail.join('')))
  return `${start.join('')}…${tail.join('')}`
}

/** As many of the characters, from the first on, as fit into that many columns. */
function fitting(characters: readonly string[], columns: number): string[] {
  const end = characters.findIndex((_, index) => stringWidth(characters.slice(0, index + 1).join('')) > columns)
  return end < 0 ? [...characters] : characters.slice(0, end)
}

/** A reason that several seats share is written out at the first of them. */
function plainProgress({ plan, stream, head, width, elapsed }: View): Progress {
  const seen = new Map<string, string>()
  const firstWith = new Map<string, number>()
  let ended = 0
  stream.write(`${head}\n`)
  return {
    update: (seats) => {
      for (const state of seats) {
        if (seen.get(state.seat.id) === state.status || state.status === 'planned' || state.status === 'drafting') continue
        seen.set(state.seat.id, state.status)
        ended += 1
        const first = state.reason === null ? undefined : firstWith.get(state.reason)
        if (state.reason !== null && first === undefined) firstWith.set(state.reason, ended)
        const text = first === undefined ? statusText(state) : `unscored: same reason as [${first}]`
        const count = String(ended).padStart(String(seats.length).length)
        stream.write(`[${count}/${seats.length}] ${seatName(state.seat, plan).padEnd(width)}  ${text}\n`)
      }
    },
    finish: (record) => {
      stream.write(`${summary(record, elapsed())}\n`)
    },
    stop: () => {},
  }
}

function seatName({ tool, against, persona, model, repeat }: Seat, plan: Plan): string {
  const compared = against === undefined ? '' : ` or ${against}`
  return `${persona} on ${tool}${compared}${plan.jurors.length > 1 ? ` by ${model}` : ''}${repeat === undefined ? '' : `, again (${repeat})`}`
}

function statusText({ seat, status, call, reason }: SeatProgress): string {
  if (status === 'planned') return reason === null ? 'waiting' : `waiting: ${reason}`
  if (status === 'drafting') return 'drafting …'
  if (status === 'drafted' && seat.against !== undefined) return 'compared'
  return status === 'drafted' ? `drafted: ${call}` : `unscored: ${reason?.replace(/\s+/g, ' ')}`
}

function colored(colors: ReturnType<typeof pc.createColors>, { status, call, text }: SeatProgress & { text: string }): string {
  if (status === 'unscored') return colors.yellow(text)
  if (status !== 'drafted') return colors.dim(text)
  return call === 'ship' ? colors.green(text) : call === 'skip' ? colors.red(text) : text
}

function summary(record: PanelRecord, elapsed: string): string {
  return `Finished in ${elapsed}. ${replySources(record)}`
}
