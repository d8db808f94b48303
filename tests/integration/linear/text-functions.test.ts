import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseSync } from 'oxc-parser'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Dossier } from '../../../src/contracts/dossier.js'
import { replySchema } from '../../../src/contracts/verdict.js'
import type { RegistryRequest } from '../../../src/evidence/registries/known-outcome.js'
import { packageFiles } from '../../../src/platform/files/package-files.js'
import { source } from '../../support/evidence/read-source.js'
import { openWorkCounter, type WorkCounter } from '../../support/linear/count-work.js'
import { sampleDraft } from '../../support/panels/opinion/sample.js'
import { sampleContent, sampleDossier, samplePersona } from '../../support/samples.js'

/*
 * Up to half a megabyte of every nasty shape goes through every function that takes text from outside, within an amount of work that grows with the text
 * and no faster. Work is counted, not timed. That no pattern backtracks is what `npm run check` looks for.
 */

type Read = (text: string) => unknown

/** Functions by file and name, as they are called with text from outside. Loaded once work is counted. */
async function loadReaders(): Promise<Record<string, Read>> {
  const ranking = await import('../../../src/web/desk/palette/rank.js')
  const findTools = await import('../../../src/web/desk/find-tools.js')
  const deskParts = await import('../../../src/web/desk/parts.js')
  const [{ cleanSvg }, { cleanStyle }, { findIcons }] = await Promise.all([
    import('../../../src/panels/logo/clean-svg.js'),
    import('../../../src/panels/logo/clean-style.js'),
    import('../../../src/panels/logo/find-icons.js'),
  ])
  const [toolLists, panelPages, searchText, logTitles, subscriberLists, listDefinition, recordsList] = await Promise.all([
    import('../../../src/panels/store/tool-lists.js'),
    import('../../../src/panels/store/find-panels.js'),
    import('../../../src/platform/text/search-text.js'),
    import('../../../src/review/store/log-titles.js'),
    import('../../../src/newsletter/store/subscriber-lists.js'),
    import('../../../src/web/desk/lists/definition.js'),
    import('../../../src/web/desk/records-list.js'),
  ])
  const [bundle, block, textLimits, dossierText, parseDossier] = await Promise.all([
    import('../../../src/panels/bundle/parse-bundle.js'),
    import('../../../src/voting/rules/address-block.js'),
    import('../../../src/contracts/limits.js'),
    import('../../../src/contracts/dossier-text.js'),
    import('../../../src/panels/dossier/parse-dossier.js'),
  ])
  const [codePlaces, leaks, namesIn, blindLetters, masking, blindNames] = await Promise.all([
    import('../../../src/panels/blind/code-places.js'),
    import('../../../src/panels/blind/find-leaks.js'),
    import('../../../src/panels/blind/find-names.js'),
    import('../../../src/panels/blind/letters.js'),
    import('../../../src/panels/blind/mask-text.js'),
    import('../../../src/panels/blind/names.js'),
  ])
  const [formWords, formValues, formOfDossier, fieldNames] = await Promise.all([
    import('../../../src/panels/dossier/form/words.js'),
    import('../../../src/panels/dossier/form/values.js'),
    import('../../../src/panels/dossier/form/values-of-dossier.js'),
    import('../../../src/web/desk/dossier/field-names.js'),
  ])
  const masked = blindNames.namesOf(sampleDossier())
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
  const [markup, near, quoteTokens, known] = await Promise.all([
    import('../../../src/evidence/rules/markup.js'),
    import('../../../src/evidence/near-match.js'),
    import('../../../src/evidence/rules/quote-tokens.js'),
    import('../../../src/panels/draft/particulars/known-words.js'),
  ])
  const [examples, template, defuse, quoteParts, safe, words, provenance, tokens, diff, pair] = await Promise.all([
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
  ])
  const [refusal, subscribers, end, check, evidence, objects, parse, mentions, readSentences, particularTokens, flagWords, claims] =
    await Promise.all([
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
      import('../../../src/panels/draft/particulars/flag-words.js'),
      import('../../../src/panels/draft/particulars/read-claims.js'),
    ])
  const [
    tags,
    next,
    password,
    people,
    secretKeys,
    sources,
    reading,
    marked,
    preconditions,
    encodings,
    address,
    urls,
    publicAddress,
    chance,
  ] = await Promise.all([
    import('../../../src/web/api/entity-tags.js'),
    import('../../../src/web/auth/next-path.js'),
    import('../../../src/accounts/password-rules.js'),
    import('../../../src/accounts/people.js'),
    import('../../../src/accounts/secrets.js'),
    import('../../../src/evidence/paragraphs.js'),
    import('../../../src/web/desk/verdict/reading.js'),
    import('../../../src/web/desk/intake/marked-pieces.js'),
    import('../../../src/web/http/preconditions.js'),
    import('../../../src/web/site/encodings.js'),
    import('../../../src/web/site/read-address.js'),
    import('../../../src/web/http/valid-address.js'),
    import('../../../src/platform/net/public-address.js'),
    import('../../../src/platform/secrets.js'),
  ])
  const [webhookUrl, allowedHosts, pageAddress, shownAddress, robots] = await Promise.all([
    import('../../../src/webhooks/webhook-url.js'),
    import('../../../src/platform/net/allowed-hosts.js'),
    import('../../../src/evidence/fetch/page-address.js'),
    import('../../../src/evidence/fetch/shown-address.js'),
    import('../../../src/evidence/fetch/robots.js'),
  ])
  const [units, goesOn] = await Promise.all([
    import('../../../src/evidence/units.js'),
    import('../../../src/evidence/rules/sentence-goes-on.js'),
  ])
  const [mailbox, sentence, systemError, card, proxy, direction] = await Promise.all([
    import('../../../src/mail/mailbox-key.js'),
    import('../../../src/platform/text/sentence.js'),
    import('../../../src/platform/files/system-error.js'),
    import('../../../src/site/pages/card-text.js'),
    import('../../../src/web/auth/proxy-header.js'),
    import('../../../src/platform/text/text-direction.js'),
  ])
  const [parseOpinion, pairs, opinionRequest, questions] = await Promise.all([
    import('../../../src/panels/opinion/parse-opinion.js'),
    import('../../../src/panels/opinion/pairs.js'),
    import('../../../src/panels/opinion/build-opinion-request.js'),
    import('../../../src/panels/opinion/questions.js'),
  ])
  const [licenseWords, licenseNames, licenseTerms, expression, statement, ownLicenses, matchLicense, riders, statementScope] =
    await Promise.all([
      import('../../../src/evidence/licenses/license-words.js'),
      import('../../../src/evidence/licenses/license-names.js'),
      import('../../../src/evidence/licenses/license-terms.js'),
      import('../../../src/evidence/licenses/expression.js'),
      import('../../../src/evidence/licenses/license-statement.js'),
      import('../../../src/evidence/licenses/own-licenses.js'),
      import('../../../src/evidence/licenses/match-license.js'),
      import('../../../src/evidence/licenses/riders.js'),
      import('../../../src/evidence/licenses/statement-scope.js'),
    ])
  const [proposals, findLinks, site, prices, money, priceUnit, free, noPrice, offer, notFree] = await Promise.all([
    import('../../../src/evidence/fields/propose-fields.js'),
    import('../../../src/evidence/fields/find-links.js'),
    import('../../../src/evidence/site-of.js'),
    import('../../../src/evidence/fields/find-prices.js'),
    import('../../../src/evidence/fields/money.js'),
    import('../../../src/evidence/fields/price-unit.js'),
    import('../../../src/evidence/fields/free.js'),
    import('../../../src/evidence/fields/no-price.js'),
    import('../../../src/evidence/fields/offer.js'),
    import('../../../src/evidence/fields/not-free.js'),
  ])
  const [entries, parseFacts, plainWords, factsRequest, checkEntries] = await Promise.all([
    import('../../../src/panels/draft/reply-entries.js'),
    import('../../../src/panels/facts/parse-facts.js'),
    import('../../../src/panels/facts/plain-words.js'),
    import('../../../src/panels/facts/build-facts-request.js'),
    import('../../../src/panels/facts/check-entries.js'),
  ])
  const [html, markdown, sniff, invisible, reverse, tidy, media, colour, values] = await Promise.all([
    import('../../../src/evidence/extract/html/read-html.js'),
    import('../../../src/evidence/extract/markdown.js'),
    import('../../../src/evidence/extract/sniff.js'),
    import('../../../src/evidence/extract/text/invisible.js'),
    import('../../../src/evidence/extract/text/reverse.js'),
    import('../../../src/evidence/extract/text/tidy.js'),
    import('../../../src/evidence/extract/css/media.js'),
    import('../../../src/evidence/extract/css/colour.js'),
    import('../../../src/evidence/extract/css/values.js'),
  ])
  const [tree, hiddenPieces, sheets, extractedLinks] = await Promise.all([
    import('../../../src/evidence/extract/html/tree.js'),
    import('../../../src/evidence/extract/text/hidden-pieces.js'),
    import('../../../src/evidence/extract/css/sheets.js'),
    import('../../../src/evidence/extract/html/links.js'),
  ])
  const [compare, schedule, sourceDiff, withoutNoise, addresses, ids, seen] = await Promise.all([
    import('../../../src/evidence/freshness/compare-source.js'),
    import('../../../src/evidence/freshness/schedule.js'),
    import('../../../src/evidence/freshness/source-diff.js'),
    import('../../../src/evidence/freshness/without-noise.js'),
    import('../../../src/evidence/intake/addresses.js'),
    import('../../../src/evidence/intake/free-id.js'),
    import('../../../src/evidence/steering/search-text.js'),
  ])
  const page = 'https://tool.example/a.md'
  const [registryAddress, registryLine, registryAnswer, manifest, toml, file, modelCard, spdx, unseen] = await Promise.all([
    import('../../../src/evidence/registries/recognise-address.js'),
    import('../../../src/evidence/registries/plain-line.js'),
    import('../../../src/evidence/registries/answer-schema.js'),
    import('../../../src/evidence/registries/repository-manifest.js'),
    import('../../../src/platform/input/toml.js'),
    import('../../../src/evidence/registries/repository-file.js'),
    import('../../../src/evidence/registries/read-hugging-face.js'),
    import('../../../src/evidence/registries/spdx-ids.js'),
    import('../../../src/evidence/registries/unseen-page.js'),
  ])
  const [
    steering,
    folding,
    segments,
    decoding,
    disguises,
    forged,
    derived,
    sentences,
    scripts,
    tongues,
    names,
    offTopic,
    spans,
    vocabulary,
  ] = await Promise.all([
    import('../../../src/evidence/steering/find-steering.js'),
    import('../../../src/evidence/steering/fold-text.js'),
    import('../../../src/evidence/steering/segments.js'),
    import('../../../src/evidence/steering/decode.js'),
    import('../../../src/evidence/steering/disguises.js'),
    import('../../../src/evidence/steering/forged.js'),
    import('../../../src/evidence/steering/judge-derived.js'),
    import('../../../src/evidence/steering/judge-sentence.js'),
    import('../../../src/evidence/steering/judge-language.js'),
    import('../../../src/evidence/steering/languages.js'),
    import('../../../src/evidence/steering/names.js'),
    import('../../../src/evidence/steering/off-topic.js'),
    import('../../../src/evidence/steering/spans.js'),
    import('../../../src/evidence/steering/vocabulary.js'),
  ])
  const factsQuestion = (text: string) => ({ sources: [{ id: 'home', text }], toolName: text.slice(0, 120), wanted: ['vendor' as const] })
  const middle = (text: string) => Math.floor(text.length / 2)
  /** Marks that all end where the text does: as many as a source may have passages. */
  const marksEverywhere = (text: string) =>
    Array.from({ length: 1_000 }, (_, index) => ({
      start: Math.floor((text.length * index) / 1_000),
      end: text.length,
      kind: 'found' as const,
    }))
  // No sentence is longer where these are called.
  const oneSentence = (text: string) => text.slice(0, 480)
  return {
    'panels/store/find-panels isPanelCursor': (text) => panelPages.isPanelCursor(text),
    'panels/store/tool-lists isToolCursor': (text) => toolLists.isToolCursor(text),
    'review/store/log-titles amongTitles': (text) => logTitles.amongTitles(text),
    'panels/blind/code-places readCodePlaces': (text) => codePlaces.readCodePlaces(text),
    'panels/blind/find-leaks findLeaks': (text) => leaks.findLeaks(text, masked),
    'panels/blind/find-names findNames': (text) => namesIn.findNames(text, masked),
    'panels/blind/letters readLetters': (text) => blindLetters.readLetters(text),
    'panels/blind/mask-text maskText': (text) => masking.maskText(text, masked),
    'panels/persona/persona-examples withoutExamples': (text) => examples.withoutExamples(text),
    'evidence/steering/find-steering findSteering': (text) =>
      steering.findSteering({ text, hidden: [{ place: 'comment', text }] }, { title: text.slice(0, 400), toolNames: ['Sample'] }),
    'evidence/steering/search-text searchText': (text) => seen.searchText(text, { title: text.slice(0, 400), names: /sample/gu }),
    'evidence/steering/fold-text foldText': folding.foldText,
    'evidence/steering/fold-text foldWord': folding.foldWord,
    'evidence/steering/segments segmentsOf': (text) => segments.segmentsOf(text, folding.foldText(text)),
    'evidence/steering/segments flowsOf': (text) => {
      const folded = folding.foldText(text)
      segments.flowsOf(text, folded, segments.segmentsOf(text, folded))
    },
    'evidence/steering/decode decodeAll': decoding.decodeAll,
    'evidence/steering/disguises readingsOf': (text) => disguises.readingsOf(oneSentence(text)),
    'evidence/steering/forged findForged': forged.findForged,
    'evidence/steering/judge-derived judgeDerived': (text) => derived.judgeDerived(text, null),
    'evidence/steering/judge-sentence judgeSentence': (text) => sentences.judgeSentence(oneSentence(text), /sample/gu, true),
    'evidence/steering/judge-language scriptsOf': scripts.scriptsOf,
    'evidence/steering/languages languageOf': tongues.languageOf,
    'evidence/steering/languages hearOtherLanguages': (text) => tongues.hearOtherLanguages(oneSentence(text)),
    'evidence/steering/names namesPattern': (text) => names.namesPattern(text, [text.slice(0, 400)]),
    'evidence/steering/off-topic formOf': (text) => offTopic.formOf(oneSentence(text)),
    'evidence/steering/off-topic isAboutAnswers': (text) => offTopic.isAboutAnswers(oneSentence(text)),
    'evidence/steering/spans readShown': spans.readShown,
    'evidence/steering/vocabulary subjectOf': vocabulary.subjectOf,
    'evidence/steering/vocabulary stemsOf': vocabulary.stemsOf,
    'panels/bundle/parse-bundle parseBundle': bundle.parseBundle,
    'voting/rules/address-block addressBlock': block.addressBlock,
    'contracts/limits countCharacters': textLimits.countCharacters,
    'contracts/dossier-text endsSentenceInside': dossierText.endsSentenceInside,
    'panels/dossier/parse-dossier parseDossier': (text) => parseDossier.parseDossier({ text, file: 'a.yaml' }),
    'platform/input/bounded-json readJsonText': json.readJsonText,
    'platform/input/bounded-json nestsTooDeep': json.nestsTooDeep,
    'platform/input/bounded-json endOfJsonString': (text) => json.endOfJsonString(`"${text}`, 0),
    'platform/text/clip clip': (text) => clip.clip(text, 100),
    'platform/input/repeated-keys findRepeatedKeys': keys.findRepeatedKeys,
    'platform/input/suggestion nearest': (text) => suggestion.nearest(text, ['claude', 'mistral']),
    'platform/input/suggestion didYouMean': (text) => suggestion.didYouMean(text, ['claude', 'mistral']),
    'platform/input/yaml-limits findExcess': limits.findExcess,
    'platform/input/yaml-syntax lineEndProblem': (text) => syntax.lineEndProblem(text, 'a.yaml'),
    'panels/ledger/find-secrets findSecrets': (text) => secrets.findSecrets({ text }, { known: [] }),
    'mail/mail-settings parseSender': sender.parseSender,
    'mail/mail-settings domainOf': sender.domainOf,
    'mail/without-address withoutAddress': (text) => without.withoutAddress(text, 'a@b.example'),
    'mail/mailbox-key mailboxKey': mailbox.mailboxKey,
    'platform/text/sentence asSentence': sentence.asSentence,
    'platform/files/system-error explainSystemWords': systemError.explainSystemWords,
    'site/pages/card-text drawable': (text) => card.drawable(text, []),
    'web/auth/proxy-header addressInHeader': proxy.addressInHeader,
    'web/auth/proxy-header formOf': proxy.formOf,
    'web/auth/proxy-header validAddress': proxy.validAddress,
    'platform/html/safe-text revealUntil': (text) => safe.revealUntil(text, 200),
    'platform/text/text-direction directionOf': direction.directionOf,
    'platform/text/text-direction hasRightToLeft': direction.hasRightToLeft,
    'platform/text/text-direction isolate': direction.isolate,
    'platform/text/text-direction partsOf': direction.partsOf,
    'platform/text/text-direction replaceUnpaired': (text) => direction.replaceUnpaired(text, /[\u202a-\u202e]/g, () => '?'),
    'platform/text/text-direction writeOut': direction.writeOut,
    'evidence/markers findMarkers': markers.findMarkers,
    'evidence/markers findMarkerRuns': markers.findMarkerRuns,
    'evidence/markers withoutMarkers': (text) => markers.withoutMarkers(text),
    'evidence/markers maskMarkers': markers.maskMarkers,
    'evidence/markers countCitations': markers.countCitations,
    'evidence/markers renumberMarkers': (text) => markers.renumberMarkers(text, (number) => number + 1),
    'providers/reply/answer-text answerText': (text) => [
      answer.answerText(text, () => []),
      answer.answerText('', () => [{ field: 'reasoning', text }]),
    ],
    'providers/structured-output/lenient-json parseLenientJson': lenient.parseLenientJson,
    'providers/structured-output/lenient-json parseJson': lenient.parseJson,
    'platform/text/provider-text cleanText': (text) => provider.cleanText(text, ['a-secret-of-ours']),
    'platform/text/provider-text withoutSecrets': (text) => provider.withoutSecrets(text, ['a-secret-of-ours']),
    'providers/http/unreadable-text bodyWords': unreadable.bodyWords,
    'providers/http/upstream-error errorInLines': upstream.errorInLines,
    'newsletter/rules/mail-headers mailSubject': subject.mailSubject,
    'newsletter/rules/plain-line plainLine': plain.plainLine,
    'newsletter/rules/plain-line paragraphsOf': plain.paragraphsOf,
    'newsletter/rules/subscriber-keys readVerpAddress': subscriber.readVerpAddress,
    'newsletter/rules/subscriber-keys maskAddress': subscriber.maskAddress,
    'evidence/fields/propose-fields proposeFields': (text) =>
      proposals.proposeFields([source(text, { kind: 'website' })], { registries: [], toolsInCategory: () => ['Rival'] }),
    'evidence/fields/find-links findLinks': (text) =>
      findLinks.findLinks({
        url: 'https://tool.example/',
        links: [{ url: `https://tool.example/${text}`, text, rel: null, inNavigation: true }],
      }),
    'evidence/site-of withoutWww': site.withoutWww,
    'evidence/site-of siteOf': (text) => site.siteOf(`https://${text}`),
    'evidence/fields/find-prices findPrices': (text) => prices.findPrices(source(text)),
    'evidence/fields/money readMoney': money.readMoney,
    'evidence/fields/money readAmount': (text) => money.readAmount(text),
    'evidence/fields/money plainCurrency': (text) => ['$', '\u00a5', 'kr'].map((sign) => money.plainCurrency(sign, text)),
    'evidence/fields/price-unit readPriceUnit': priceUnit.readPriceUnit,
    'evidence/fields/free readFree': free.readFree,
    'evidence/fields/not-free deniesFree': notFree.deniesFree,
    'evidence/fields/not-free isFreeOfAnother': (text) => notFree.isFreeOfAnother(text, ['tool']),
    'evidence/fields/no-price isNoPrice': (text) => noPrice.isNoPrice(text, { start: middle(text), end: middle(text) + 1 }),
    'evidence/fields/offer isPriceCell': (text) => offer.isPriceCell(text, money.readMoney(text.slice(0, 100))),
    'evidence/fields/offer readOffer': (text) => offer.readOffer(text, money.readMoney(text.slice(0, 100))),
    'evidence/fields/offer priced': (text) => offer.priced(text, { start: 0, end: middle(text), amount: 1, currency: null, sign: '$' }),
    'evidence/licenses/license-words readLicenseWords': licenseWords.readLicenseWords,
    'evidence/licenses/license-names nameKey': licenseNames.nameKey,
    'evidence/licenses/license-names readLicenseName': licenseNames.readLicenseName,
    'evidence/licenses/license-names readNameInText': licenseNames.readNameInText,
    'evidence/licenses/license-terms licenseTerms': licenseTerms.licenseTerms,
    'evidence/licenses/expression readExpression': expression.readExpression,
    'evidence/licenses/statement-scope isOfAnother': (text) => statementScope.isOfAnother(text, text),
    'evidence/licenses/statement-scope findStatedRider': (text) => statementScope.findStatedRider(text, text),
    'evidence/licenses/license-statement findLicenseStatement': statement.findLicenseStatement,
    'evidence/licenses/own-licenses findOwnLicense': ownLicenses.findOwnLicense,
    'evidence/licenses/match-license matchLicense': matchLicense.matchLicense,
    'evidence/licenses/riders findRider': riders.findRider,
    'evidence/near-match findNearPassage': (text) =>
      near.findNearPassage(
        `${text}. The end of it is not near`,
        `${text.slice(0, 19_000)} the of it is nott near to any end`,
        known.isOrdinaryWord,
      ),
    'evidence/near-match openNearText': near.openNearText,
    'evidence/rules/quote-tokens readQuoteTokens': (text) => {
      const read = letters.readLetters(text)
      quoteTokens.readQuoteTokens(text, read, markup.dropMarkup(read, { numbers: 'of lists' }))
    },
    'evidence/passages findPassage': (text) => passages.findPassage(`${text}. The end of it`, 'The end of it'),
    'evidence/passages whyNotFound': (text) => passages.whyNotFound(text, `${text} and more`),
    'evidence/passages openText': passages.openText,
    'evidence/rules/above outerHeadings': (text) => above.outerHeadings(text, middle(text)),
    'evidence/rules/above tableHead': (text) => above.tableHead(text, middle(text)),
    'evidence/rules/above lineAbove': (text) => above.lineAbove(text, middle(text)),
    'evidence/rules/letters readLetters': (text) => letters.readLetters(text),
    'evidence/rules/needle countLettersAndDigits': (text) => needle.countLettersAndDigits(text, text.length),
    'evidence/rules/qualifiers findQualifier': qualifiers.findQualifier,
    'evidence/rules/qualifiers findHeadingQualifier': qualifiers.findHeadingQualifier,
    'evidence/rules/qualifiers takesBackSentenceBefore': qualifiers.takesBackSentenceBefore,
    'evidence/rules/sentences endsInAbbreviation': cutSentences.endsInAbbreviation,
    'evidence/rules/sentence-goes-on sentenceGoesOn': (text) => [
      goesOn.sentenceGoesOn(text, text),
      goesOn.sentenceGoesOn(`${text}.`, text),
    ],
    'evidence/rules/sentences sentenceStart': (text) => cutSentences.sentenceStart(text, middle(text)),
    'evidence/rules/sentences sentenceEnd': (text) => cutSentences.sentenceEnd(text, middle(text)),
    'evidence/rules/surroundings readSurroundings': (text) =>
      surroundings.readSurroundings(text, { start: middle(text), end: middle(text) + 4 }),
    'panels/persona/persona-examples findJsonFences': examples.findJsonFences,
    'panels/persona/persona-examples exampleTexts': examples.exampleTexts,
    'panels/persona/persona-template analyseTemplate': template.analyseTemplate,
    'panels/prompt/defuse defuse': defuse.defuse,
    'panels/prompt/defuse defuseLine': (text) => defuse.defuseLine(text, 200),
    'panels/prompt/defuse defuseAttribute': (text) => defuse.defuseAttribute(text, 200),
    'site/pages/record/quote-parts readQuote': (text) => quoteParts.readQuote(text, []),
    'site/pages/record/quote-parts placeQuote': (text) => quoteParts.placeQuote(text, []),
    'platform/html/safe-text revealInvisible': safe.revealInvisible,
    'platform/html/safe-text safeHref': safe.safeHref,
    'site/pages/record/words sentenceCase': words.sentenceCase,
    'review/rules/provenance splitSentences': provenance.splitSentences,
    'review/rules/tokens tokenize': tokens.tokenize,
    'review/rules/tokens wordsOf': tokens.wordsOf,
    'review/rules/tokens isWord': tokens.isWord,
    'review/rules/tokens isSpace': tokens.isSpace,
    'review/rules/word-diff diffWords': (text) => diff.diffWords(text, `x ${text}`),
    'site/views/pair isSlug': pair.isSlug,
    'site/views/pair splitPair': pair.splitPair,
    'platform/text/search-text searchable': searchText.searchable,
    'platform/text/search-text storable': searchText.storable,
    'platform/text/search-text escapeLike': searchText.escapeLike,
    'panels/store/refusal withoutNul': refusal.withoutNul,
    'newsletter/store/subscribers isEmail': subscribers.isEmail,
    'newsletter/store/subscriber-lists isSubscriberCursor': (text) => subscriberLists.isSubscriberCursor(text),
    'platform/text/text-end withoutAtEnd': (text) => end.withoutAtEnd(text, ' \n<a'),
    'platform/text/text-end upTo': (text) => end.upTo(text, 'the end'),
    'evidence/check-evidence checkEvidence': (text) =>
      evidence.checkEvidence([{ source: 'readme', quote: `${text} x`, shows: text }], dossierOf(text)),
    'panels/draft/check-reply checkReply': (text) => check.checkReply(sampleContent({ quote: text }), samplePersona(), dossierOf(text)),
    'panels/draft/check-reply countWords': check.countWords,
    'panels/draft/find-objects findObjects': objects.findObjects,
    'panels/draft/find-objects endOfString': (text) => objects.endOfString(`"${text}`, 0),
    'panels/draft/parse-reply parseReply': (text) => parse.parseReply(text, replySchema),
    'panels/draft/particulars/mentions readMentions': (text) => mentions.readMentions(text),
    'panels/draft/particulars/mentions readTokens': (text) => mentions.readTokens(text),
    'panels/draft/particulars/read-claims claimReader': (text) =>
      claims.claimReader({ quote: text, answers: [], predictions: [] }, dossierOf(text))(text),
    'panels/draft/particulars/sentences readSentences': readSentences.readSentences,
    'panels/draft/particulars/sentences withSentences': (text) =>
      readSentences.withSentences(text, { start: middle(text), end: middle(text) + 4 }),
    'panels/draft/particulars/tokens foldText': particularTokens.foldText,
    'panels/draft/particulars/flag-words shorten': (text) => flagWords.shorten(text, 60),
    'panels/draft/particulars/tokens placesInOriginal': (text) => particularTokens.placesInOriginal(text, particularTokens.foldText(text)),
    'panels/draft/particulars/tokens tokenize': particularTokens.tokenize,
    'panels/opinion/parse-opinion parseOpinion': (text) => parseOpinion.parseOpinion(text, 40),
    'panels/draft/reply-entries entriesIn': (text) => entries.entriesIn(text, (value) => 'a' in value),
    'panels/draft/reply-entries oneLineOf': (text) => entries.oneLineOf(text, text.length),
    'panels/facts/parse-facts parseFacts': parseFacts.parseFacts,
    'panels/facts/plain-words onOneLine': (text) => plainWords.onOneLine(text, text.length),
    'panels/facts/plain-words whyNotPlain': (text) => plainWords.whyNotPlain(text, text, 'Ferrydoc'),
    'panels/facts/plain-words whyNotOneSentence': plainWords.whyNotOneSentence,
    'panels/facts/build-facts-request buildFactsRequest': (text) => factsRequest.buildFactsRequest(factsQuestion(text), null),
    'panels/facts/check-entries checkEntries': (text) => {
      const { shown } = factsRequest.buildFactsRequest(factsQuestion(text), null)
      const citation = { source: 'home', from: 1, to: 1 }
      const reply = { facts: [{ ...citation, statement: text }], fields: [{ ...citation, field: 'vendor' as const, value: text }] }
      checkEntries.checkEntries(reply, { shown, toolName: 'Ferrydoc', wanted: ['vendor'] })
    },
    'evidence/freshness/compare-source isSameText': (text) =>
      compare.isSameText(text, `${text.slice(0, middle(text))}.${text.slice(middle(text))}`),
    'evidence/freshness/schedule intervalMs': (text) => schedule.intervalMs(text, 7),
    'evidence/freshness/schedule nextReading': (text) =>
      schedule.nextReading(text, { at: new Date(0), refreshDays: 7, failures: 1, askedMs: null }),
    'evidence/freshness/source-diff diffSource': (text) => sourceDiff.diffSource(`A\n${text}`, `${text}\nB`),
    'evidence/freshness/without-noise comparedLines': withoutNoise.comparedLines,
    'evidence/freshness/without-noise saySame': (text) => withoutNoise.saySame(text, `${text}.`),
    'evidence/intake/addresses normalizeAddress': addresses.normalizeAddress,
    'evidence/intake/addresses withoutCredentials': (text) => [text, `https://a:${text}@b.example`].map(addresses.withoutCredentials),
    'evidence/intake/addresses pageKey': (text) => addresses.pageKey(`https://${text}`),
    'evidence/intake/addresses splitAddresses': addresses.splitAddresses,
    'evidence/intake/free-id freeId': (text) => ids.freeId(text, new Set([text, `${text}-2`])),
    'evidence/extract/html/read-html readHtml': (text) => html.readHtml(text, { url: page, notes: [], withReadability: false }),
    'evidence/extract/html/tree parsePage': tree.parsePage,
    'evidence/extract/html/links absolute': (text) => extractedLinks.absolute(text, page),
    'evidence/extract/markdown readMarkdown': (text) => markdown.readMarkdown(text, { url: page, pieces: hiddenPieces.gatherHidden() }),
    'evidence/extract/sniff formOf': (text) => sniff.formOf(text, { url: page, mediaType: null }),
    'evidence/extract/text/invisible cleanText': invisible.cleanText,
    'evidence/extract/text/reverse reverseGraphemes': reverse.reverseGraphemes,
    'evidence/extract/text/tidy wellFormed': tidy.wellFormed,
    'evidence/extract/text/tidy onOneLine': (text) => tidy.onOneLine(text, 500),
    'evidence/extract/css/sheets readInlineStyle': sheets.readInlineStyle,
    'evidence/extract/css/media mediaMatches': media.mediaMatches,
    'evidence/extract/css/colour readColour': colour.readColour,
    'evidence/extract/css/values substitute': (text) => values.substitute(text.slice(0, 400), new Map([['--a', text.slice(0, 400)]])),
    'evidence/extract/css/values readLength': (text) => values.readLength(text, { fontSize: 16, rootFontSize: 16 }),
    'evidence/extract/css/values readPercent': values.readPercent,
    'evidence/extract/css/values splitValue': values.splitValue,
    'panels/opinion/pairs pairsOf': (text) => pairs.pairsOf(sampleDraft({ quote: text })),
    'panels/opinion/build-opinion-request buildOpinionRequest': (text) => {
      const draft = sampleDraft({ quote: text })
      opinionRequest.buildOpinionRequest({ draft, dossier: sampleDossier(), pairs: pairs.pairsOf(draft).pairs })
    },
    'panels/opinion/questions openQuestions': (text) => {
      const draft = sampleDraft({ quote: text })
      const asked = pairs.pairsOf(draft).pairs.map((pair) => ({ ...pair, support: 'partly' as const, reason: text }))
      const opinion = {
        model: 'a:b',
        origin: null,
        callKeys: [],
        usage: null,
        costUsd: 0,
        latencyMs: 0,
        pairs: asked,
        pairsLeftOut: 0,
        missing: null,
      }
      questions.openQuestions({ opinion, draft, current: draft })
    },
    'platform/secrets isSecret': chance.isSecret,
    'web/api/entity-tags revisionOf': tags.revisionOf,
    'web/auth/next-path nextPath': (text) => next.nextPath(text, '/desk'),
    'accounts/password-rules passwordProblem': (text) => password.passwordProblem(text, ['Ada', 'ada@example.org']),
    'accounts/people accountKey': people.accountKey,
    'accounts/secrets isApiToken': secretKeys.isApiToken,
    'panels/dossier/form/values isShownField': formValues.isShownField,
    'panels/dossier/form/values-of-dossier clearedField': formOfDossier.clearedField,
    'panels/dossier/form/words fieldKind': formWords.fieldKind,
    'panels/dossier/form/words isChoice': formWords.isChoice,
    'panels/dossier/form/words isNeeded': formWords.isNeeded,
    'web/desk/dossier/field-names fieldName': fieldNames.fieldName,
    'web/desk/dossier/field-names wholeFieldName': (text) => fieldNames.wholeFieldName(text, () => 1),
    'web/desk/intake/marked-pieces markedPieces': (text) => marked.markedPieces(text, marksEverywhere(text)),
    'web/desk/lists/definition readListText': (text) => listDefinition.readListText(text, recordsList.recordsList([])),
    'web/desk/lists/definition readKeptText': (text) => listDefinition.readKeptText(text, recordsList.recordsList([])),
    'web/desk/parts reasonText': (text) => deskParts.reasonText(text),
    'web/desk/find-tools isSlug': (text) => findTools.isSlug(text),
    'web/desk/palette/rank readSearch': (text) => ranking.readSearch(text),
    'web/desk/palette/rank rank': (text) => ranking.rank(text, ranking.readSearch(text)),
    'web/desk/verdict/reading supportOf': (text) => reading.supportOf(text, []),
    'panels/logo/clean-svg cleanSvg': (text) => cleanSvg(`<svg xmlns="http://www.w3.org/2000/svg"><style>${text}</style><g>${text}`),
    'panels/logo/clean-style cleanStyle': (text) => cleanStyle(`/*${text}*/ a{${text}} ${text}{}`),
    'panels/logo/find-icons findIcons': (text) => findIcons(`<link rel=icon href=a>${text}`, 'https://a.example/'),
    'evidence/units splitIntoUnits': units.splitIntoUnits,
    'evidence/units freezeUnits': units.freezeUnits,
    'evidence/paragraphs unwrapped': sources.unwrapped,
    'evidence/paragraphs readParagraph': (text) => {
      const [source] = dossierOf(text).sources
      return source === undefined ? null : sources.readParagraph(source, { start: middle(text), end: middle(text) + 4 })
    },
    'evidence/paragraphs paragraphsOf': (text) => sources.paragraphsOf(text, units.splitIntoUnits(text)),
    'evidence/registries/recognise-address recogniseAddress': registryAddress.recogniseAddress,
    'evidence/registries/recognise-address recogniseRepository': registryAddress.recogniseRepository,
    'evidence/registries/recognise-address packageAddress': (text) => registryAddress.packageAddress('npm', text),
    'evidence/registries/plain-line plainLine': (text) => registryLine.plainLine(text, text.length),
    'evidence/registries/answer-schema webAddress': registryAnswer.webAddress,
    'evidence/registries/repository-manifest readManifestFile': (text) => [
      manifest.readManifestFile('package.json', text),
      manifest.readManifestFile('pyproject.toml', `[project]\n${text}`),
    ],
    'platform/input/toml readToml': (text) => toml.readToml(`[project]\nname = ${text}`),
    'evidence/registries/repository-file mediaTypeOf': file.mediaTypeOf,
    'evidence/registries/repository-file decodeFile': (text) =>
      file.decodeFile({ bytes: Buffer.from(text), mediaType: 'application/json' }),
    'evidence/registries/read-hugging-face withoutFrontMatter': (text) => modelCard.withoutFrontMatter(`---\n${text}`),
    'evidence/registries/spdx-ids spdxExpression': spdx.spdxExpression,
    'evidence/registries/unseen-page unseenPage': (text) =>
      unseen.unseenPage([answerOf(text)], { url: 'https://a.example', title: 'a', text }),
    'web/http/preconditions parseTagList': preconditions.parseTagList,
    'web/site/encodings chooseEncoding': encodings.chooseEncoding,
    'web/site/read-address readAddress': address.readAddress,
    'web/http/valid-address addressProblem': urls.addressProblem,
    'platform/net/public-address isPublicAddress': publicAddress.isPublicAddress,
    'platform/net/public-address isOwnOrPublicAddress': publicAddress.isOwnOrPublicAddress,
    'platform/net/public-address isLocalName': publicAddress.isLocalName,
    'platform/net/public-address bareHost': publicAddress.bareHost,
    'webhooks/webhook-url webhookUrlProblem': (text) => webhookUrl.webhookUrlProblem(text, { allowsPrivate: false }),
    'platform/net/allowed-hosts readAllowedHost': allowedHosts.readAllowedHost,
    'evidence/fetch/page-address readPageAddress': (text) => pageAddress.readPageAddress(text),
    'evidence/fetch/shown-address shownText': shownAddress.shownText,
    'evidence/fetch/robots parseRobots': (text) =>
      robots.allowsPage(
        robots.parseRobots(`user-agent: *\nallow: /*${text}`, 'ShipPanel'),
        new URL(`http://a.example/${'a'.repeat(1_900)}`),
      ),
  }
}

