import { z } from 'zod'

/** What a job carries: ids, never documents. Parsed again by the worker, which may be older or newer than the producer. */
export const seatPayloadSchema = z.strictObject({
  seatId: z.string().max(500),
  panelId: z.string().max(500),
  run: z.int().positive(),
  /** The seat that warms the prompt cache for this one: itself for the one that goes ahead, null where nothing is cached. */
  leaderId: z.string().max(500).nullable(),
})
export type SeatPayload = z.infer<typeof seatPayloadSchema>

export const panelPayloadSchema = z.strictObject({ panelId: z.string().max(500), run: z.int().positive() })
export type PanelPayload = z.infer<typeof panelPayloadSchema>
