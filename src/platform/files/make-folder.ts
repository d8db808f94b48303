import { mkdir, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'

/**
 * Makes a folder and those above it. Not Node's own `recursive`, which tries for ever where a folder that is there takes no new one and says that
 * it is not there, as /proc does. `mode` is for the folders that are made. Throws what the file system says.
 */
export async function makeFolder(path: string, { mode }: { mode?: number } = {}): Promise<void> {
  const whole = resolve(path)
  const found = await stat(whole).catch(() => null)
  if (found?.isDirectory() === true) return
  if (found !== null)
    throw Object.assign(new Error(`EEXIST: a file is where a folder is needed, '${whole}'`), { code: 'EEXIST', path: whole })
  if (dirname(whole) !== whole) await makeFolder(dirname(whole))
  await mkdir(whole, mode).catch((error: NodeJS.ErrnoException) => {
    // Another process was quicker.
    if (error.code !== 'EEXIST') throw error
  })
}
