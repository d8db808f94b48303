import { type DebianProgram, ensureProgram, findProgram } from './debian-package.js'

const chromium: DebianProgram = {
  what: 'Chromium',
  programs: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
  packageName: 'chromium',
}

/** Vitest's global set-up: makes sure that there is a Chromium, or ends the run with the command that installs it. */
export default function ensureChromium(): void {
  ensureProgram(chromium)
}

/** The path of Chromium's executable, or undefined. */
export function findChromium(): string | undefined {
  return findProgram(chromium)
}
