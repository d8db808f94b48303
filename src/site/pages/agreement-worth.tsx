import { decimalText, effectiveText, intervalText, shareText, whatAgreementSays } from '../../agreement/agreement-words.js'
import type { AgreementFigures, AgreementReport } from '../../contracts/agreement.js'
import { dayText, digitsOf } from './record/words.js'

/** What agreement across records is worth, in a plain paragraph; or that there are not enough records yet to say. */
export function AgreementWorth({ report }: { report: AgreementReport }) {
  const found = sentencesOf(report)
  return (
    <section aria-labelledby="worth-title">
      <h2 id="worth-title">What agreement is worth</h2>
      <p class="text">{found.length === 0 ? tooFew(report) : `${basisText(report)} ${found.join(' ')} ${whatAgreementSays}`}</p>
    </section>
  )
}

function tooFew({ basis, fewest }: AgreementReport): string {
  const begin = `There are not enough records yet to say: it takes ${fewest.tools} tools on which several models, several personas, or a model and a reviewer called`
  if (basis.tools >= fewest.tools) return `${begin}, and not all alike.`
  return `${begin}; there ${basis.tools === 1 ? 'is' : 'are'} ${basis.tools === 0 ? 'none' : digitsOf(basis.tools, 'tool')} so far.`
}

function basisText({ at, basis }: AgreementReport): string {
  return `Measured on ${dayText(at)} over ${digitsOf(basis.tools, 'tool')}, published or not, with the 95% interval of each figure in brackets.`
}

function sentencesOf({ jurors, people, personas, effectiveJurors, decomposition }: AgreementReport): string[] {
  return [
    ...alphaSentence('Models in the same seat agree with', jurors),
    ...alphaSentence('The personas of one model on the same tool agree with', personas),
    ...alphaSentence('A draft and a reviewer who had not seen it agree with', people),
    ...(effectiveJurors.value === null ? [] : [`${effectiveText(effectiveJurors).replace('jurors', 'models')}.`]),
    ...sharesSentence(decomposition),
  ]
}

function alphaSentence(begin: string, { alpha: { value, interval } }: AgreementFigures): string[] {
  if (value === null || interval === null) return []
  return [`${begin} an alpha of ${decimalText(value)} (${intervalText(interval)}), where 1 is always alike and 0 is as alike as chance.`]
}

function sharesSentence({ shares }: AgreementReport['decomposition']): string[] {
  if (shares === null) return []
  const text = ({ share, interval }: (typeof shares)['persona']) =>
    interval === null ? shareText(share) : `${shareText(share)} (${intervalText(interval, shareText)})`
  const { persona, juror, tool, rest } = shares
  return [
    `Of what makes calls differ, ${text(persona)} is the persona, ${text(juror)} the model, ${text(tool)} the tool, and ${text(rest)} how they combine, with chance.`,
  ]
}
