import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { z } from 'zod'
import { longest, most, recordOfAtMost } from '../../../contracts/limits.js'
import { UsageError } from '../../errors.js'

/** The first line: what the file holds, and which schema it came from. */
export const headerSchema = z.object({
  format: z.literal('panel.database/1'),
  /** The Ship Panel that wrote it. */
  version: z.string().max(100),
  exportedAt: z.iso.datetime().max(longest.instant),
  /** The hash of each migration that its database had, oldest first. Their number is the schema version. */
  migrations: z.array(z.string().max(200)).max(10_000),
  /** Every table in an order in which rows may be added, with its columns in the order of its rows. */
  tables: z.array(z.object({ name: z.string().max(200), columns: z.array(z.string().max(200)).max(2_000) })).max(10_000),
})
export type DatabaseHeader = z.infer<typeof headerSchema>

/** The last line: how many rows each table has, where each sequence is (null: never used), and the SHA-256 of every byte before this line. */
export const endSchema = z.object({
  end: z.object({
    rows: recordOfAtMost(z.record(z.string().max(longest.id), z.int().nonnegative()), most.members),
    sequences: recordOfAtMost(
      z.record(
        z.string().max(longest.id),
        z
          .string()
          .regex(/^-?\d{1,19}$/)
          .nullable(),
      ),
      most.members,
    ),
    sha256: z.string().max(64),
  }),
})
export type DatabaseEnd = z.infer<typeof endSchema>['end']

/** No value of Node's is longer: a row holds whole documents. */
const longestRow = 2 ** 29

/** A line between: the table whose rows follow, or a row as PostgreSQL writes it as text. */
const lineSchema = z.union([z.object({ table: z.string().max(longest.id) }), z.string().max(longestRow), endSchema])

export type DatabaseLine = { kind: 'table'; table: string } | { kind: 'row'; row: string } | { kind: 'end'; end: DatabaseEnd }

/** A file that is not what `panel database export` wrote, or not all of it. */
export function damaged(file: string, what: string): UsageError {
  return new UsageError(
    `${file} cannot be imported: ${what}. Nothing was changed. To fix it, copy the file again, or export again: panel database export`,
  )
}

/**
 * Reads an export line by line, holding one at a time. Throws `UsageError` for what is no export, and for one that was changed or cut off:
 * that is known at its end alone, so the reader keeps nothing before.
 */
export async function* readDatabaseFile(file: string): AsyncGenerator<{ kind: 'header'; header: DatabaseHeader } | DatabaseLine> {
  const sum = createHash('sha256')
  let isFirst = true
  for await (const line of linesOf(file)) {
    const text = line.toString('utf8')
    if (isFirst) {
      isFirst = false
      const header = headerSchema.safeParse(parseJson(text))
      if (!header.success) throw damaged(file, 'it is no export of a Ship Panel database (panel.database/1)')
      yield { kind: 'header', header: header.data }
    } else {
      const parsed = lineSchema.safeParse(parseJson(text))
      if (!parsed.success) throw damaged(file, 'it was changed or cut off')
      const { data } = parsed
      if (typeof data === 'string') yield { kind: 'row', row: data }
      else if ('table' in data) yield { kind: 'table', table: data.table }
      else {
        if (data.end.sha256 !== sum.digest('hex')) throw damaged(file, 'its checksum is another: it was changed')
        yield { kind: 'end', end: data.end }
        return
      }
    }
    sum.update(line).update('\n')
  }
  throw damaged(file, isFirst ? 'it is empty' : 'its end is missing')
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** The lines of a file, without their line feed. Only that ends a line: texts hold other separators. */
async function* linesOf(file: string): AsyncGenerator<Buffer> {
  let parts: Buffer[] = []
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    let from = 0
    for (let end = chunk.indexOf(10); end >= 0; end = chunk.indexOf(10, from)) {
      yield Buffer.concat([...parts, chunk.subarray(from, end)])
      parts = []
      from = end + 1
    }
    if (from < chunk.length) parts.push(chunk.subarray(from))
  }
  if (parts.length > 0) yield Buffer.concat(parts)
}
