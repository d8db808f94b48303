import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { z } from 'zod'
import { makeFolder } from '../platform/files/make-folder.js'
import { writeWhole } from '../platform/files/write-whole.js'
import type { Runtime } from '../platform/runtime.js'

/** A small JSON file in the home, with which a server tells something to the commands beside it. */
export type HomeNote<T> = {
  /** Keeps the note. A home that cannot be written costs the note alone. */
  keep: (home: string, note: T, runtime: Pick<Runtime, 'log'>) => Promise<void>
  forget: (home: string) => Promise<void>
  /** Null where there is none, or none that can be read. */
  read: (home: string) => Promise<T | null>
}

/** `lost` says in the log what does without a note that could not be written. */
export function createHomeNote<T>({ file, schema, lost }: { file: string; schema: z.ZodType<T>; lost: string }): HomeNote<T> {
  const noteIn = (home: string) => join(home, file)
  return {
    keep: async (home, note, { log }) => {
      try {
        await makeFolder(home)
        await writeWhole(noteIn(home), `${JSON.stringify(note)}\n`)
      } catch (error) {
        log.warn({ reason: String(error) }, lost)
      }
    },
    forget: async (home) => {
      await rm(noteIn(home), { force: true }).catch(() => undefined)
    },
    read: async (home) => {
      const text = await readFile(noteIn(home), 'utf8').catch(() => '')
      try {
        return schema.parse(JSON.parse(text))
      } catch {
        return null
      }
    },
  }
}
