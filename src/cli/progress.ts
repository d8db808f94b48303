import { createLogUpdate } from 'log-update'
import pc from 'picocolors'
import type { Plan, Seat } from '../contracts/plan.js'
import type { PanelRecord } from '../contracts/record.js'
import type { SeatProgress } from '../store/panels.js'
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
  const head = `Panel ${plan.panelId}: ${plan.tools.length === 1 ? '1 tool' : `${plan.tools.length} tools`}, ${plan.personas.length} personas, ${plan.seats.length} seats`
  return stream.isTTY ? liveProgress({ plan, stream, head, width, elapsed }) : plainProgress({ plan, stream, head, width, elapsed })
}

type View = { plan: Plan; stream: NodeJS.WriteStream; head: string; width: number; elapsed: () => string }

function liveProgress({ plan, stream, head, width, elapsed }: View): Progress {
  const colors = pc.createColors(stream.hasColors())
  const live = createLogUpdate(stream)
  return {
    update: (seats) =>
      live([head, ...seats.map((state) => `  ${seatName(state.seat, plan).padEnd(width)}  ${colored(colors, state)}`)].join('\n')),
    finish: (record) => {
      live.done()
      stream.write(`${summary(record, elapsed())}\n\n`)
    },
    stop: () => live.done(),
  }
}

function plainProgress({ plan, stream, head, width, elapsed }: View): Progress {
  const seen = new Map<string, string>()
  let ended = 0
  stream.write(`${head}\n`)
  return {
    update: (seats) => {
      for (const state of seats) {
        if (seen.get(state.seat.id) === state.status || state.status === 'planned' || state.status === 'drafting') continue
        seen.set(state.seat.id, state.status)
        ended += 1
        stream.write(`[${ended}/${seats.length}] ${seatName(state.seat, plan).padEnd(width)}  ${statusText(state)}\n`)
      }
    },
    finish: (record) => {
      stream.write(`${summary(record, elapsed())}\n`)
    },
    stop: () => {},
  }
}

function seatName({ tool, persona, model }: Seat, plan: Plan): string {
  return `${persona} on ${tool}${plan.jurors.length > 1 ? ` by ${model}` : ''}`
}

function statusText({ status, call, reason }: SeatProgress): string {
  if (status === 'planned') return 'waiting'
  if (status === 'drafting') return 'drafting …'
  return status === 'drafted' ? `drafted: ${call}` : `unscored: ${reason}`
}

function colored(colors: ReturnType<typeof pc.createColors>, seat: SeatProgress): string {
  const text = statusText(seat)
  if (seat.status === 'unscored') return colors.yellow(text)
  if (seat.status !== 'drafted') return colors.dim(text)
  return seat.call === 'ship' ? colors.green(text) : seat.call === 'skip' ? colors.red(text) : text
}

function summary(record: PanelRecord, elapsed: string): string {
  return `Finished in ${elapsed}. ${replySources(record)}`
}
