import pg from 'pg'
import type { Logger } from 'pino'
import { z } from 'zod'
import { servingBounds } from '../../platform/db/database.js'

/** The channel on which the end of a panel is announced; the payload is `{"panelId": …}`. */
export const panelChannel = 'ship_panel'

const payloadSchema = z.object({ panelId: z.string().max(500) })

/**
 * Calls back when the panel has its record. A connection that breaks goes quiet, so a waiting caller also looks from time to time.
 */
export async function listenToPanel(options: {
  connectionString: string
  panelId: string
  log: Logger
  onFinished: () => void
}): Promise<{ close: () => Promise<void> }> {
  const client = new pg.Client({
    connectionString: options.connectionString,
    application_name: 'ship-panel events',
    connectionTimeoutMillis: servingBounds.connectMs,
    query_timeout: servingBounds.silentMs,
  })
  client.on('error', (error) => options.log.warn({ err: error }, 'the connection that follows the panel broke'))
  client.on('notification', ({ payload }) => {
    const parsed = payloadSchema.safeParse(JSON.parse(payload ?? 'null'))
    if (parsed.success && parsed.data.panelId === options.panelId) options.onFinished()
  })
  await client.connect()
  await client.query(`LISTEN ${panelChannel}`)
  return { close: () => client.end() }
}
