import { type ChainCheck, genesisHash, type Head } from '../audit/audit-chain.js'
import { UsageError } from '../platform/errors.js'
import type { AuditActions } from '../review/audit-actions.js'
import { exitCodes } from './exit.js'
import { withApp } from './session.js'

export type AuditVerifyOptions = { record?: string; head?: string; json?: boolean }
export type AuditExportOptions = { record?: string }

/** Goes through the audit log, or one record's, and says whether it is whole; with `--head`, whether it still holds a head noted before. */
export async function auditVerify({ record, head, json = false }: AuditVerifyOptions): Promise<void> {
  const expected = head === undefined ? undefined : parseHead(head)
  process.exitCode = await withApp(async ({ app }) => {
    const { audit } = app.reviews
    const checked = await audit.verify({ recordId: record, expected })
    if (record !== undefined && checked.status === 'ok' && checked.head.entries === 0)
      throw new UsageError(`the audit log holds nothing about ${record}`)
    process.stdout.write(
      json ? `${JSON.stringify({ schema: 'panel.audit-check/1', record: record ?? null, ...checked }, null, 2)}\n` : renderCheck(checked),
    )
    return checked.status === 'ok' ? exitCodes.done : exitCodes.failed
  })
}

/** Writes every entry of the audit log to stdout, oldest first, one JSON document a line; how it ends goes to stderr, to be noted. */
export async function auditExport({ record }: AuditExportOptions): Promise<void> {
  process.exitCode = await withApp(async ({ app, signal }) => {
    const head = await exportLog(app.reviews.audit, { record, signal, write: (line) => process.stdout.write(line) })
    process.stderr.write(`${head.entries === 1 ? '1 entry' : `${head.entries} entries`}; the log ends with ${head.entries}:${head.hash}\n`)
    return exitCodes.done
  })
}

type Export = { record: string | undefined; signal: AbortSignal; write: (line: string) => unknown }

async function exportLog(
  { entries }: { entries: (recordId?: string) => ReturnType<AuditActions['exportAll']> },
  { record, signal, write }: Export,
) {
  let head: Head = { entries: 0, hash: genesisHash }
  for await (const entry of entries(record)) {
    signal.throwIfAborted()
    write(`${JSON.stringify(entry)}\n`)
    head = { entries: head.entries + 1, hash: entry.hash }
  }
  return head
}

/** `12:5f…`: how many entries there were, and the hash of the last. Throws `UsageError`. */
export function parseHead(text: string): Head {
  const match = /^(\d{1,15}):([0-9a-f]{64})$/.exec(text)
  if (match === null) throw new UsageError(`"${text}" is no head: write entries:hash, as panel audit export gives it`)
  return { entries: Number(match[1]), hash: match[2] ?? '' }
}

/** What the check came to, for people. Pure. */
export function renderCheck(checked: ChainCheck): string {
  if (checked.status === 'ok') {
    const { entries, hash } = checked.head
    return `The audit log is whole: ${entries} ${entries === 1 ? 'entry' : 'entries'}, each following the one before.\nIt ends with ${entries}:${hash}\n`
  }
  const at = checked.seq === 0 ? 'The audit log is broken' : `The audit log is broken at entry ${checked.seq}`
  return `${at}: ${checked.why}.\nCompare it with an export or a backup from before.\n`
}
