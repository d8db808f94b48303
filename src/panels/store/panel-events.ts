import pg from 'pg'
import type { Logger } from 'pino'
import { z } from 'zod'
import { servingBounds } from '../../platform/db/database.js'

/** The channel on which the end of a panel is announced; the payload is `{"panelId": …}`. */
export const panelChannel = 'ship_panel'

const payloadSchema = z.object({ panelId: z.string().max(500) })

export type PanelEvents = {
  /** Calls back when the panel has ended, until `stop`. */
  listen: (panelId: string, onFinished: () => void) => Promise<{ stop: () => void }>
  /** Ends the connection, if there is one. */
  close: () => Promise<void>
}

/**
 * What a process hears of panels that end, all of it over one connection, which is opened for the first panel that is followed and kept for the
 * next. One that breaks goes quiet until then, so a waiting caller also looks from time to time.
 */
export function createPanelEvents({ connectionString, log }: { connectionString: string; log: Logger }): PanelEvents {
  const listeners = new Map<string, Set<() => void>>()
  let connected: Promise<pg.Client> | null = null
  const open = async (): Promise<pg.Client> => {
    const client = new pg.Client({
      connectionString,
      application_name: 'ship-panel events',
      connectionTimeoutMillis: servingBounds.connectMs,
      query_timeout: servingBounds.silentMs,
      keepAlive: true,
    })
    client.on('error', (error) => {
      connected = null
      if (listeners.size > 0) log.warn({ err: error }, 'the connection that follows panels broke')
    })
    client.on('notification', ({ payload }) => {
      const parsed = payloadSchema.safeParse(JSON.parse(payload ?? 'null'))
      for (const onFinished of (parsed.success ? listeners.get(parsed.data.panelId) : undefined) ?? []) onFinished()
    })
    try {
      await client.connect()
      await client.query(`LISTEN ${panelChannel}`)
    } catch (error) {
      void client.end().catch(() => undefined)
      throw error
    }
    return client
  }
  return {
    listen: async (panelId, onFinished) => {
      connected ??= open().catch((error: unknown) => {
        connected = null
        throw error
      })
      await connected
      // One function may be given twice.
      const listener = () => onFinished()
      const ofPanel = listeners.get(panelId) ?? new Set()
      listeners.set(panelId, ofPanel.add(listener))
      const stop = (): void => {
        ofPanel.delete(listener)
        if (ofPanel.size === 0) listeners.delete(panelId)
      }
      return { stop }
    },
    close: async () => {
      const client = await connected?.catch(() => null)
      connected = null
      await client?.end()
    },
  }
}
