import type { Segment } from './segments.js'
import type { Shown } from './spans.js'

/** Words of pages about attacks on models, tests of models and filters. */
const aboutAttacks =
  /\b(?:attack\w*|inject\w*|jailbreak\w*|malicious\w*|adversar\w*|hijack\w*|exploit\w*|red team\w*|guardrails?|payloads?|phish\w*|untrusted|threats?|trick\w*|planted|poison\w*|spoof\w*|blocks?|blocked|blocklist|filters?|detect\w*|classif\w*|sanitiz\w*|refus\w*|moderation|steered?|steering|hid(?:e|den|ing)|seller|abuse\w*|owasp|canary|harmful|bypass\w*|evad\w*|fool\w*|smuggl\w*|scan\w*)\b/
const attackNouns = /\b(?:attack\w*|inject\w*|jailbreak\w*|adversar\w*|red team\w*|payloads?|untrusted|hijack\w*|malicious|guardrails?)\b/g
/** What introduces an example, and what says that someone else says it. */
const introduces =
  /\b(?:such as|like|e g|for example|for instance|examples?|phrases?|strings?|says?|said|reads?|writes?|wrote|asks?|asked|samples?|tests?|template|quote[ds]?|patterns?|rules?|prompts?|messages?|called|named|means?|might|may|could|would|contain(?:s|ing)?|instructions|texts?|sentences?|questions?|type|enter)\b/

/** What is known of a passage's surroundings. */
export type Setting = { isShown: boolean; isDiscussed: boolean; isIntroduced: boolean; isReported: boolean }

/** Reads the surroundings of every passage of one source. */
export function readSettings(segments: readonly Segment[], shown: Shown) {
  const places = new Map(segments.map((segment, index) => [segment.from, index]))
  const counts = segments.map(({ words }) => words.match(attackNouns)?.length ?? 0)
  const all = counts.reduce((sum, count) => sum + count, 0)
  const headings: number[] = []
  for (const [index, { isHeading }] of segments.entries()) headings.push(isHeading ? index : (headings[index - 1] ?? -1))

  /** `at`: where in the segment's words the form was found, and where in the original. */
  return (segment: Segment, { at, original }: { at: number; original: number }): Setting => {
    const index = places.get(segment.from) ?? 0
    const before = [index - 1, index - 2].map((place) => segments[place]?.words ?? '')
    const heading = segments[headings[index] ?? -1]?.words ?? ''
    const lead = segment.words.slice(0, at)
    const around = `${lead} ${segment.words.slice(at + 60)}`
    const inOwn = aboutAttacks.test(segment.words.replace(/\b(?:ignore|disregard|bypass\w*)\b/g, ''))
    const isCode = shown.isCode(original)
    return {
      isShown: isCode || shown.isQuoted(original),
      isDiscussed:
        aboutAttacks.test(around) ||
        before.some((words) => aboutAttacks.test(words)) ||
        aboutAttacks.test(heading) ||
        all - (counts[index] ?? 0) >= 3,
      isIntroduced: isCode || introduces.test(lead) || before.some((words) => /:$/.test(words.trim()) || introduces.test(words)),
      isReported: inOwn && lead.trim().split(/\s+/).length >= 2,
    }
  }
}