function answerOf(text: string): RegistryRequest {
  const url = 'https://a.example'
  const known = { etag: null, lastModified: null, mediaType: null, sha256: '', fetchedAt: new Date(0) }
  return { ...known, url, finalUrl: url, status: 200, bytes: Buffer.from(JSON.stringify([text])) }
}

function dossierOf(text: string): Dossier {
  const [source] = sampleDossier().sources
  if (source === undefined) throw new Error('the sample has no source')
  return sampleDossier({ sources: [{ ...source, text }] })
}

const size = 500_000
/** What one character may cost: statements of ours and characters passed over, together. */
const mostPerCharacter = 400

/** These do much with each character, linear all the same: a twentieth tells as much. */
const costly = new Set([
  'evidence/steering/find-steering findSteering',
  'evidence/steering/search-text searchText',
  'evidence/steering/judge-derived judgeDerived',
  'panels/dossier/parse-dossier parseDossier',
  'evidence/extract/html/read-html readHtml',
  'evidence/extract/html/tree parsePage',
  'evidence/extract/markdown readMarkdown',
  'evidence/near-match findNearPassage',
  'evidence/near-match openNearText',
  'evidence/rules/quote-tokens readQuoteTokens',
  'evidence/passages findPassage',
  'evidence/passages whyNotFound',
  'evidence/passages openText',
  'evidence/rules/letters readLetters',
  'review/rules/provenance splitSentences',
  'review/rules/word-diff diffWords',
  'evidence/check-evidence checkEvidence',
  'panels/draft/check-reply checkReply',
  'panels/draft/particulars/mentions readMentions',
  'panels/draft/particulars/read-claims claimReader',
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
  prices: '$1 / month\n\n',
  'names that are masked': 'Ferrydoc by Ferry Works. ',
}

/** Of these all of it, of the others a fifth: counted work says what is quadratic at any size. */
const wholeSize = new Set(['one letter', 'blanks', 'line ends', 'a tag and blanks', 'opening brackets'])

let work: WorkCounter
let readers: Record<string, Read>

beforeAll(async () => {
  const opened = await openWorkCounter(loadReaders)
  work = opened.work
  readers = opened.loaded
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
  const length = wholeSize.has(name) ? size : size / 5
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
  /^(?:cli|site\/export|site\/views|app\/observe|platform\/observe|panels\/ledger|platform\/db\/(?:embedded|transfer)|webhooks\/send)\//,
  /^(?:platform\/(?:hash|ids)|platform\/files\/(?:make-folder|write-whole)|app\/(?:(?:proxy|server)-note|config-(?:file|values))) /,
  /^platform\/input\/(?:text-file|yaml-document) /,
  /^platform\/text\/provider-text (?:sentences|withoutShape)$/,
  /^mail\/smtp-/,
  /^providers\/(?:anthropic|mistral|ollama|openai-compatible|catalog|missing-key|setup|http\/streamed-reply)/,
  /^newsletter\/rules\/(?:draft-issue|iso-week|subscriber-keys (?:derive|verp))/,
  /^panels\/persona\/(?:lint-personas|load-personas|persona-template renderTemplate)/,
  /^evidence\/steering\/(?:(?:familiar-words|look-alikes|rule) |vocabulary stem$)/,
  /^evidence\/rules\/cuts |^panels\/record\/build-record /,
  /^site\/pages\/(?:record\/anchors|record\/scorecard|message-pages|newsletter-pages|record\/words dayText)/,
  /^audit\/audit-(?:chain |log entriesOf)|^panels\/store\/reopen-panel |^review\/rules\/(?:conflicts|state-machine) /,
  /^panels\/draft\/particulars\/(?:amounts|dates|kinds|known-words|number-words) /,
  /^evidence\/registries\/fact-sheet createFactSheet$/,
  /^voting\/keys createVoteKeys$|^platform\/secrets (?:makeSecret|hashSecret|deriveKey)$/,
  /^web\/(?:api\/review-answers|site\/hashed-name)/,
  /^web\/desk\/(?:newsletter\/paths|paths|verdict\/fields|verdict\/links|kick-off-request|lists\/view-paths|versions\/paths) /,
  // The address of a schema of ours.
  /^panels\/dossier\/write-dossier schemaComment$/,
  // A name out of the database, and the end of an id.
  /^web\/desk\/(?:bulk-parts toOutcome|record-names shortId)$/,
  // A file's name as short as its pattern, and a colour that was checked.
  /^site\/pages\/identity coloursStylesheet$|^web\/desk\/settings\/accent-contrast /,
  /^panels\/blind\/(?:name-rules|own-addresses|spellings) |^providers\/model-facts /,
]

test('every function that takes a text is read through here, or known to take short ones', async () => {
  const folder = join(packageFiles.root, 'src')
  const files = (await readdir(folder, { recursive: true })).filter((name) => /\.tsx?$/.test(name))
  const found = await Promise.all(
    files.map(async (file) =>
      textFunctions(await readFile(join(folder, file), 'utf8')).map((name) => `${file.replace(/\.tsx?$/, '')} ${name}`),
    ),
  )
  expect([...costly].filter((name) => !(name in readers))).toEqual([])
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
