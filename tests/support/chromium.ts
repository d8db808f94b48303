import { type DebianProgram, findProgram } from './debian-package.js'

export const chromium: DebianProgram = {
  what: 'Chromium',
  programs: ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'],
  packageName: 'chromium',
}

/** The path of Chromium's executable, or undefined. */
export function findChromium(): string | undefined {
  return findProgram(chromium)
}
