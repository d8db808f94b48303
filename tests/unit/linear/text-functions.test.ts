import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseSync } from 'oxc-parser'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Dossier } from '../../../src/contracts/dossier.js'
import { packageFiles } from '../../../src/platform/files/package-files.js'
import { openWorkCounter, type WorkCounter } from '../../support/linear/count-work.js'
import { sampleDossier, samplePersona, sampleReply } from '../../support/samples.js'

/*
 * Up to a megabyte of every nasty shape goes through every function that takes text from outside, within an amount of work that grows with the text
 * and no faster. Work is counted, not timed. That no pattern backtracks is what `npm run check` looks for.
 */

type Read = (text: string) => unknown

/** Functions by file and name, as they are called with text from outside. Loaded once work is counted. */
async function loadReaders(): Promise<Record<string, Read>> {
  const [bundle, block, bounded, dossierText, parseDossier] = await Promise.all([
    import('../../../src/panels/bundle/parse-bundle.js'),
    import('../../../src/voting/rules/address-block.js'),
    import('../../../src/contracts/bounded-text.js'),
    import('../../../src/contracts/dossier-text.js'),
    import('../../../src/panels/dossier/parse-dossier.js'),
  ])
  const [json, clip, keys, suggestion, limits, syntax] = await Promise.all([
    import('../../../src/platform/input/bounded-json.js'),
    import('../../../src/platform/text/clip.js'),
    import('../../../src/platform/input/repeated-keys.js'),
    import('../../../src/platform/input/suggestion.js'),
    import('../../../src/platform/input/yaml-limits.js'),
    import('../../../src/platform/input/yaml-syntax.js'),
  ])
  const [secrets, sender, without, markers, answer, lenient, provider, unreadable, upstream] = await Promise.all([
    import('../../../src/panels/ledger/find-secrets.js'),
    import('../../../src/mail/mail-settings.js'),
    import('../../../src/mail/without-address.js'),
    import('../../../src/evidence/markers.js'),
    import('../../../src/providers/reply/answer-text.js'),
    import('../../../src/providers/structured-output/lenient-json.js'),
    import('../../../src/platform/text/provider-text.js'),
    import('../../../src/providers/http/unreadable-text.js'),
    import('../../../src/providers/http/upstream-error.js'),
  ])
  const [subject, plain, subscriber, passages, above, letters, needle, qualifiers, cutSentences, surroundings] = await Promise.all([
    import('../../../src/newsletter/rules/mail-headers.js'),
    import('../../../src/newsletter/rules/plain-line.js'),
    import('../../../src/newsletter/rules/subscriber-keys.js'),
    import('../../../src/evidence/passages.js'),
    import('../../../src/evidence/rules/above.js'),
    import('../../../src/evidence/rules/letters.js'),
    import('../../../src/evidence/rules/needle.js'),
    import('../../../src/evidence/rules/qualifiers.js'),
    import('../../../src/evidence/rules/sentences.js'),
    import('../../../src/evidence/rules/surroundings.js'),
  ])
  const [examples, template, defuse, quoteParts, safe, words, provenance, tokens, diff, pair, rows] = await Promise.all([
    import('../../../src/panels/persona/persona-examples.js'),
    import('../../../src/panels/persona/persona-template.js'),
    import('../../../src/panels/prompt/defuse.js'),
    import('../../../src/site/pages/record/quote-parts.js'),
    import('../../../src/platform/html/safe-text.js'),
    import('../../../src/site/pages/record/words.js'),
    import('../../../src/review/rules/provenance.js'),
    import('../../../src/review/rules/tokens.js'),
    import('../../../src/review/rules/word-diff.js'),
    import('../../../src/site/views/pair.js'),
    import('../../../src/site/views/published-rows.js'),
  ])
  const [refusal, subscribers, end, check, evidence, objects, parse, mentions, readSentences, particularTokens] = await Promise.all([
    import('../../../src/panels/store/refusal.js'),
    import('../../../src/newsletter/store/subscribers.js'),
    import('../../../src/platform/text/text-end.js'),
    import('../../../src/panels/draft/check-reply.js'),
    import('../../../src/evidence/check-evidence.js'),
    import('../../../src/panels/draft/find-objects.js'),
    import('../../../src/panels/draft/parse-reply.js'),
    import('../../../src/panels/draft/particulars/mentions.js'),
    import('../../../src/panels/draft/particulars/sentences.js'),
    import('../../../src/panels/draft/particulars/tokens.js'),
  ])
  const [tags, next, password, people, secretKeys, sources, reading, preconditions, encodings, address, sound, publicAddress, votes] =
    await Promise.all([
      import('../../../src/web/api/entity-tags.js'),
      import('../../../src/web/auth/next-path.js'),
      import('../../../src/accounts/password-rules.js'),
      import('../../../src/accounts/people.js'),
      import('../../../src/accounts/secrets.js'),
      import('../../../src/web/desk/verdict/sources.js'),
      import('../../../src/web/desk/verdict/reading.js'),
      import('../../../src/web/http/preconditions.js'),
      import('../../../src/web/site/encodings.js'),
      import('../../../src/web/site/read-address.js'),
      import('../../../src/web/http/sound-address.js'),
      import('../../../src/webhooks/public-address.js'),
      import('../../../src/voting/keys.js'),
    ])
  const [mailbox, sentence, systemError, card, proxy, direction] = await Promise.all([
    import('../../../src/mail/mailbox-key.js'),
    import('../../../src/platform/text/sentence.js'),
    import('../../../src/platform/files/system-error.js'),
    import('../../../src/site/pages/card-text.js'),
    import('../../../src/web/auth/proxy-header.js'),
    import('../../../src/platform/text/text-direction.js'),
  ])
  const middle = (text: string) => Math.floor(text.length / 2)
  return {
    'bundle/parse-bundle parseBundle': bundle.parseBundle,
    'community/address-block addressBlock': block.addressBlock,
    'contracts/bounded-text countCharacters': bounded.countCharacters,
    'contracts/dossier-text endsSentenceInside': dossierText.endsSentenceInside,
    'dossier/parse-dossier parseDossier': (text) => parseDossier.parseDossier({ text, file: 'a.yaml' }),
    'input/bounded-json readJsonText': json.readJsonText,
    'input/bounded-json nestsTooDeep': json.nestsTooDeep,
    'input/bounded-json endOfJsonString': (text) => json.endOfJsonString(`"${text}`, 0),
    'input/clip clip': (text) => clip.clip(text, 100),
    'input/repeated-keys findRepeatedKeys': keys.findRepeatedKeys,
    'input/suggestion nearest': (text) => suggestion.nearest(text, ['claude', 'mistral']),
    'input/suggestion didYouMean': (text) => suggestion.didYouMean(text, ['claude', 'mistral']),
    'input/yaml-limits findExcess': limits.findExcess,
    'input/yaml-syntax lineEndProblem': (text) => syntax.lineEndProblem(text, 'a.yaml'),
    'ledger/find-secrets findSecrets': (text) => secrets.findSecrets({ text }, { known: [] }),
    'mail/mail-settings parseSender': sender.parseSender,
    'mail/mail-settings domainOf': sender.domainOf,
    'mail/without-address withoutAddress': (text) => without.withoutAddress(text, 'a@b.example'),
    'mail/mailbox-key mailboxKey': mailbox.mailboxKey,
    'sentence asSentence': sentence.asSentence,
    'system-error explainSystemWords': systemError.explainSystemWords,
    'publish/site/card-text drawable': (text) => card.drawable(text, []),
    'web/auth/proxy-header addressInHeader': proxy.addressInHeader,
    'web/auth/proxy-header formOf': proxy.formOf,
    'web/auth/proxy-header soundAddress': proxy.soundAddress,
    'publish/safe-text revealUntil': (text) => safe.revealUntil(text, 200),
    'text-direction directionOf': direction.directionOf,
    'text-direction hasRightToLeft': direction.hasRightToLeft,
    'text-direction isolate': direction.isolate,
    'text-direction partsOf': direction.partsOf,
    'text-direction replaceUnpaired': (text) => direction.replaceUnpaired(text, /[\u202a-\u202e]/g, () => '?'),
    'text-direction writeOut': direction.writeOut,
    'markers findMarkers': markers.findMarkers,
    'markers findMarkerRuns': markers.findMarkerRuns,
    'markers withoutMarkers': (text) => markers.withoutMarkers(text),
    'markers countCitations': markers.countCitations,
    'markers renumberMarkers': (text) => markers.renumberMarkers(text, (number) => number + 1),
    'models/answer-text answerText': (text) => [answer.answerText(text, []), answer.answerText('', [{ field: 'reasoning', text }])],
    'models/lenient-json parseLenientJson': lenient.parseLenientJson,
    'models/lenient-json parseJson': lenient.parseJson,
    'models/provider-text cleanText': (text) => provider.cleanText(text, ['a-secret-of-ours']),
    'models/provider-text withoutSecrets': (text) => provider.withoutSecrets(text, ['a-secret-of-ours']),
    'models/unreadable-text bodyWords': unreadable.bodyWords,
    'models/upstream-error errorInLines': upstream.errorInLines,
    'newsletter/digest-headers letterSubject': subject.mailSubject,
    'newsletter/plain-line plainLine': plain.plainLine,
    'newsletter/plain-line paragraphsOf': plain.paragraphsOf,
    'newsletter/subscriber-keys readVerpAddress': subscriber.readVerpAddress,
    'newsletter/subscriber-keys maskAddress': subscriber.maskAddress,
    'passages findPassage': (text) => passages.findPassage(`${text}. The end of it`, 'The end of it'),
    'passages whyNotFound': (text) => passages.whyNotFound(text, `${text} and more`),
    'passages openText': passages.openText,
    'passages/above outerHeadings': (text) => above.outerHeadings(text, middle(text)),
    'passages/above tableHead': (text) => above.tableHead(text, middle(text)),
    'passages/above lineAbove': (text) => above.lineAbove(text, middle(text)),
    'passages/letters readLetters': (text) => letters.readLetters(text),
    'passages/needle countLettersAndDigits': (text) => needle.countLettersAndDigits(text, text.length),
    'passages/qualifiers findQualifier': qualifiers.findQualifier,
    'passages/qualifiers findHeadingQualifier': qualifiers.findHeadingQualifier,
    'passages/qualifiers takesBackSentenceBefore': qualifiers.takesBackSentenceBefore,
    'passages/sentences sentenceStart': (text) => cutSentences.sentenceStart(text, middle(text)),
    'passages/sentences sentenceEnd': (text) => cutSentences.sentenceEnd(text, middle(text)),
    'passages/surroundings readSurroundings': (text) => surroundings.readSurroundings(text, { start: middle(text), end: middle(text) + 4 }),
    'persona-examples findJsonFences': examples.findJsonFences,
    'persona-examples exampleTexts': examples.exampleTexts,
    'persona-template analyseTemplate': template.analyseTemplate,
    'prompt/defuse defuse': defuse.defuse,
    'prompt/defuse defuseLine': (text) => defuse.defuseLine(text, 200),
    'prompt/defuse defuseAttribute': (text) => defuse.defuseAttribute(text, 200),
    'publish/quote-parts readQuote': (text) => quoteParts.readQuote(text, []),
    'publish/quote-parts placeQuote': (text) => quoteParts.placeQuote(text, []),
    'publish/safe-text revealInvisible': safe.revealInvisible,
    'publish/safe-text safeHref': safe.safeHref,
    'publish/words sentenceCase': words.sentenceCase,
    'review/provenance splitSentences': provenance.splitSentences,
    'review/tokens tokenize': tokens.tokenize,
    'review/tokens wordsOf': tokens.wordsOf,
    'review/tokens isWord': tokens.isWord,
    'review/tokens isSpace': tokens.isSpace,
    'review/word-diff diffWords': (text) => diff.diffWords(text, `x ${text}`),
    'site-actions/pair isSlug': pair.isSlug,
    'site-actions/pair splitPair': pair.splitPair,
    'site-actions/published-rows searchable': rows.searchable,
    'site-actions/published-rows storable': rows.storable,
    'store/refusal withoutNul': refusal.withoutNul,
    'store/subscribers isEmail': subscribers.isEmail,
    'text-end withoutAtEnd': (text) => end.withoutAtEnd(text, ' \n<a'),
    'text-end upTo': (text) => end.upTo(text, 'the end'),
    'verdict/check-evidence checkEvidence': (text) =>
      evidence.checkEvidence([{ source: 'readme', quote: `${text} x`, shows: text }], dossierOf(text)),
    'verdict/check-reply checkReply': (text) => check.checkReply(sampleReply({ quote: text }), samplePersona(), dossierOf(text)),
    'verdict/check-reply countWords': check.countWords,
    'verdict/find-objects findObjects': objects.findObjects,
    'verdict/find-objects endOfString': (text) => objects.endOfString(`"${text}`, 0),
    'verdict/parse-reply parseReply': parse.parseReply,
    'verdict/particulars/mentions readMentions': (text) => mentions.readMentions(text),
    'verdict/particulars/sentences readSentences': readSentences.readSentences,
    'verdict/particulars/sentences withSentences': (text) =>
      readSentences.withSentences(text, { start: middle(text), end: middle(text) + 4 }),
    'verdict/particulars/tokens foldText': particularTokens.foldText,
    'verdict/particulars/tokens tokenize': particularTokens.tokenize,
    'vote-actions/keys isVoteToken': votes.isVoteToken,
    'web/api/entity-tags revisionOf': tags.revisionOf,
    'web/auth/next-path nextPath': (text) => next.nextPath(text, '/desk'),
    'web/auth/password-rules passwordProblem': (text) => password.passwordProblem(text, ['Ada', 'ada@example.org']),
    'web/auth/people accountKey': people.accountKey,
    'web/auth/secrets isLinkToken': secretKeys.isLinkToken,
    'web/auth/secrets isApiToken': secretKeys.isApiToken,
    'web/desk/verdict/reading standingOf': (text) => reading.standingOf(text, []),
    'web/desk/verdict/sources unwrapped': sources.unwrapped,
    'web/preconditions parseTagList': preconditions.parseTagList,
    'web/site/encodings chooseEncoding': encodings.chooseEncoding,
    'web/site/read-address readAddress': address.readAddress,
    'web/sound-address addressProblem': sound.addressProblem,
    'webhooks/public-address isPublicAddress': publicAddress.isPublicAddress,
    'webhooks/public-address webhookUrlProblem': (text) => publicAddress.webhookUrlProblem(text, { allowsPrivate: false }),
    'webhooks/public-address bareHost': publicAddress.bareHost,
  }
}

