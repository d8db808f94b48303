import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'

const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
const installCommand = 'apt-get update && apt-get install --yes --no-install-recommends chromium'

/**
 * Vitest's global set-up: makes sure that there is a Chromium. Installs Debian's package where that is allowed (root, with apt-get);
 * elsewhere it ends the run with the command to give.
 */
export default function ensureChromium(): void {
  if (findChromium() !== undefined) return
  if (process.getuid?.() !== 0 || find('apt-get') === undefined) {
    throw new Error(
      `The browser tests need Chromium. Install it with: sudo sh -c '${installCommand}' (or your system's package), then run the tests again.`,
    )
  }
  execFileSync('sh', ['-c', installCommand], { stdio: 'inherit', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } })
}

/** The path of Chromium's executable, or undefined. */
export function findChromium(): string | undefined {
  return names.map(find).find((path) => path !== undefined)
}

function find(name: string): string | undefined {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path))
}
