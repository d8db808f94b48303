import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { writeWhole } from '../../src/platform/files/write-whole.js'
import { toJson } from '../write-results.js'
import type { PeerResults } from './results.js'

/** Writes `peers.md`, which is that page, and `peers.json`. Returns their paths. */
export async function writePeers(folder: string, results: PeerResults, page: string): Promise<string[]> {
  const contents = { 'peers.md': page, 'peers.json': toJson(results) }
  await mkdir(folder, { recursive: true })
  return Promise.all(
    Object.entries(contents).map(async ([name, text]) => {
      const path = join(folder, name)
      await writeWhole(path, text)
      return path
    }),
  )
}
