const parts = `(?:SDKs?|clients?|client libraries|client library|libraries|library|CLI|command[- ]line (?:tool|client)|plug-?ins?|extensions?|add-?ons?|integrations?|connectors?|adapters?|drivers?|bindings|wrappers?|providers?|agents?|collectors?|helpers?|examples?|samples?|snippets?|demos?|templates?|starters?|boilerplates?|themes?|components?|widgets?|schemas?|protocols?|specs?|specifications?|tools|utilities|packages|website|site|blog|landing page|content|datasets?|apps)`
/** `Our SDKs are …`, `the Terraform provider is …`, `Code samples are …`. */
const partSubject = new RegExp(
  String.raw`(?:\b(?:the|our|all|all our|its|their|these|those|official|some|any|most|many|and|code|this website['’]s|[\p{L}\d]{2,30}['’]s)|^)[\s>*_-]{0,6}(?:[\p{L}\d.-]{1,20} ){0,3}(?<part>${parts})(?: \([^()]{0,40}\))?(?: (?:on|for|in|at) [\p{L}\d ]{1,30})? (?:is|are|remains?|comes?|get|gets)\b`,
  'iu',
)
const sitesOwn = /\b(?:content|text|material|source) (?:of|on) this (?:page|site|website|blog)\b|\bthis (?:web)?site['’]s\b/i
/** Plural parts are never the tool; a single one may be what the text is about. */
const plural = /s$/i

/** What is meant for later, denied, or done with licenses of others. */
const later =
  /\b(?:will be|will become|becomes?|converts?|turns? into|going to be|plan(?:s|ning)? to|intend(?:s|ing)? to|hop(?:e|es|ing) to|in the future|next year|coming soon)\b/i
const denied =
  /\bnot (?:yet )?(?:been )?(?:released|distributed|available|published|provided|offered|under|covered|open[- ]sourced?|licen[cs]ed)\b/i
const handled =
  /\b(?:detects?|scans?|finds?|flags?|generates?|generated|recogni[sz]es?|choose|pick|select|such as|e\.g\.|for example|built (?:on top of|on|with|from|around|upon)|powered by|fork of|forked from|alternatives? to|compatible with)\b(?! this)(?:[^.;,\n]{0,80})\b(?:MIT|Apache|GPL|AGPL|LGPL|BSD|MPL|ISC|licen[cs]ed?)\b/i

/** What makes a license another text, or says that it holds for a part alone. */
const changed =
  /\bmodified (?!BSD)(?:\w{1,12}[- ]){0,3}(?:licen[cs]e|MIT|Apache)|\b(?:with|and|plus|subject to) (?:some |the |an? |our |certain |following )?(?:additional|extra|further|special|supplement\w{0,6}|modified|usage|use) (?:\w{1,12} )?(?:terms|conditions|restrictions|clauses?|limitations|riders?)\b|\bwith (?:restrictions|modifications|an? (?:rider|addendum))\b|\bnon-?commercial\b|\bfor (?:personal|non-?commercial|evaluation|research|academic) (?:use|purposes)\b/i
const otherPart =
  /\b(?:features?|editions?|servers?|platform|cloud|backend|modules?|parts?|portions?|add-?ons?|plug-?ins?|weights|models?|everything else|the rest|ee\/?|director(?:y|ies)|folders?)\b[^.!?\n]{0,60}\b(?:proprietary|closed[- ]source|(?:under|need|needs|require|requires) (?:a|an|the|our) (?:separate )?(?:commercial|enterprise|paid|proprietary) licen[cs]e|not open[- ]source|source[- ]available|non-?commercial|enterprise licen[cs]e|terms of use)\b|\b(?:is|are|remains?) (?:proprietary|closed[- ]source)\b/i

/**
 * Whether a sentence names a license of something other than the tool: of its SDKs, samples or website, of what it scans, builds on or makes, or
 * one that it does not have yet. `about`: the beginning of the text, which tells whether a plugin or a client is the tool itself. Pure; linear.
 */
export function isOfAnother(sentence: string, about: string): boolean {
  if (sitesOwn.test(sentence) || later.test(sentence) || denied.test(sentence) || handled.test(sentence)) return true
  const part = partSubject.exec(sentence)?.groups?.part?.toLowerCase()
  if (part === undefined) return false
  return plural.test(part) || !about.toLowerCase().includes(part)
}

/**
 * The words that say that a stated license has other terms beside it, or holds for a part of the tool alone; null where there are none.
 * `around`: the sentence with those next to it. Pure; linear.
 */
export function findStatedRider(sentence: string, around: string): string | null {
  return (changed.exec(sentence) ?? otherPart.exec(around))?.[0].slice(0, 200) ?? null
}
