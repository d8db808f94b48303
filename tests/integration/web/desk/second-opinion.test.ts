import { afterAll, beforeAll, expect, test } from 'vitest'
import type { Actor } from '../../../../src/contracts/actor.js'
import { type PanelRecord, recordSchema } from '../../../../src/contracts/record.js'
import { reviewedContentSchema } from '../../../../src/contracts/reviewed-content.js'
import { questionsOf } from '../../../../src/review/rules/questions.js'
import type { VerdictView } from '../../../../src/review/views.js'
import { verdictBody, verdict as verdictSchema } from '../../../../src/web/api/review-schemas.js'
import { type ChatAnswer, type ChatServer, startChatServer } from '../../../support/flow/chat-server.js'
import { endpoint, free, runPanel, someDossiers, somePersonas, whileWorking } from '../../../support/flow/test-app.js'
import { opinionReply } from '../../../support/panels/opinion/sample.js'
import { sampleContent, sampleReply } from '../../../support/samples.js'
import { openTestDesk, type TestDesk } from '../../../support/web/desk/test-desk.js'

const say = (text: string): ChatAnswer => ({ kind: 'reply', text, usage: { prompt_tokens: 100, completion_tokens: 50 } })
const quote = 'Small teams pay nothing for it [1], so I try it today.'
/** The first reads as it was questioned; the second was changed. */
const other = 'No team pays for it [1], so I try it today.'

let server: ChatServer
let desk: TestDesk
let edda: Actor
let otto: Actor
let record: PanelRecord

beforeAll(async () => {
  server = await startChatServer(({ pairs }) =>
    say(pairs > 0 ? opinionReply(pairs, { 1: 'partly' }) : JSON.stringify(sampleReply({ quote }))),
  )
  desk = await openTestDesk(
    {},
    { endpoints: [endpoint('gateway', server.url)], catalog: [free('gateway')], secondOpinion: ['gateway:second'] },
  )
  edda = await desk.addPerson('editor', 'Edda')
  otto = await desk.addPerson('editor', 'Otto')
  const request = { dossiers: someDossiers(1), personas: somePersonas(2), jurors: ['gateway:juror'] }
  record = recordSchema.parse(await whileWorking([desk.app.work()], () => runPanel(desk.app, request)))
})
afterAll(async () => {
  await desk.close()
  await server.stop()
})

async function views(): Promise<VerdictView[]> {
  const shown = await desk.review.record(record.id, edda)
  if (shown.status !== 'done') throw new Error('the record is there')
  return Promise.all(
    shown.verdicts.map(async ({ verdictId }) => {
      const view = await desk.review.verdict(record.id, verdictId, edda)
      if (view.status !== 'done') throw new Error('the verdict is there')
      return view
    }),
  )
}
const words = async (path: string) => {
  const page = await (await (await desk.signedIn('Edda')).get(path)).text()
  return page
    .replace(/<[^>]+>/g, ' ')
    .replaceAll('&quot;', '"')
    .replace(/\s+/g, ' ')
}

test('the editor of a verdict shows what the second model asks, as questions; so does the API', async () => {
  const [view] = await views()
  if (view === undefined) throw new Error('two verdicts are there')
  const text = await words(`/desk/records/${record.id}/verdicts/${view.verdictId}`)
  expect(text).toContain('A second model has 1 question gateway:second read 2 pairs of a sentence of the draft and a passage it cites.')
  expect(text).toContain(`gateway:second asks: does [1] support this? ${quote}`)
  expect(text).toContain('It reads: It is free for teams of up to five people. It thinks: only in part. Reason 1.')
  expect(text, 'behind the sentence, as one thing to look at').toMatch(
    /1 to look at 1 questioned .*to look at 1: questioned gateway:second asks: does \[1\] support this\? It thinks: only in part\. Reason 1\./,
  )
  const body = verdictSchema.parse(verdictBody(view))
  expect(body.secondOpinion).toEqual({ model: 'gateway:second', missing: null, questions: questionsOf(view) })
  expect(body.secondOpinion?.questions).toMatchObject([
    { part: 'quote', start: 0, end: quote.length, sentence: quote, evidence: 1, support: 'partly' },
  ])
})

test('a sentence that a person changes is asked about no more, and the log says that the step ended a question', async () => {
  const [, second] = await views()
  if (second === undefined) throw new Error('two verdicts are there')
  const content = sampleContent({ quote: other })
  const edited = await desk.review.edit({
    actor: edda,
    recordId: record.id,
    verdictId: second.verdictId,
    base: 1,
    content,
    reason: 'plainer',
  })
  expect(edited.status).toBe('done')
  const [, after] = await views()
  expect(after === undefined ? null : questionsOf(after)).toEqual([])
  const text = await words(`/desk/records/${record.id}/verdicts/${second.verdictId}`)
  expect(text).toContain('Second opinion gateway:second read 2 pairs')
  expect(text).toContain('It questions none that is still as drafted.')
  const { entries } = await desk.review.audit.list({ recordId: record.id })
  expect(entries.find(({ action }) => action === 'verdict.edit')?.data).toMatchObject({ questions: { before: 1, after: 0 } })
})

test('what is approved says how many are still questioned, and the public page has one line of it and nothing else', async () => {
  for (const { verdictId, current } of await views()) {
    const accepted = await desk.review.accept({ actor: edda, recordId: record.id, verdictId, base: current?.number ?? 0 })
    expect(accepted.status).toBe('done')
  }
  const shown = await desk.review.record(record.id, otto)
  if (shown.status !== 'done') throw new Error('the record is there')
  const seen = { actor: otto, recordId: record.id, seenSha256: shown.contentSha256 ?? '' }
  expect((await desk.review.approve(seen)).status).toBe('done')
  expect((await desk.review.publish(seen)).status).toBe('done')
  const published = reviewedContentSchema.parse((await desk.review.published(record.id))?.content)
  const verdicts = published.tools.flatMap((tool) => tool.verdicts.flatMap((verdict) => (verdict.status === 'drafted' ? [verdict] : [])))
  expect(verdicts.map(({ review, opinion }) => [review.questioned, opinion?.model])).toEqual([
    [1, 'gateway:second'],
    [0, 'gateway:second'],
  ])
  const page = await words('/tools/tool-1')
  expect(page).toContain(
    'Second opinion gateway:second read 4 pairs of a sentence and a passage it cites, and questioned 1 that is as drafted',
  )
  expect(page).not.toContain('Reason 1.')
})
