import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import { makeFolder } from '../platform/files/make-folder.js'
import { writeWhole } from '../platform/files/write-whole.js'
import type { Runtime } from '../platform/runtime.js'

/** What a server saw of a proxy whose header it could not read, for `panel doctor`. */
const noteSchema = z.object({ header: z.string().max(200), form: z.string().max(200), at: z.iso.datetime() })
export type ProxyNote = z.infer<typeof noteSchema>

const noteIn = (home: string) => join(home, 'proxy-header.json')

/** Keeps the note in the home. A home that cannot be written costs the note, and no reader a page. */
export async function keepProxyNote(home: string, note: ProxyNote, { log }: Pick<Runtime, 'log'>): Promise<void> {
  try {
    await makeFolder(home)
    await writeWhole(noteIn(home), `${JSON.stringify(note)}\n`)
  } catch (error) {
    log.warn({ reason: String(error) }, 'panel doctor will not know of the header')
  }
}

/** Forgets what an earlier start saw: the proxy may be set right by now. */
export async function forgetProxyNote(home: string): Promise<void> {
  await rm(noteIn(home), { force: true }).catch(() => undefined)
}

/** The note of the server that runs in this home, or ran last; null where every header could be read. */
export async function readProxyNote(home: string): Promise<ProxyNote | null> {
  const text = await readFile(noteIn(home), 'utf8').catch(() => '')
  try {
    return noteSchema.parse(JSON.parse(text))
  } catch {
    return null
  }
}
