import { machineLine } from '../report.js'
import { type PeerName, peerNames, peers } from './definitions.js'
import { type Contestant, type ContestantName, type ContestantRun, type PeerResults, sentAgain } from './results.js'

const megabyte = 1e6
const nothing = '–'

/** One row a contestant: windows as multiples of the floor, what it cost, and what it kept. Pure. */
export function peersTable({ load, floor, contestants }: PeerResults): string {
  const rows = contestants.map((contestant) => {
    const { runs, kill } = contestant
    const again =
      kill === null
        ? nothing
        : `${sentAgain(kill, load.seats)}; ${kill.repliesBefore} were answered, ${kill.requestsBefore - kill.repliesBefore} were with the provider`
    return [titleOf(contestant.name), ratioText(runs, floor), windowText(runs), ...costCells(runs), again]
  })
  const head = ['', 'window ÷ floor', 'window', 'processor', 'memory', 'sent again after a kill at half time']
  return toTable(head, [...rows, ['floor', '1', windowText(floor), ...costCells(floor), nothing]])
}

/** The page of the documentation. Pure. */
export function renderPeers(results: PeerResults): string {
  const { load, floor, date, version, command, machine, loadBefore, contestants } = results
  const failures = contestants.flatMap(({ name, failure }) =>
    failure === null ? [] : [`- ${titleOf(name)} failed: ${firstLine(failure)}`],
  )
  return `${[
    '# Against what a user would pick instead',
    `Written by \`${command}\` on ${date}, version ${version}; do not edit. The same as data: [peers.json](peers.json).`,
    machineLine(machine),
    loadText(loadBefore, machine.cores),
    `The same ${load.seats} requests to the same paced provider, which answers each after ${load.latencyMs} ms; ${load.concurrency} in flight at most. ${roundsText(floor.length)}`,
    peersTable(results),
    ...missingText(contestants),
    ...(failures.length === 0 ? [] : [failures.join('\n')]),
    '## How each is used',
    howText(contestants),
    '## How it is measured',
    methodText,
  ].join('\n\n')}\n`
}

/** Pure. */
function loadText(load: number, cores: number): string {
  const text = `When it began, the load average was ${load.toFixed(1)} on ${cores} cores`
  return load > cores / 2
    ? `${text}: other work ran on the machine, so seconds are too high and ratios are noisy. Only ratios of one run say something, and only roughly.`
    : `${text}.`
}

function roundsText(rounds: number): string {
  if (rounds === 1) return 'One round, in which everyone follows each other.'
  return `Best of ${rounds} rounds, in which everyone follows each other; in brackets the lowest and highest ratio of a round.`
}

/** Who is not in these results, for which there may be many reasons. */
function missingText(contestants: readonly Contestant[]): string[] {
  const missing = peerNames.filter((name) => contestants.every((contestant) => contestant.name !== name))
  return missing.length === 0 ? [] : [`Not in this run: ${missing.map((name) => peers[name].title).join(', ')}.`]
}

function howText(contestants: readonly Contestant[]): string {
  const ours =
    '- **Panels**: `panel work` as people start it, kicked off from another process; replies are kept in PostgreSQL, the queue is there or in Redis. The worker is killed, and another one started.'
  const others = peerNames
    .filter((name) => contestants.some((contestant) => contestant.name === name))
    .map((name) => `- **${peers[name].title}** (${versionsOf(name)}): ${peers[name].how}`)
  return [ours, ...others].join('\n')
}

const methodText = `- **Window**: from the first request to the last reply, at the provider. The floor is a loop over \`fetch\` with p-limit that checks each reply, and keeps nothing.
- **No one is warmed up**: a batch is a program that is started. The window begins with the first request, so loading a program is not in it.
- **Processor**: user and system, of all processes from their start to their end, loading included, and of PostgreSQL (and Redis) for who uses them. For the panels, whose
  worker is started before, it is counted from the kick-off on. The floor counts without loading.
- **Memory**: the most that the processes of a contestant held at once, sampled every 50 ms; for the panels the worker's peak. Servers are not in it.
- **Killed**: when half of the requests are answered, all processes of a peer get SIGKILL, and it is started again the way its documentation says. The provider counts the
  requests before and after; those beyond the ones never sent were sent again. What is with the
  provider at the kill has to be sent again by anyone, and so does a reply that has arrived and is not stored yet.
- **Versions** are pinned: the newest that run on Node 20.19. Newer ones of promptfoo, Mastra, LangChain's OpenAI package and the AI SDK need Node 22.
- Each peer gets the system and user text of the same requests and the same JSON Schema, and builds its request itself, in the way that it asks for structured output.`

function titleOf(name: ContestantName): string {
  return isPeer(name) ? peers[name].title : name
}

function isPeer(name: ContestantName): name is PeerName {
  return peerNames.some((peer) => peer === name)
}

function versionsOf(name: PeerName): string {
  return Object.entries(peers[name].packages)
    .map(([packageName, version]) => `${packageName} ${version}`)
    .join(', ')
}

function ratioText(runs: readonly ContestantRun[], floor: readonly ContestantRun[]): string {
  if (runs.length === 0) return nothing
  const pairs = runs.flatMap(({ windowMs }, round) => {
    const beside = floor[round]
    return beside === undefined ? [] : [windowMs / beside.windowMs]
  })
  const value = best(runs, 'windowMs') / best(floor, 'windowMs')
  return `${value.toFixed(2)} (${Math.min(...pairs).toFixed(2)}–${Math.max(...pairs).toFixed(2)})`
}

function windowText(runs: readonly ContestantRun[]): string {
  return runs.length === 0 ? nothing : `${(best(runs, 'windowMs') / 1000).toFixed(2)} s`
}

/** Of the run with the least. */
function costCells(runs: readonly ContestantRun[]): [processor: string, memory: string] {
  const [processor, memory] = [best(runs, 'cpuSeconds'), best(runs, 'peakBytes')]
  return [
    Number.isFinite(processor) ? `${processor.toFixed(2)} s` : nothing,
    Number.isFinite(memory) ? `${Math.round(memory / megabyte)} MB` : nothing,
  ]
}

/** The least of the known ones; Infinity for none. */
function best(runs: readonly ContestantRun[], figure: keyof ContestantRun): number {
  return Math.min(...runs.flatMap((run) => run[figure] ?? []))
}

function firstLine(text: string): string {
  return text.split('\n')[0] ?? ''
}

function toTable(head: readonly string[], rows: readonly (readonly string[])[]): string {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