function dossierOf(text: string): Dossier {
  const [source] = sampleDossier().sources
  if (source === undefined) throw new Error('the sample has no source')
  return sampleDossier({ sources: [{ ...source, text }] })
}

const size = 1_000_000
/** What one character may cost: statements of ours and characters passed over, together. */
const mostPerCharacter = 400

/** These do much with each character, linear all the same: a twentieth tells as much. */
const costly = new Set([
  'dossier/parse-dossier parseDossier',
  'passages findPassage',
  'passages whyNotFound',
  'passages openText',
  'passages/letters readLetters',
  'review/provenance splitSentences',
  'review/word-diff diffWords',
  'verdict/check-evidence checkEvidence',
  'verdict/check-reply checkReply',
  'verdict/particulars/mentions readMentions',
])

const shapes: Record<string, string> = {
  'one letter': 'a',
  blanks: ' ',
  'line ends': '\n',
  'the same word': 'word ',
  numbers: '1,',
  'opening tags': '<',
  'a tag and blanks': `<${' '.repeat(60_000)}`,
  'opening brackets': '[',
  'opening braces': '{"a":',
  'list marks': '\n- ',
  'question marks': '? ',
  quotes: '"',
  backslashes: '\\',
  entities: '&amp;',
  'combining marks': '\u0301',
  'invisible signs': '\u200b',
  'half pairs': '\ud800',
  'NUL characters': '\0',
  emoji: '👩‍🚀',
  'right to left': 'שלום \u202e',
  'sentence ends': 'A. ',
  links: '[a](b ',
  markers: '[1 ',
  addresses: 'a@',
}

