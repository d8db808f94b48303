import type { IntakeHead } from '../../../evidence/store/intakes.js'
import { revealInvisible } from '../../../platform/html/safe-text.js'
import { clip } from '../../../platform/text/clip.js'
import { Moment } from '../parts.js'
import { intakePath } from '../paths.js'

const mostShown = 5
const longestAddress = 100

const statusWords: Record<IntakeHead['status'], { kind: string; word: string }> = {
  waiting: { kind: 'waits', word: 'Waiting' },
  reading: { kind: 'runs', word: 'Reading' },
  finished: { kind: 'needs', word: 'To be looked at' },
  failed: { kind: 'gone', word: 'Failed' },
}

/** Readings of addresses of which no dossier was made, so that none is lost with its tab. */
export function OpenIntakes({ intakes, now }: { intakes: readonly IntakeHead[]; now: Date }) {
  const open = intakes.filter(({ dossierSha256 }) => dossierSha256 === null).slice(0, mostShown)
  if (open.length === 0) return null
  return (
    <section class="block" aria-labelledby="open-intakes-title">
      <h2 id="open-intakes-title">Read, and not kept yet</h2>
      <ul class="rows">
        {open.map(({ id, addresses, status, createdAt, actor }) => (
          <li class="page-row">
            <span class={`state ${statusWords[status].kind}`}>{statusWords[status].word}</span>
            <div>
              <a class="address" href={intakePath(id)}>
                {revealInvisible(clip(addresses[0] ?? '', longestAddress))}
                {addresses.length > 1 ? ` and ${addresses.length - 1} more` : ''}
              </a>
              <p class="meta">
                {actor === null ? '' : `${actor.name}, `}
                <Moment at={createdAt} now={now} />
              </p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  )
}
