import { afterAll, beforeAll, expect, test } from 'vitest'
import { createAuditLog } from '../../../../src/audit/audit-log.js'
import type { AuditEntry } from '../../../../src/contracts/audit.js'
import type { Particular } from '../../../../src/contracts/particular.js'
import { sampleDossier, samplePersona } from '../../../support/samples.js'
import { editor, publishPanel, reviewer, reviewOf } from '../../../support/site/views/publish-samples.js'
import { openTestSite, type TestSite } from '../../../support/web/site/test-site.js'

/* What no source has in a verdict: what reviewers meet, what an approval keeps of it, and what readers are told. */

const quote = 'Small teams pay nothing for it [1]. It runs on 24 machines, and Netflix uses it.'
const reason = 'the vendor said so on the phone'
const dossier = sampleDossier()

let site: TestSite
let recordId: string
let marks: readonly Particular[]
let refusal: unknown
beforeAll(async () => {
  site = await openTestSite()
  const published = await publishPanel(site.app.db, {
    dossiers: [dossier],
    personas: [samplePersona()],
    runtime: site.runtime,
    replyFor: () => ({ quote }),
    review: async ({ review, recordId: of, seats }) => {
      const verdictId = seats[0]?.id ?? ''
      const view = await review.verdict(of, verdictId, reviewer)
      if (view.status !== 'done') throw new Error(view.status)
      marks = view.check?.particulars ?? []
      refusal = await review.approve({ actor: editor, recordId: of, seenSha256: '' })
      const waived = await review.waive({
        actor: editor,
        recordId: of,
        verdictId,
        waives: { kind: 'flag', flag: marks[0]?.flag ?? '' },
        reason,
      })
      if (waived.status !== 'done') throw new Error(JSON.stringify(waived))
    },
  })
  recordId = published.recordId
})
afterAll(() => site.close())

test('a reviewer meets each particular at its place, with what the nearest source says, and no approval goes past it', () => {
  expect(marks.map(({ part, start, end, missingIn }) => [part, quote.slice(start, end), missingIn])).toEqual([
    ['quote', '24', 'no source'],
    ['quote', 'Netflix', 'no source'],
  ])
  expect(marks[0]?.nearest).toEqual({ source: 'readme', says: 'Ferrydoc runs on one machine.', start: 0, end: 29 })
  expect(marks[1]?.nearest).toBeNull()
  expect(refusal).toMatchObject({ status: 'refused' })
})

test('the public page says how many were in no source at the approval, and why they were kept; which they are, without script', async () => {
  const page = await (await site.get(`/tools/${dossier.tool.slug}`)).text()
  const details = /<details class="flags">([\s\S]*?)<\/details>/.exec(page)?.[1] ?? ''
  expect(details).toContain(
    `<summary class="flag">2 particulars were in no source when this was approved; the editors kept them: ${reason}.</summary>`,
  )
  expect(details).toContain('the source &quot;readme&quot; says “Ferrydoc runs on one machine.”')
})

test('the record that is published and the log of its approval keep them', async () => {
  const view = await reviewOf(site.app.db).record(recordId, editor)
  if (view.status !== 'done') throw new Error(view.status)
  const [verdict] = view.content?.tools[0]?.verdicts ?? []
  expect(verdict?.status === 'drafted' && verdict.particulars).toEqual(marks)
  const entries: AuditEntry[] = []
  for await (const entry of createAuditLog(site.app.db).entries(recordId)) entries.push(entry)
  expect(entries.find(({ action }) => action === 'record.approve')?.data).toMatchObject({ particulars: { noSource: 2, anotherPassage: 0 } })
})
