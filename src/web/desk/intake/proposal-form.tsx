import type { Proposal } from '../../../contracts/proposal.js'
import { revealInvisible } from '../../../platform/html/safe-text.js'
import { asSentence } from '../../../platform/text/sentence.js'
import { Address, OutsideLink } from '../../../site/pages/record/parts.js'
import { digitsOf } from '../../../site/pages/record/words.js'
import { ProblemBox } from '../parts.js'
import { intakePath, intakesPath, toolsPath } from '../paths.js'
import { ChangesPart } from './changes-part.js'
import { RivalsPart, TermsPart, ToolPart } from './field-parts.js'
import type { FormValues, InputProblem } from './form-values.js'
import { FactsPart, PlansPart } from './list-parts.js'
import { PageList } from './page-list.js'
import { SourcesPart } from './sources-part.js'

export type ProposalFormProps = {
  intakeId: string
  tool: string | null
  proposal: Proposal
  values: FormValues
  problems: readonly InputProblem[]
}

/** What was proposed, to be corrected and kept: every field with its sentence, and what could not be read or was not. */
export function ProposalForm({ intakeId, tool, proposal, values, problems }: ProposalFormProps) {
  const titles = new Map(proposal.sources.map(({ id, title }) => [id, title]))
  const part = { proposal, values, problems, titles }
  return (
    <>
      <Problems problems={problems} />
      <Unread proposal={proposal} />
      <Steering proposal={proposal} />
      <ChangesPart proposal={proposal} />
      <Offered proposal={proposal} tool={tool} />
      {proposal.sources.length === 0 ? (
        <p class="empty">
          Nothing could be read, so there is nothing to propose. <a href={`${toolsPath}#add`}>Read other addresses</a>, or write the dossier
          by hand.
        </p>
      ) : (
        <form method="post" action={intakePath(intakeId)} class="proposal">
          <input type="hidden" name="base" value={values.base} />
          <input type="hidden" name="baseOf" value={values.baseOf} />
          <ToolPart {...part} />
          <TermsPart {...part} />
          <PlansPart {...part} />
          <RivalsPart {...part} />
          <FactsPart {...part} />
          <SourcesPart {...part} />
          <div class="actions">
            <button type="submit">Keep as the tool’s dossier</button>
          </div>
        </form>
      )}
    </>
  )
}

function Problems({ problems }: Pick<ProposalFormProps, 'problems'>) {
  if (problems.length === 0) return null
  const head = problems.length === 1 ? 'One thing is wrong' : `${problems.length} things are wrong`
  return (
    <ProblemBox head={`${head} with the dossier; nothing was stored.`}>
      <ol>
        {problems.map(({ id, message, fix }) => (
          <li>
            <a href={`#${id}`}>{asSentence(revealInvisible(message))}</a>{' '}
            <span class="fix">To fix it: {asSentence(revealInvisible(fix))}</span>
          </li>
        ))}
      </ol>
    </ProblemBox>
  )
}

/** Pages that could not be read, and those of which there is something to know. */
function Unread({ proposal: { pages } }: Pick<ProposalFormProps, 'proposal'>) {
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

function Steering({ proposal: { sources } }: Pick<ProposalFormProps, 'proposal'>) {
  const steered = sources.filter(({ steering }) => steering.length > 0)
  if (steered.length === 0) return null
  return (
    <div class="flag-box">
      <p>
        <strong>Text that wants to steer a reviewer or a model</strong> is in{' '}
        {steered.map(({ id, title }, index) => (
          <>
            {index === 0 ? null : ', '}
            <a href={`#source-${id}`}>{revealInvisible(title)}</a>
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
function Offered({ proposal: { addresses, offered, slug, base }, tool }: Pick<ProposalFormProps, 'proposal' | 'tool'>) {
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
        <p class="hint">Everything is read again with them; what you typed below goes.</p>
        <div class="actions">
          <button type="submit" class="quiet">
            Read them too
          </button>
        </div>
      </form>
    </details>
  )
}
