import { hashJson } from './hash.js'

/** A seat's id follows from what it is, so that enqueuing a plan twice names the same seats. */
export function seatId(seat: { panelId: string; tool: string; persona: string; model: string; repeat?: number; against?: string }): string {
  return `seat_${hashJson(seat).slice(0, 24)}`
}

/** The record's id follows from its panel: a panel has one record, whatever process aggregates it. */
export function recordId(panelId: string): string {
  return panelId.replace(/^pnl_/, 'rec_')
}
