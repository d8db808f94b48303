import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { writeWhole } from '../src/platform/files/write-whole.js'

/** Writes each text under its name into a folder, made when missing. Returns their paths. */
export async function writeFiles(folder: string, contents: Readonly<Record<string, string>>): Promise<string[]> {
  await mkdir(folder, { recursive: true })
  return Promise.all(
    Object.entries(contents).map(async ([name, text]) => {
      const path = join(folder, name)
      await writeWhole(path, text)
      return path
    }),
  )
}