/** Of these a megabyte, of the others a fifth: counted work tells what is quadratic at any size. */
const wholeMegabytes = new Set(['one letter', 'blanks', 'line ends', 'a tag and blanks', 'opening brackets'])

let work: WorkCounter
let readers: Record<string, Read>

beforeAll(async () => {
  work = await openWorkCounter()
  readers = await loadReaders()
})
afterAll(() => work.close())

/** Too much of it is an error with a message, never the end of the stack; and a call in a wrong form would count nothing. */
function callOf(read: Read, text: string) {
  return () => {
    try {
      read(text)
    } catch (error) {
      if (error instanceof RangeError || error instanceof TypeError) throw error
    }
  }
}

test.each(Object.entries(shapes))('much of %s is read in linear work by every function that takes text', async (name, shape) => {
  const length = wholeMegabytes.has(name) ? size : size / 5
  const text = shape.repeat(Math.ceil(length / shape.length)).slice(0, length)
  const excess: string[] = []
  for (const [called, read] of Object.entries(readers)) {
    const given = costly.has(called) ? text.slice(0, size / 20) : text
    const perCharacter = (await work.count(callOf(read, given))) / given.length
    if (perCharacter > mostPerCharacter) excess.push(`${called}: ${Math.round(perCharacter)}`)
  }
  expect(excess).toEqual([])
})

