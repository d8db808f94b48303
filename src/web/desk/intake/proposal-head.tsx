import type { Proposal } from '../../../contracts/proposal.js'
import type { Intake } from '../../../evidence/store/intakes.js'
import { revealInvisible } from '../../../platform/html/safe-text.js'
import { Address, OutsideLink } from '../../../site/pages/record/parts.js'
import { digitsOf } from '../../../site/pages/record/words.js'
import { Moment, SaidBox } from '../parts.js'
import { intakesPath, toolPath } from '../paths.js'
import { ChangesPart } from './changes-part.js'
import { SourceLink, type SourcePlaces } from './found.js'
import { PageList } from './page-list.js'

type ProposalHeadProps = { intake: Intake; proposal: Proposal; places: SourcePlaces }

/** What there is to know of a proposal before its form: what could not be read or was not, what wants to steer, and what changed. */
export function ProposalHead({ intake, proposal, places }: ProposalHeadProps) {
  return (
    <>
      {intake.dossierSha256 === null ? null : <Used proposal={proposal} />}
      <Unread proposal={proposal} />
      <Steering proposal={proposal} places={places} />
      <ChangesPart proposal={proposal} />
      <Offered proposal={proposal} tool={intake.tool} />
    </>
  )
}

/** Who asked for addresses to be read, and when. */
export function Asked({ intake: { actor, createdAt }, now }: { intake: Pick<Intake, 'actor' | 'createdAt'>; now: Date }) {
  return (
    <p class="meta">
      Asked {actor === null ? '' : `by ${actor.name} `}
      <Moment at={createdAt} now={now} />
    </p>
  )
}

function Used({ proposal: { slug } }: Pick<ProposalHeadProps, 'proposal'>) {
  return <SaidBox>A dossier was made of this already. {slug === null ? null : <a href={toolPath(slug)}>To the tool</a>}</SaidBox>
}

/** Pages that could not be read, and those of which there is something to know. */
function Unread({ proposal: { pages } }: Pick<ProposalHeadProps, 'proposal'>) {
  const failed = pages.filter(({ status }) => status === 'failed')
  const others = pages.filter(({ status }) => status !== 'failed')
  return (
    <>
      {failed.length === 0 ? null : (
        <section class="block" aria-labelledby="failed-title">
          <h2 id="failed-title">
            Not read <span class="meta num">{failed.length}</span>
          </h2>
          <PageList pages={failed} />
        </section>
      )}
      {others.length === 0 ? null : (
        <details class="ask">
          <summary>{digitsOf(others.length, 'page')} read</summary>
          <PageList pages={others} />
        </details>
      )}
    </>
  )
}

function Steering({ proposal: { sources }, places }: Pick<ProposalHeadProps, 'proposal' | 'places'>) {
  const steered = sources.filter(({ steering }) => steering.length > 0)
  if (steered.length === 0) return null
  return (
    <div class="flag-box">
      <p>
        <strong>Text that wants to steer a reviewer or a model</strong> is in{' '}
        {steered.map(({ id, title }, index) => (
          <>
            {index === 0 ? null : ', '}
            <SourceLink id={id} title={title} places={places} />
          </>
        ))}
        . Look at it below.
      </p>
    </div>
  )
}

const linkWords: Record<Proposal['offered'][number]['kind'], string> = {
  pricing: 'Pricing',
  license: 'License',
  documentation: 'Documentation',
  changelog: 'Changelog',
  repository: 'Repository',
  registry: 'Registry',
  'model-card': 'Model card',
  security: 'Security',
  comparison: 'Comparison',
}

/** Links that were found and not read; chosen ones are read with all that was read before, as a reading of its own. */
function Offered({ proposal: { addresses, offered, slug, base }, tool }: Pick<ProposalHeadProps, 'proposal'> & Pick<Intake, 'tool'>) {
  if (offered.length === 0) return null
  const about = tool ?? (base === null ? null : slug)
  return (
    <details class="ask">
      <summary>{digitsOf(offered.length, 'link')} worth reading, not read</summary>
      <form method="post" action={intakesPath}>
        <input type="hidden" name="addresses" value={addresses.join('\n')} />
        {about === null ? null : <input type="hidden" name="tool" value={about} />}
        <fieldset class="field">
          <legend>Read these too</legend>
          <div class="choices">
            {offered.map(({ url, kind, text }, index) => (
              <div class="choice">
                <input type="checkbox" id={`offered-${index}`} name="more" value={url} />
                <label for={`offered-${index}`}>
                  {linkWords[kind]}: {revealInvisible(text)}
                </label>
                <div class="meta address">
                  <OutsideLink url={url} text={<Address text={revealInvisible(url)} />} />
                </div>
              </div>
            ))}
          </div>
        </fieldset>
        <p class="hint">Everything is read again with them, as a proposal of its own.</p>
        <div class="actions">
          <button type="submit" class="quiet">
            Read them too
          </button>
        </div>
      </form>
    </details>
  )
}
