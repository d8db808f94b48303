import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { packageFiles } from '../src/package-files.js'

/** One run of `panel demo` as a process of its own: seconds to its end, and the most memory its Node process held, in MiB. */
export type DemoRun = { seconds: number; peakMiB: number }

/** Makes the measured process say its peak memory (ru_maxrss, in KiB) as its last line on stderr. */
const reportPeak = `data:text/javascript,process.on("exit",()=>process.stderr.write("\\npeak-kib "+process.resourceUsage().maxRSS+"\\n"))`

/** Runs the demo with the given PANEL_HOME; a home that does not exist yet makes it the first run ever. */
export async function runDemo({ home, monotonicMs }: { home: string; monotonicMs: () => number }): Promise<DemoRun> {
  const startedMs = monotonicMs()
  const main = join(packageFiles.root, 'dist', 'src', 'cli', 'main.js')
  const child = spawn(process.execPath, ['--import', reportPeak, main, 'demo'], {
    env: { PATH: process.env.PATH ?? '', HOME: process.env.HOME ?? '', PANEL_HOME: home },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let stderr = ''
  child.stderr.setEncoding('utf8').on('data', (chunk: string) => {
    stderr += chunk
  })
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve))
  if (code !== 0) throw new Error(`the demo ended with ${code}: ${stderr}`)
  return { seconds: (monotonicMs() - startedMs) / 1000, peakMiB: Number(/peak-kib (\d+)/.exec(stderr)?.[1]) / 1024 }
}
