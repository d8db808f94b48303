import pc from 'picocolors'
import type { SourceChanges, WatchedSource } from '../contracts/source-changes.js'
import { UsageError } from '../platform/errors.js'
import { nearest } from '../platform/input/suggestion.js'
import { isolate } from '../platform/text/text-direction.js'
import { exitCodes } from './exit.js'
import { answer, type JsonOption } from './json-option.js'
import { withApp } from './session.js'

const stateWords: Record<WatchedSource['state'], string> = {
  'not read': 'not read again yet',
  same: 'as it was read',
  changed: 'changed',
  gone: 'no longer answers; the text that was read is kept',
  failed: 'could not be read the last time',
  answers: 'its address answers; its text was typed by people',
}

/** Prints how the sources of a published tool are now, with what changed line by line. */
export async function toolChanges(slug: string, options: JsonOption): Promise<void> {
  process.exitCode = await withApp(async ({ app }) => {
    const freshness = await app.freshness()
    const changes = await freshness.changes(slug)
    if (changes.recordId === null) checkKnown(slug, await freshness.slugs())
    const colors = pc.createColors(process.stdout.isTTY && process.stdout.hasColors())
    answer((text) => process.stdout.write(text), options, { document: changes, text: changesText(changes, colors) })
    return exitCodes.done
  })
}

function checkKnown(slug: string, slugs: readonly string[]): void {
  if (slugs.includes(slug)) return
  const near = nearest(slug, slugs)
  throw new UsageError(`there is no tool "${slug.slice(0, 100)}".${near === null ? '' : ` Did you mean ${near}?`}`)
}

/** The changes for people. Pure. */
export function changesText({ tool, recordId, sources }: SourceChanges, colors: Pick<typeof pc, 'bold' | 'red' | 'green' | 'dim'>): string {
  if (recordId === null) return `${tool} is not published, or only just: it is the sources of published tools that are watched.\n`
  const blocks = sources.map(({ source, title, url, state, since, checkedAt, message, changes, diff }) => {
    const when = since === null ? '' : ` since ${since.slice(0, 10)}`
    const looked = checkedAt === null ? '' : `, last looked at ${checkedAt.slice(0, 16).replace('T', ' ')} UTC`
    return [
      `${colors.bold(isolate(title))} (${source}): ${stateWords[state]}${when}${looked}`,
      `  ${url}`,
      ...changes.map((change) => `  ${isolate(change)}`),
      ...(message === null ? [] : [`  ${message}`]),
      ...diff.map((part) => lineText(part, colors)),
    ].join('\n')
  })
  return `${blocks.join('\n\n')}\n`
}

function lineText(part: WatchedSource['diff'][number], { red, green, dim }: Parameters<typeof changesText>[1]): string {
  if (part.kind === 'skipped') return dim(`    … ${part.lines} more`)
  if (part.kind === 'same') return `    ${isolate(part.line)}`
  return part.kind === 'added' ? green(`  + ${isolate(part.line)}`) : red(`  - ${isolate(part.line)}`)
}
