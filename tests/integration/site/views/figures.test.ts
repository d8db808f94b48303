import { afterAll, beforeAll, expect, test } from 'vitest'
import { sampleContent, sampleDossier, samplePersona } from '../../../support/samples.js'
import { approver, editor, publishPanel, reviewer, reviewOf } from '../../../support/site/views/publish-samples.js'
import { openTestSite, type TestSite } from '../../../support/site/views/test-site.js'

let scene: TestSite
beforeAll(async () => {
  scene = await openTestSite()
})
afterAll(() => scene.close())

const personas = [samplePersona(), samplePersona({ id: 'business', seat: 'The Founder', order: 2 })]
const dossierOf = (slug: string, name: string) => sampleDossier({ tool: { ...sampleDossier().tool, slug, name } })
const prediction = { statement: 'It has a price list.', resolution: 'Look at its pages.', probability: 0.4 }
const { quote } = sampleContent()
const blindReviewer = { ...reviewer, userId: 'user_ru', name: 'Rune' }

/** Each drafted verdict has four sentences: its quote, two answers, and what its one passage shows. */
async function publishAll(): Promise<void> {
  const common = { personas, runtime: scene.runtime }
  // Two predictions of two sentences each; one seat without a call; one sentence that a person added.
  await publishPanel(scene.db, {
    ...common,
    dossiers: [dossierOf('ferrydoc', 'Ferrydoc'), dossierOf('quaylog', 'Quaylog')],
    replyFor: ({ tool, persona }) => {
      if (persona === 'business') return tool === 'quaylog' ? null : { call: 'skip' }
      const deadlines = tool === 'quaylog' ? ['2026-11-21', '2026-11-22'] : []
      return { predictions: deadlines.map((deadline) => ({ ...prediction, deadline })) }
    },
    review: async ({ review, recordId, seats }) => {
      const verdictOf = (tool: string, persona: string) => seats.find((seat) => seat.tool === tool && seat.persona === persona)?.id ?? ''
      const onDx = { actor: reviewer, recordId, verdictId: verdictOf('ferrydoc', 'dx') }
      const blind = reviewOf(scene.db, scene.runtime, { blindFirst: true })
      for (const persona of ['dx', 'business'])
        expect(
          await blind.blindCall({ actor: blindReviewer, recordId, verdictId: verdictOf('ferrydoc', persona), call: 'ship' }),
        ).toMatchObject({
          status: 'done',
        })
      const content = sampleContent({ quote: `${quote} Then I telephone my mother about the garden.` })
      await review.edit({ ...onDx, base: 1, content, reason: 'more of it' })
    },
  })
  // One verdict that a person wrote, who approved it, too.
  await publishPanel(scene.db, {
    ...common,
    settings: { fourEyes: false },
    dossiers: [dossierOf('pier', 'Pier')],
    replyFor: ({ persona }) => (persona === 'dx' ? null : {}),
    review: ({ review, recordId, seats: [dx] }) =>
      review.handWrite({ actor: approver, recordId, verdictId: dx?.id ?? '', content: sampleContent(), reason: 'no one else did' }),
  })
  const gone = await publishPanel(scene.db, { ...common, dossiers: [dossierOf('gone', 'Gone')] })
  await reviewOf(scene.db, scene.runtime).retract({ actor: editor, recordId: gone.recordId, publicReason: 'It is gone.' })
}

test('the figures are those counted by hand over what is published', async () => {
  await publishAll()
  await scene.site.refresh()
  expect(await scene.site.figures()).toEqual({
    tools: 3,
    comparisons: 1,
    verdicts: { total: 6, byModel: 3, byModelAndPeople: 1, byPeople: 1, unscored: 1 },
    sentences: { model: 20, edited: 0, person: 5, total: 25, changedPercent: 20 },
    evidence: { quotes: 5, found: 5 },
    blindAgreement: { agreed: 1, calls: 2, percent: 50 },
    // On Pier both ship, on Ferrydoc they differ, on Quaylog one made no call.
    personaAgreement: [{ a: 'dx', b: 'business', agreed: 1, tools: 2 }],
    models: [{ model: 'ollama:llama3.1:8b', verdicts: 4, origin: 'recorded' }],
    predictions: { total: 2, due: 1 },
    retractions: 1,
    fourEyes: { records: 2, withFourEyes: 1 },
  })
})

test('a site with nothing on it measures nothing, and shows no percentage', async () => {
  const empty = await openTestSite()
  expect(await empty.site.refresh()).toMatch(/^0\./)
  expect(await empty.site.figures()).toMatchObject({
    tools: 0,
    sentences: { total: 0, changedPercent: null },
    blindAgreement: { calls: 0, percent: null },
    personaAgreement: [],
    models: [],
  })
  expect(await empty.site.home({ q: '', category: null, sort: 'ship', page: 1 })).toMatchObject({ total: 0, tools: [], newest: [] })
  expect(await empty.site.changes({ limit: 10 })).toEqual([])
  await empty.close()
})
