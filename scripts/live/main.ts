import { mkdtemp, readFile, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readArguments } from '../../bench/command-line.js'
import { loadConfig } from '../../src/app/config.js'
import { openModels } from '../../src/app/open-models.js'
import { InputError, UsageError } from '../../src/platform/errors.js'
import { packageFiles } from '../../src/platform/files/package-files.js'
import { writeWhole } from '../../src/platform/files/write-whole.js'
import { createRuntime } from '../../src/platform/runtime.js'
import { parseModelId } from '../../src/providers/catalog/model-id.js'
import { redactionsOf } from '../../src/providers/setup.js'
import { seconds } from './case.js'
import { cases } from './cases.js'
import { liveRun } from './options.js'
import { type CaseResult, runCases } from './run-cases.js'
import { createServers } from './servers.js'
import { withRows } from './table.js'

/*
 * `npm run live -- --model ollama:smollm2:135m`: what a real model server does with our adapters. It is no part of `npm test`, which needs no server;
 * `-- --help` lists its cases.
 */

const options = readArguments(liveRun)
const { provider } = parseModelId(options.model)
const { config, runtime } = await openConfig()
const folder = await realpath(await mkdtemp(join(tmpdir(), 'panel-live-')))
const servers = options.start === null ? null : createServers({ command: options.start, folder, runtime })
const stopping = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => stopping.abort(new Error(`stopped by ${signal}`)))
const out = options.json ? process.stderr : process.stdout

/** The configuration of this folder. One that is wrong, or names no such provider, ends the process before anything is started. */
async function openConfig() {
  try {
    const read = await loadConfig({ folder: process.cwd(), defaultLogLevel: 'silent' })
    const opened = createRuntime({ logLevel: read.logLevel })
    // With --start, a name that is not known is that of the server to be started.
    if (options.start === null) openModels(read, opened).registry.reader(options.model)
    return { config: read, runtime: opened }
  } catch (error) {
    if (!(error instanceof UsageError || error instanceof InputError)) throw error
    process.stderr.write(`error: ${error.message}\n`)
    process.exit(2)
  }
}

function tell({ name, status, happened, ms }: CaseResult): void {
  out.write(`${status.padEnd(16)}${name.padEnd(18)}${seconds(ms).padStart(8)}  ${happened}\n`)
}

try {
  const { server, results } = await runCases({
    ...{ cases: options.cases, config, runtime, model: options.model, provider, folder, isWhole: options.isWhole, servers },
    ...{ secrets: redactionsOf(config), signal: stopping.signal, tell },
  })
  const day = runtime.now().toISOString().slice(0, 10)
  const { kind, version } = server ?? { kind: provider, version: 'unknown' }
  out.write(`${kind} ${version}, ${options.model}, ${day}\n`)
  if (options.json) {
    const found = results.map(({ name, status, happened, ms }) => ({ name, status, happened, seconds: Math.round(ms / 100) / 10 }))
    process.stdout.write(
      `${JSON.stringify({ schema: 'panel.live/1', day, server: kind, version, model: options.model, cases: found }, null, 2)}\n`,
    )
  }
  if (options.isWritten && server !== null) await write(results, { server: kind, version, model: options.model, day })
  if (stopping.signal.aborted) process.exitCode = 130
  else if (results.some(({ status }) => status === 'not as expected')) process.exitCode = 1
} finally {
  await servers?.stop()
  await rm(folder, { recursive: true, force: true })
}
// A case that hung may still hold a connection.
process.exit()

async function write(
  results: readonly CaseResult[],
  facts: { server: string; version: string; model: string; day: string },
): Promise<void> {
  const path = join(packageFiles.root, 'docs', 'providers.md')
  const rows = results
    .filter(({ status }) => status !== 'not run')
    .map(({ title, status, happened }) => ({ ...facts, title, happened: status === 'ok' ? happened : `**${status}**: ${happened}` }))
  await writeWhole(
    path,
    withRows(
      await readFile(path, 'utf8'),
      rows,
      cases.map(({ title }) => title),
    ),
  )
}
