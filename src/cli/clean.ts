import type { CleanUpReport } from '../app/clean-up.js'
import { digitsOf } from '../site/pages/record/words.js'
import { exitCodes } from './exit.js'
import { answer, type JsonOption } from './json-option.js'
import { withApp } from './session.js'

export type CleanOptions = JsonOption & { dryRun?: boolean }

/** Deletes what the configuration keeps no longer, or says what that would be, in figures. */
export async function clean({ dryRun: isDryRun = false, ...options }: CleanOptions): Promise<void> {
  process.exitCode = await withApp(async ({ app, signal }) => {
    const report = await app.cleanUp({ isDryRun, signal, by: 'panel database clean' })
    if (report === null) throw new Error('another clean-up is under way: wait for it to end, then run this again')
    const document = { schema: 'panel.database-clean/1', isDryRun, ...report }
    answer((text) => process.stdout.write(text), options, { document, text: cleanUpText(report, { isDryRun }) })
    return exitCodes.done
  })
}

/** A report for people. Pure. */
export function cleanUpText({ replies, events, jobs, pages }: CleanUpReport, { isDryRun }: { isDryRun: boolean }): string {
  const goes = isDryRun ? 'Would delete' : 'Deleted'
  const lines = [
    ...(replies === null ? ['Replies are kept for ever: retention.repliesDays is not set.'] : repliesLines(replies, goes)),
    ...(events === null
      ? ['Events are kept for ever: retention.eventsDays is not set.']
      : [
          `${goes} ${digitsOf(events.deliveries, 'webhook event')}, delivered or given up before ${day(events.before)}.`,
          `  Stay: ${stays(events.keeps)}`,
        ]),
    ...(jobs === null
      ? ['Failed jobs are kept for a week: retention.jobsDays is not set.']
      : [`${goes} ${digitsOf(jobs.failedJobs, 'failed job')} from before ${day(jobs.before)}.`, `  Stay: ${stays(jobs.keeps)}`]),
    `${goes} the bytes of ${digitsOf(pages.pages, 'page')} (${(pages.bytes / 1e6).toFixed(1)} MB), last fetched before ${day(pages.before)}; their texts stay.`,
    `  Stay: ${stays(pages.keeps)}`,
  ]
  return `${lines.join('\n')}\n`
}

const day = (instant: string) => instant.slice(0, 10)

function stays(keeps: Readonly<Record<string, number>>): string {
  const some = Object.entries(keeps).filter(([, count]) => count > 0)
  return some.length === 0 ? 'none' : some.map(([why, count]) => `${count} ${why}`).join(', ')
}

function repliesLines({ before, panels, recordings, bytes, ...replies }: NonNullable<CleanUpReport['replies']>, goes: string): string[] {
  const calls = `${repliesText(replies.replies)} and ${digitsOf(replies.requests, 'request')} without a reply (${(bytes / 1e6).toFixed(1)} MB)`
  return [
    `${goes} ${calls} and ${digitsOf(recordings, 'recording')}, last used before ${day(before)}; what they used and cost stays. ${digitsOf(panels, 'panel')} cannot be started again.`,
    `  Stay: replies: ${stays(replies.keeps)}; requests without a reply: ${stays(replies.keepsRequests)}; recordings: ${stays(replies.keepsRecordings)}`,
  ]
}

function repliesText(count: number): string {
  return count === 1 ? '1 reply with its request' : `${digitsOf(count, 'replie')} with their requests`
}
