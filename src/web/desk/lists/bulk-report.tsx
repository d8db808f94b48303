import type { Actor } from '../../../contracts/actor.js'
import { revealInvisible } from '../../../platform/html/safe-text.js'
import { asSentence } from '../../../platform/text/sentence.js'
import { groupDigits } from '../../../site/pages/record/words.js'
import { Page, PageHead } from '../layout.js'
import { ProblemBox, SaidBox } from '../parts.js'
import { type ListDefinition, type ListProblem, type ListQuery, listAddress } from './definition.js'

/** What became of one row: done, with words about it where there are any, or refused with why and what to do. */
export type BulkOutcome = { name: string; href: string | null } & (
  | { status: 'done'; words?: string }
  | { status: 'refused'; why: string; fix: string }
)

export type BulkReportProps = {
  actor: Actor
  definition: ListDefinition
  query: ListQuery
  /** What was done, e.g. `archived`: "31 of 33 records archived". */
  did: string
  outcomes: readonly BulkOutcome[]
}

/** The answer to a bulk action: what was done, and what was refused and why, row by row. */
export function BulkReport({ actor, definition, query, did, outcomes }: BulkReportProps) {
  const done = outcomes.filter((outcome) => outcome.status === 'done')
  const refused = outcomes.filter((outcome) => outcome.status === 'refused')
  const title = `${groupDigits(done.length)} of ${groupDigits(outcomes.length)} ${did}`
  return (
    <Page title={title} actor={actor} path={definition.path}>
      <PageHead title={title}>
        <a class="button" href={listAddress({ ...query, cursor: null }, definition)}>
          Back to the list
        </a>
      </PageHead>
      {refused.length === 0 ? <SaidBox>Everything was done as you asked.</SaidBox> : null}
      {refused.length === 0 ? null : (
        <ProblemBox head={`${groupDigits(refused.length)} not done; nothing of ${refused.length === 1 ? 'it' : 'them'} was changed.`}>
          <ul>
            {refused.map((outcome) => (
              <li>
                <Name {...outcome} />: {asSentence(revealInvisible(outcome.why))}{' '}
                <span class="fix">To do about it: {asSentence(revealInvisible(outcome.fix))}</span>
              </li>
            ))}
          </ul>
        </ProblemBox>
      )}
      {done.length === 0 ? null : (
        <section class="block" aria-labelledby="done-title">
          <h2 id="done-title">Done</h2>
          <ul class="rows">
            {done.map((outcome) => (
              <li>
                <Name {...outcome} />
                {outcome.words === undefined ? null : <span class="meta"> {revealInvisible(outcome.words)}</span>}
              </li>
            ))}
          </ul>
        </section>
      )}
    </Page>
  )
}

function Name({ name, href }: Pick<BulkOutcome, 'name' | 'href'>) {
  return href === null ? revealInvisible(name) : <a href={href}>{revealInvisible(name)}</a>
}

type BulkProblemsProps = { actor: Actor; definition: ListDefinition; query: ListQuery | null; problems: readonly ListProblem[] }

/** The answer to a bulk action that could not begin: nothing was done. */
export function BulkProblems({ actor, definition, query, problems }: BulkProblemsProps) {
  return (
    <Page title="Nothing was done" actor={actor} path={definition.path}>
      <PageHead title="Nothing was done" />
      <ProblemBox head="Nothing was changed.">
        <ul>
          {problems.map(({ message }) => (
            <li>{asSentence(revealInvisible(message))}</li>
          ))}
        </ul>
      </ProblemBox>
      <p class="actions">
        <a href={query === null ? definition.path : listAddress({ ...query, cursor: null }, definition)}>Back to the list</a>
      </p>
    </Page>
  )
}
