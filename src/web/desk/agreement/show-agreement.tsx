import { whatAgreementSays } from '../../../agreement/agreement-words.js'
import type { AgreementReport } from '../../../contracts/agreement.js'
import { groupDigits } from '../../../site/pages/record/words.js'
import type { DeskDependencies } from '../dependencies.js'
import { actorOf, type DeskContext } from '../env.js'
import { Page, PageHead } from '../layout.js'
import { Moment } from '../parts.js'
import { agreementPath } from '../paths.js'
import { sendPage } from '../send.js'
import { Comparisons } from './comparisons.js'
import { DifferBy } from './differ-by.js'
import { IndependentJurors } from './independent-jurors.js'

/** How alike calls are, across records: for everyone at the desk, as it shows no call and no tool. */
export async function showAgreement(c: DeskContext, { measureAgreement, runtime }: DeskDependencies): Promise<Response> {
  const report = await measureAgreement()
  return sendPage(
    c,
    <Page title="Agreement" actor={actorOf(c)} path={agreementPath}>
      <PageHead title="What agreement is worth" terms={['persona', 'juror', 'seat', 'call']} />
      <p class="lede">{whatAgreementSays}</p>
      <p class="lede">
        Measured across records, never for one tool. Nothing is shown that rests on fewer than {report.fewest.tools} tools.
      </p>
      <Basis report={report} now={runtime.now()} />
      <Comparisons report={report} />
      <IndependentJurors figures={report.effectiveJurors} />
      <DifferBy decomposition={report.decomposition} />
      <Measured report={report} />
    </Page>,
  )
}

function Basis({ report: { basis, at }, now }: { report: AgreementReport; now: Date }) {
  const counts = [
    ['Tools', basis.tools],
    ['Personas', basis.personas],
    ['Jurors', basis.jurors],
    ['Calls', basis.calls],
    ['Records', basis.records],
    ['Blind calls', basis.blindCalls],
  ] as const
  return (
    <>
      <dl class="facts">
        {counts.map(([term, count]) => (
          <div>
            <dt>{term}</dt>
            <dd>{groupDigits(count)}</dd>
          </div>
        ))}
      </dl>
      <p class="meta">
        Measured <Moment at={at} now={now} />
        {basis.samples === 0
          ? null
          : `; ${basis.samples === 1 ? '1 record is' : `${groupDigits(basis.samples)} records are`} left out, whose replies people wrote as a sample`}
        .
      </p>
    </>
  )
}

function Measured({ report: { basis } }: { report: AgreementReport }) {
  return (
    <section class="block" aria-labelledby="measured-title">
      <h2 id="measured-title">How it is measured</h2>
      <ul class="rows">
        <li>
          Alpha is Krippendorff’s, for calls without an order; AC1 is Gwet’s, which stays near the share of equal calls where nearly all
          calls are the same. 1 is always alike, 0 as alike as chance.
        </li>
        <li>Each interval covers 95%, and comes from leaving out one tool at a time: other tools might give what it holds.</li>
        <li>
          Each tool counts once, with the version of its dossier that most calls were made on. A juror’s first draft counts, but for repeats
          and for what calls differ by, which take all.
        </li>
        <li>
          Independent jurors are jurors ÷ (1 + (jurors − 1) × correlation), with the correlation of 2 jurors as the same persona. Being
          alike because a tool is clearly good counts, too.
        </li>
        <li>
          The newest {groupDigits(basis.mostRecords)} records are looked at, and {groupDigits(basis.mostCalls)} calls at most.
        </li>
      </ul>
    </section>
  )
}
