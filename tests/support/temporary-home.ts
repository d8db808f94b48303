import { chmod, mkdtemp, readFile, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { clusterIn } from '../../src/platform/db/embedded/cluster.js'
import { readServerState } from '../../src/platform/db/embedded/server-state.js'

/** A home for Ship Panel's data that does not exist yet, in a new folder that does. */
export type TemporaryHome = {
  home: string
  /** Ends a server that still runs there, and deletes the home, and its database if that lies elsewhere. */
  remove: () => Promise<void>
}

const now = () => new Date()

/** Makes a temporary home with that name. `isPrivate`: no one but its owner may enter the folder above, as it is with root's own home. */
export async function makeTemporaryHome({ isPrivate = false, name = '.panel' } = {}): Promise<TemporaryHome> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'ship-panel-test-')))
  await chmod(folder, isPrivate ? 0o700 : 0o755)
  const home = join(folder, name)
  return {
    home,
    remove: async () => {
      const location = (await readFile(join(home, 'postgres-location'), 'utf8').catch(() => '')).trim()
      await endServer(location || home)
      if (location) await rm(location, { recursive: true })
      await rm(folder, { recursive: true })
    },
  }
}

/** Only a failed test leaves a server behind. SIGQUIT ends it without writing anything down. */
async function endServer(base: string): Promise<void> {
  const cluster = clusterIn(base)
  for (;;) {
    const state = await readServerState(cluster, { now })
    if (state.status === 'absent' || state.status === 'stale') return
    if (state.pid !== null) process.kill(state.pid, 'SIGQUIT')
    await sleep(20)
  }
}
