import { describe, expect, test } from 'vitest'
import { replySchema } from '../../../../src/contracts/verdict.js'
import { mailboxKey } from '../../../../src/mail/mailbox-key.js'
import { parseReport } from '../../../../src/mail/parse-report.js'
import { parseBundle } from '../../../../src/panels/bundle/parse-bundle.js'
import { checkDossier } from '../../../../src/panels/dossier/parse-dossier.js'
import { parseReply } from '../../../../src/panels/draft/parse-reply.js'
import { parsePersonaFile } from '../../../../src/panels/persona/persona-file.js'
import { defuse, defuseLine } from '../../../../src/panels/prompt/defuse.js'
import { readJsonText } from '../../../../src/platform/input/bounded-json.js'
import { findRepeatedKeys } from '../../../../src/platform/input/repeated-keys.js'
import { decodeText } from '../../../../src/platform/input/text-file.js'
import { cleanText } from '../../../../src/platform/text/provider-text.js'
import { describeBody } from '../../../../src/providers/http/unreadable-text.js'
import { argumentsText, textIn } from '../../../../src/providers/reply/answer-text.js'
import { readChatCompletion } from '../../../../src/providers/reply/chat-completion.js'
import { parseLenientJson } from '../../../../src/providers/structured-output/lenient-json.js'
import { diffWords } from '../../../../src/review/rules/word-diff.js'
import { addressInHeader, formOf } from '../../../../src/web/auth/proxy-header.js'
import { parseTagList } from '../../../../src/web/http/preconditions.js'
import { addressProblem } from '../../../../src/web/http/valid-address.js'
import { readAddress } from '../../../../src/web/site/read-address.js'
import { hostileShapes, noUtf8 } from '../../../support/hostile-shapes.js'

/* Everything that reads what others wrote, with every shape: it answers, and the process goes on. Quadratic time or the stack's end would show. */

const readers: Readonly<Record<string, (text: string) => unknown>> = {
  'a dossier': (text) => checkDossier({ text, file: 'f' }),
  'a long text in a dossier': (text) => checkDossier({ text: `sources:\n  - text: ${JSON.stringify(text)}\n`, file: 'f' }),
  'a persona': (text) => parsePersonaFile({ text, file: 'f' }),
  'what a persona’s front matter holds': (text) => parsePersonaFile({ text: `---\n${text}\n---\nHello`, file: 'f' }),
  'a persona’s template': (text) => parsePersonaFile({ text: `---\nid: dx\n---\n${text}`, file: 'f' }),
  'a bundle': parseBundle,
  'a record in a bundle': (text) => parseBundle(`{"schema":"panel.bundle/1","record":${text}}`),
  JSON: readJsonText,
  'keys that are there twice': findRepeatedKeys,
  'a model’s reply': (text) => parseReply(text, replySchema),
  'what a model calls its reply': (text) => parseReply(`{"call":"ship","quote":${JSON.stringify(text)}}`, replySchema),
  'a provider’s JSON': parseLenientJson,
  'an answer in parts': (text) => [textIn([{ type: 'text', text }]), argumentsText(text)],
  'a chat completion': (content) => readChatCompletion({ choices: [{ message: { role: 'assistant', content } }] }),
  'an error of a provider': (text) => [
    cleanText(text, ['a-secret-of-ours']),
    describeBody({ text, sizeBytes: text.length, isWhole: true, isUtf8: true }, new Headers()),
  ],
  'text in a prompt': (text) => [defuse(text), defuseLine(text, 400)],
  'an address of the site': (text) => readAddress(`http://panel.test/${text}?q=${text}`),
  'an encoded address': (text) => addressProblem(`http://panel.test/%41${text}?a=%41${text}`),
  'entity tags': (text) => [parseTagList(text), parseTagList(`"${text}"`)],
  'a proxy’s header': (text) => [addressInHeader(text), formOf(text)],
  'a mail address': (text) => [mailboxKey(text), mailboxKey(`${text}@example.org`)],
  'two versions of a text': (text) => diffWords(text.slice(0, 10_000), text.slice(1, 10_000)),
}

describe.each(Object.entries(readers))('%s', (_name, read) => {
  test.each(hostileShapes)('is read when it is %s', (_shape, text) => {
    expect(() => read(text())).not.toThrow()
  })
})

describe('a report of mail', () => {
  test.each(hostileShapes)('is read when it is %s', async (_shape, text) => {
    const report = `Content-Type: multipart/report; report-type=delivery-status; boundary=x\n\n--x\nContent-Type: message/delivery-status\n\n${text()}\n--x--\n`
    for (const raw of [text(), report]) await expect(parseReport(Buffer.from(raw))).resolves.toBeDefined()
  })
})

test.each(noUtf8)('a file with %s is refused at its place', (_name, bytes) => {
  expect(decodeText('f', Buffer.from(bytes))).toMatchObject({ problem: { line: 1, message: 'the file is not UTF-8 text from here on' } })
})
