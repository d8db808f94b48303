import type { SteeringPassage } from '../../contracts/steering.js'

/** A forged border or voice, in UTF-16 code units of the original. */
export type Forged = {
  kind: Extract<SteeringPassage['kind'], 'forges-fence' | 'forges-role'>
  start: number
  end: number
  certainty: SteeringPassage['certainty']
  reason: string
  /** It looks like a border of our own prompt, which no page about chat formats needs. */
  isOurs: boolean
}

type Form = Pick<Forged, 'kind' | 'certainty' | 'reason' | 'isOurs'> & { pattern: RegExp; unless?: (text: string, at: number) => boolean }

const fence = 'It looks like the end of the data, or the beginning of instructions.'
const role = 'It looks like the turn of another speaker.'
const open = '[<‹＜]'
const close = '[>›＞]'

/** The forms that our prompt's own borders have (`src/panels/prompt`), those of chat templates, and the commonest that people invent. */
const forms: readonly Form[] = [
  {
    kind: 'forges-fence',
    isOurs: true,
    certainty: 'likely',
    reason: fence,
    pattern: new RegExp(
      `${open}\\s?/\\s?(?:dossier|brief|facts|entry-price)\\s?${close}|${open}\\s?(?:dossier|brief)\\b[^<>]{0,80}${close}`,
      'giu',
    ),
  },
  {
    kind: 'forges-fence',
    isOurs: true,
    certainty: 'likely',
    reason: fence,
    pattern: new RegExp(`${open}\\s?/\\s?(?:sources?|tool|license)\\s?${close}`, 'giu'),
    unless: isElement,
  },
  {
    kind: 'forges-fence',
    isOurs: false,
    certainty: 'likely',
    reason: fence,
    pattern: new RegExp(
      `${open}\\s?/\\s?(?:system|documents?|context|data|instructions?|prompt|user|assistant|human|input|untrusted|untrusted_\\w{1,20}|content|user_input|retrieved|search_results?|tool_result|function_results?|web_?page|article|text|admin|document_content|external)\\s?${close}|${open}\\s?(?:system|system_prompt|system-prompt|instructions?|assistant|admin|im_start|override|prompt|important|developer)\\s?${close}`,
      'giu',
    ),
    unless: isElement,
  },
  {
    kind: 'forges-fence',
    isOurs: false,
    certainty: 'likely',
    reason: fence,
    pattern:
      /(?<=^|\n)[-=#*[({<!~_ \t]{0,40}(?:end|close|stop|finish|begin(?:ning)?|start|new)(?: of)?(?: the| this| all)?[ _-](?:untrusted |user |external |retrieved |web )?(?:documents?|data|dossier|sources?|context|prompt|system prompt|input|instructions?|conversation|system message|system instructions?|page content|web page|content|article|review material|user input|trusted section|brief)[-=#*\])}>~_. \t]{0,40}(?=\r?\n|$)/giu,
    unless: isTitle,
  },
  {
    kind: 'forges-role',
    isOurs: false,
    certainty: 'likely',
    reason: role,
    pattern:
      /<\|[a-z_|]{2,30}\|>|<<\/?SYS>>|<(?:start|end)_of_turn>|<\/?s>(?=\s{0,3}\[|\s{0,3}(?:system|user|assistant))|<｜[^｜<>]{1,40}｜>|\]~b\]|<\/?think(?:ing)?>/giu,
  },
  {
    kind: 'forges-role',
    isOurs: false,
    certainty: 'likely',
    reason: role,
    pattern: /\[\/?(?:INST|SYS|SYSTEM|USER|ASSISTANT|gMASK|AVAILABLE_TOOLS|TOOL_RESULTS)\]/gu,
  },
  {
    kind: 'forges-role',
    isOurs: false,
    certainty: 'likely',
    reason: role,
    pattern:
      /(?<=^|\n)[ \t]{0,8}#{2,4} ?(?:(?:system|new|end) )?(?:instructions?|system(?: prompt| message)?|response|human|assistant|user|input)(?: prompt)? ?: ?(?=\r?\n|$|[A-Z])/giu,
  },
  {
    kind: 'forges-role',
    isOurs: false,
    certainty: 'likely',
    reason: role,
    pattern:
      /(?<=^|\n|[.!?] )[ \t>*_]{0,8}(?:assistant|ai|human|chatgpt|claude|model|bot|reviewer)[*_]{0,2} ?: ?[*_]{0,2}(?=["“']?(?:I |I'|Sure|Of course|Understood|Certainly|Okay|OK|Yes|Absolutely|As an|Here (?:is|are)|The verdict|My verdict|Verdict|Thank|Got it|Noted|Alright))/giu,
  },
  {
    kind: 'forges-role',
    isOurs: false,
    certainty: 'likely',
    reason: role,
    pattern:
      /(?<=^|\n|[.!?] )[ \t>*_[(]{0,8}(?:system|developer|admin(?:istrator)?|operator|root|moderator|editor(?:-in-chief)?)(?: ?\((?:admin|root|system)\))?(?: (?:message|prompt|note|notice|instruction|command|alert))?[\])*_]{0,3} ?: ?[*_]{0,2}(?=[^\n]{0,160}\b(?:ignore|disregard|you (?:are|must|will|should|have)|your|verdict|ship|skip|reviewers?|the review|override|approved?|new instructions?|rate|recommend|respond|answer|output|models?|assistant|call)\b)/giu,
  },
  {
    kind: 'forges-role',
    isOurs: false,
    certainty: 'unsure',
    reason: role,
    pattern: /["']role["'] ?: ?["'](?:system|assistant|developer)["']/giu,
  },
]

/** Finds what looks like a border of data or a turn of another speaker, in linear time. */
export function findForged(text: string): Forged[] {
  if (!/[<‹＜[:>›＞#=-]|\b(?:end|begin|start)\b/i.test(text)) return []
  return forms.flatMap(({ pattern, unless, ...form }) =>
    [...text.matchAll(pattern)]
      .filter(({ index }) => unless?.(text, index) !== true)
      .map(({ 0: found, index }) => ({ ...form, start: index + (found.length - found.trimStart().length), end: index + found.length })),
  )
}

/** A closing tag whose element was opened shortly before is markup: `<picture><source …></source>`. */
function isElement(text: string, at: number): boolean {
  const name = /^[<‹＜]\s?\/?\s?([\w-]{1,30})/u.exec(text.slice(at, at + 40))?.[1]
  if (name === undefined || !/^[<‹＜]\s?\//u.test(text.slice(at, at + 3))) return false
  return new RegExp(`<${name}[\\s>]`, 'i').test(text.slice(Math.max(0, at - 600), at))
}

/** A heading such as "New instructions" or a comment such as "end of input" without a border around it. */
function isTitle(text: string, at: number): boolean {
  const line = text.slice(at, at + 120).split(/\r?\n/)[0] ?? ''
  return !/[-=*[({<~_]{2,}|\[|<|={2,}|[A-Z]{3} /.test(line)
}
