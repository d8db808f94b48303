/** What a license allows commercially. */
export type CommercialUse = 'yes' | 'no' | 'conditional' | 'unknown'

/** A license that the SPDX list has no text of, or that many texts bear with changes: known by its title. */
export type OwnLicense = { title: RegExp; name: string; commercialUse: CommercialUse; summary: string }

const noService = 'Commercial use is allowed, but not offering the software to others as a hosted or competing service.'
const researchOnly = 'Research and other non-commercial use alone; commercial use needs an agreement with the owner.'
const withPolicy =
  'Commercial use is allowed within the use restrictions that the license lists; they also bind everyone who receives the model.'
const modelTerms = 'Commercial use is allowed under the terms of the owner, who lists prohibited uses and may change them.'

/** None of these is open source by the definition of the OSI: each restricts who may use the work, or for what. Titles in lower case, words and single spaces. */
export const ownLicenses: readonly OwnLicense[] = [
  {
    title: /\bcommons clause\b/,
    name: 'Commons Clause',
    commercialUse: 'conditional',
    summary: 'Use within a company is allowed; selling the software, or a service whose value comes from it, is not.',
  },
  {
    title: /\bllama (\d(?: \d{1,2})?)? ?community license\b|\bllama (\d) version release\b/,
    name: 'Llama $1 Community License',
    commercialUse: 'conditional',
    summary:
      'Commercial use is allowed within the acceptable use policy; a company with more than 700 million monthly active users needs a license from Meta.',
  },
  { title: /\bgemma (?:terms of use|license)\b/, name: 'Gemma Terms of Use', commercialUse: 'conditional', summary: modelTerms },
  {
    title: /\bopen ?rail(?: ?(m|s|d|ams?))?\b|\bresponsible ai license\b|\brail license\b/,
    name: 'OpenRAIL',
    commercialUse: 'conditional',
    summary: withPolicy,
  },
  { title: /\bmistral (?:ai )?research license\b|\bmrl\b/, name: 'Mistral Research License', commercialUse: 'no', summary: researchOnly },
  {
    title: /\bmistral (?:ai )?non production license\b|\bmnpl\b/,
    name: 'Mistral Non-Production License',
    commercialUse: 'no',
    summary: 'Testing, research and other non-production use alone; use in production needs an agreement with Mistral AI.',
  },
  {
    title: /\bpolyform (shield|perimeter)\b/,
    name: 'PolyForm $1 License 1.0.0',
    commercialUse: 'conditional',
    summary: 'Commercial use is allowed, but not to compete with the software or its owner.',
  },
  {
    title: /\bpolyform internal use\b/,
    name: 'PolyForm Internal Use License 1.0.0',
    commercialUse: 'conditional',
    summary: 'Use within a company is allowed; distribution is not.',
  },
  {
    title: /\bpolyform (?:strict|free trial)\b/,
    name: 'PolyForm Strict License 1.0.0',
    commercialUse: 'no',
    summary: 'Non-commercial use without changes alone; commercial use needs an agreement with the owner.',
  },
  {
    title: /\bredis source available license\b|\brsalv?2?\b/,
    name: 'Redis Source Available License',
    commercialUse: 'conditional',
    summary: noService,
  },
  { title: /\bconfluent community license\b/, name: 'Confluent Community License', commercialUse: 'conditional', summary: noService },
  { title: /\btimescale license\b|\btsl license\b/, name: 'Timescale License', commercialUse: 'conditional', summary: noService },
  {
    title: /\bfair core license\b/,
    name: 'Fair Core License',
    commercialUse: 'conditional',
    summary: 'Commercial use is allowed, but not a competing one; each version becomes open source after two years.',
  },
  {
    title: /\bfunctional source license\b/,
    name: 'Functional Source License',
    commercialUse: 'conditional',
    summary: 'Commercial use is allowed, but not a competing one; each version becomes open source after two years.',
  },
  {
    title: /\bsustainable use license\b/,
    name: 'Sustainable Use License',
    commercialUse: 'conditional',
    summary: 'Use within a company is allowed; selling or hosting the software for others is not.',
  },
  {
    title: /\bbusiness source license\b/,
    name: 'Business Source License',
    commercialUse: 'conditional',
    summary: 'Use in production only as far as the additional use grant allows; each version becomes open source at its change date.',
  },
  {
    title: /\bserver side public license\b/,
    name: 'Server Side Public License',
    commercialUse: 'conditional',
    summary: 'Commercial use is allowed; who offers the software as a service must publish the source of the whole service.',
  },
  {
    title: /\belastic license(?: 2| version 2| agreement| 1)?\b/,
    name: 'Elastic License',
    commercialUse: 'conditional',
    summary: noService,
  },
  { title: /\bbig code\b|\bbigscience\b|\bbigcode\b/, name: 'BigScience OpenRAIL', commercialUse: 'conditional', summary: withPolicy },
  {
    title: /\b(?:tongyi )?qianwen (?:research )?license\b|\bqwen (?:research )?license\b/,
    name: 'Qwen License',
    commercialUse: 'conditional',
    summary: 'Commercial use is allowed up to 100 million monthly active users; the research variant of the license forbids it.',
  },
  { title: /\bdeepseek license\b/, name: 'DeepSeek License', commercialUse: 'conditional', summary: withPolicy },
  {
    title: /\bfalcon (?:180b |llm |2 )?(?:tii )?license\b|\btii falcon\b/,
    name: 'Falcon LLM License',
    commercialUse: 'conditional',
    summary: modelTerms,
  },
  {
    title: /\bstability ai (?:non ?commercial|community)\b/,
    name: 'Stability AI Community License',
    commercialUse: 'conditional',
    summary: 'Commercial use is allowed below one million US dollars of yearly revenue; above it needs an agreement.',
  },
  {
    title: /\bflux (?:1 )?(?:dev )?(?:\w+ )?non ?commercial license\b/,
    name: 'FLUX Non-Commercial License',
    commercialUse: 'no',
    summary: researchOnly,
  },
  { title: /\bnvidia open model\b/, name: 'NVIDIA Open Model License', commercialUse: 'conditional', summary: modelTerms },
  {
    title: /\b(?:microsoft )?research license (?:agreement|terms)\b|\bmsr la\b/,
    name: 'Research license',
    commercialUse: 'no',
    summary: researchOnly,
  },
  {
    title: /\bhealth ai developer foundations\b/,
    name: 'Health AI Developer Foundations terms',
    commercialUse: 'conditional',
    summary: modelTerms,
  },
  {
    title: /\bfair source license\b/,
    name: 'Fair Source License',
    commercialUse: 'conditional',
    summary: 'Free up to a number of users that the license names; above it is paid.',
  },
  {
    title: /\bprosperity public license\b/,
    name: 'Prosperity Public License',
    commercialUse: 'no',
    summary: 'Non-commercial use alone, but for a trial of 30 days.',
  },
]

/** `Some Title: 2.0` → `some title 2 0`: as titles are compared. */
function titleWords(text: string): string {
  return (text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []).join(' ')
}

/** The license of this table that a title names, with its number where it has one; null where it names none. */
export function findOwnLicense(title: string): (OwnLicense & { at: number }) | null {
  const words = titleWords(title)
  for (const license of ownLicenses) {
    const found = license.title.exec(words)
    if (found === null) continue
    const part = found.slice(1).find((group) => group !== undefined)
    const filled = part === undefined ? '' : /^\d/.test(part) ? part.replace(' ', '.') : part.charAt(0).toUpperCase() + part.slice(1)
    return { ...license, name: license.name.replace('$1', filled).replace('  ', ' '), at: found.index }
  }
  return null
}