test('quadratic work is counted as too much', async () => {
  const quadratic: Read = (text) => {
    for (let at = 0; at < text.length; at += 100) text.indexOf('not there', at)
  }
  expect(await work.count(callOf(quadratic, 'a'.repeat(size)))).toBeGreaterThan(mostPerCharacter * size)
})

/** Exported functions whose first text is short or ours: ids, names, weeks, folders, addresses of pages, words that another function cut out. */
const notFromOutside = [
  /^(?:cli|export|observe|ledger|store\/embedded|site-actions|webhooks\/send)\//,
  /^(?:hash|ids|make-folder|write-whole|proxy-note) /,
  /^input\/(?:text-file|yaml-document) /,
  /^mail\/smtp-/,
  /^models\/(?:anthropic|mistral|ollama|openai-compatible|catalog|default-models|missing-key|model-id|streamed-reply|provider-text sentences)/,
  /^newsletter\/(?:draft-digest|iso-week|subscriber-keys (?:derive|verp))/,
  /^panel\/(?:lint-personas|load-personas) /,
  /^passages\/cuts |^persona-template renderTemplate$|^record\/build-record /,
  /^publish\/(?:anchors|scorecard|site\/message-pages|site\/weekly-pages|words dayText)/,
  /^review\/(?:audit-chain|conflicts|lives) /,
  /^verdict\/particulars\/(?:amounts|known-words|number-words) /,
  /^vote-actions\/keys (?:createVoteKeys|hashVoteToken)$/,
  /^web\/(?:api\/review-answers|auth\/secrets hashSecret|site\/hashed-name)/,
  /^web\/desk\/(?:newsletter\/paths|paths|verdict\/fields|verdict\/links) /,
]

test('every function that takes a text is read through here, or known to take short ones', async () => {
  const folder = join(packageFiles.root, 'src')
  const files = (await readdir(folder, { recursive: true })).filter((name) => /\.tsx?$/.test(name))
  const found = await Promise.all(
    files.map(async (file) =>
      textFunctions(await readFile(join(folder, file), 'utf8')).map((name) => `${file.replace(/\.tsx?$/, '')} ${name}`),
    ),
  )
  const missing = found.flat().filter((name) => !(name in readers) && !notFromOutside.some((known) => known.test(name)))
  expect(missing.sort()).toEqual([])
})

/** The names of a module's exported functions that take a text before anything else. */
function textFunctions(code: string): string[] {
  return parseSync('a.tsx', code).program.body.flatMap((statement) => {
    if (statement.type !== 'ExportNamedDeclaration' || statement.declaration?.type !== 'FunctionDeclaration') return []
    const { id, params } = statement.declaration
    const [first] = params
    if (first === undefined || !('typeAnnotation' in first)) return []
    return first.typeAnnotation?.typeAnnotation.type === 'TSStringKeyword' && id !== null ? [id.name] : []
  })
}
