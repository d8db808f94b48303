import type { SourceChanges, WatchedSource } from '../../contracts/source-changes.js'
import { revealInvisible } from '../../platform/html/safe-text.js'
import { OutsideLink } from '../../site/pages/record/parts.js'
import { Moment } from './parts.js'

const stateWords: Record<WatchedSource['state'], string> = {
  'not read': 'not read again yet',
  same: 'as it was read',
  changed: 'changed',
  gone: 'no longer answers',
  failed: 'could not be read the last time',
  answers: 'its address answers; its text was typed by people',
}

/** What changed in the sources of published tools, each with its diff. `names`: of the tools, by slug, where there are several. */
export function ChangesBlock({ tools, names, now }: { tools: readonly SourceChanges[]; names?: ReadonlyMap<string, string>; now: Date }) {
  const sources = tools.flatMap(({ tool, sources: all }) => all.map((source) => ({ tool, source })))
  if (sources.every(({ source: { state } }) => state === 'not read')) return null
  const changed = sources.filter(({ source }) => source.state === 'changed').length
  return (
    <section class="block" aria-labelledby="changes-title">
      <h2 id="changes-title">
        What changed in its sources <span class="meta num">{changed}</span>
      </h2>
      <ul class="rows">
        {sources.map(({ tool, source }) => (
          <Watched source={source} of={tools.length > 1 ? (names?.get(tool) ?? tool) : null} now={now} />
        ))}
      </ul>
    </section>
  )
}

function Watched({ source, of, now }: { source: WatchedSource; of: string | null; now: Date }) {
  const { title, url, state, since, checkedAt, message, fix, changes, diff } = source
  const shown = revealInvisible(title)
  return (
    <li>
      <span class="name">
        {of === null ? null : `${revealInvisible(of)}: `}
        <OutsideLink url={url} text={shown} />
      </span>
      <p class="meta">
        {stateWords[state]}
        {since === null ? null : (
          <>
            {' '}
            since <Moment at={new Date(since)} now={now} />
          </>
        )}
        {checkedAt === null ? null : (
          <>
            , last looked at <Moment at={new Date(checkedAt)} now={now} />
          </>
        )}
      </p>
      {changes.length === 0 ? null : <p>{revealInvisible(changes.join('; '))}</p>}
      {message === null ? null : (
        <p class="meta">
          {message} {fix}
        </p>
      )}
      {diff.length === 0 ? null : (
        <details class="ask">
          <summary>
            What changed<span class="hide"> in {shown}</span>
          </summary>
          <Diff diff={diff} />
        </details>
      )}
    </li>
  )
}

/** Lines that came and lines that went, shown by mark-up and not by colour alone. */
function Diff({ diff }: { diff: WatchedSource['diff'] }) {
  return (
    <div class="source-text serif">
      {diff.map((part) => (
        <Line part={part} />
      ))}
    </div>
  )
}

function Line({ part }: { part: WatchedSource['diff'][number] }) {
  if (part.kind === 'skipped') return <p class="meta">… {part.lines === 1 ? '1 line' : `${part.lines} lines`} more</p>
  const text = <bdi>{revealInvisible(part.line)}</bdi>
  if (part.kind === 'same') return <p>{text}</p>
  return <p>{part.kind === 'added' ? <ins>{text}</ins> : <del>{text}</del>}</p>
}
