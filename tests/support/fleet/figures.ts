import type { Outcome } from './fleet.js'

export type Figure = Outcome & { fault: string; queue: string; seconds: number; afterSeconds: number; mayBuyAgain: number }

type Setting = { panels: number; seats: number; latencyMs: number; concurrency: number }

/** The fault matrix as Markdown, for docs/. */
export function faultTable(figures: readonly Figure[], { panels, seats, latencyMs, concurrency }: Setting): string {
  const rows = [...figures]
    .sort((a, b) => a.queue.localeCompare(b.queue))
    .map(
      ({ fault, queue, finished, drafts, requests, boughtAgain, mayBuyAgain, seconds, afterSeconds }) =>
        `| ${fault} | ${queue} | ${finished} of ${panels} | ${drafts} of ${seats} | ${requests} | ${boughtAgain} (${mayBuyAgain}) | ${seconds.toFixed(1)} | ${afterSeconds.toFixed(1)} |`,
    )
  return [
    '# Fault matrix',
    '',
    `Written by \`npm run faults\`. ${panels} panels of ${seats / panels} seats run on two worker processes with ${concurrency} seats at once each, against a model`,
    `server that answers after ${latencyMs} ms and counts what it is asked. Then the fault strikes. Bought again: whole replies beyond one a call,`,
    'with the most that may be lost in brackets: calls under way in what was killed. Several faults run at once on the machine that measured, so the',
    'seconds are upper bounds.',
    '',
    '| fault | queue | panels ended | drafts | requests | bought again (most) | seconds in all | after the fault |',
    '| --- | --- | --- | --- | --- | --- | --- | --- |',
    ...rows,
    '',
  ].join('\n')
}
