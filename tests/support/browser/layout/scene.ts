import { eq } from 'drizzle-orm'
import type { Actor } from '../../../../src/contracts/actor.js'
import type { Dossier } from '../../../../src/contracts/dossier.js'
import type { Role } from '../../../../src/contracts/role.js'
import { createIntakeStore } from '../../../../src/evidence/store/intakes.js'
import { draftIssue } from '../../../../src/newsletter/rules/draft-issue.js'
import { createIssueStore } from '../../../../src/newsletter/store/issues.js'
import { issueDeliveries, issues, subscribers } from '../../../../src/newsletter/store/schema.js'
import { planPanel } from '../../../../src/panels/plan/plan-panel.js'
import { createDossierStore } from '../../../../src/panels/store/dossiers.js'
import { sha256 } from '../../../../src/platform/hash.js'
import { createWebhookStore } from '../../../../src/webhooks/store/webhooks.js'
import { sampleProposal } from '../../evidence/sample-proposal.js'
import { sampleChange } from '../../newsletter/rules/issue-sample.js'
import { subscribe } from '../../newsletter/test-newsletter.js'
import { sampleContent, sampleDossier, samplePersona } from '../../samples.js'
import { draftPanel, insertSyntheticTools, publishPanel, publishSamples, reviewOf } from '../../site/views/publish-samples.js'
import { samplePanel } from '../../web/desk/sample-panel.js'
import { openTestSite, type TestSite } from '../../web/site/test-site.js'

export const password = 'violet teapot under rain'
export const weeks = { draft: '2026-W46', sent: '2026-W45' } as const

/** Names as people and tools have them at their longest: many words, one long word, scripts that break anywhere, one written from right to left. */
const names = {
  long: 'The Continuous Integration and Delivery Platform for Very Large Monorepositories',
  compound: 'Donaudampfschifffahrtsgesellschaft Softwareentwicklungsumgebung',
  cjk: '分散型ソースコード管理システムと継続的インテグレーションの統合開発環境',
  rtl: 'منصة التكامل المستمر والتسليم المستمر للمستودعات الكبيرة جدا',
} as const
type NameKind = keyof typeof names

const personName = 'Wilhelmina Featherstonehaugh-Cholmondeley'
const longEmail = 'wilhelmina.featherstonehaugh-cholmondeley+reviews@engineering.subsidiary.example.org'
const longSlug = (kind: string) => `${kind}-of-a-continuous-integration-platform-for-very-large-monorepositories`.slice(0, 80)

function dossierOf(kind: NameKind): Dossier {
  const { tool, sources, entryPrice, license } = sampleDossier()
  const name = names[kind]
  return sampleDossier({
    tool: {
      ...tool,
      slug: longSlug(kind),
      name,
      vendor: `${name} Aktiengesellschaft`,
      category: 'Softwareentwicklungswerkzeuge',
      tagline: `${name}, for all`,
    },
    license: {
      ...license,
      name: 'European Union Public Licence version 1.2 with the Classpath exception',
      spdx: 'GPL-2.0-only WITH Classpath-exception-2.0',
    },
    entryPrice: {
      ...entryPrice,
      label: 'Free for teams of up to five people',
      note: 'afterwards by agreement with the distribution department',
    },
    rivals: Object.values(names),
    sources: sources.map((source) => ({
      ...source,
      title: `${name}: read me`,
      url: `https://docs.example.com/${'very-long-path/'.repeat(8)}readme.html`,
    })),
  })
}

type Scene = { site: TestSite; people: Record<'admin' | 'editor' | 'reviewer', Actor> }

export type LayoutScene = Awaited<ReturnType<typeof openLayoutScene>>

/** The site and the desk full of long names, in every state that a page shows. The caller closes the site. */
export async function openLayoutScene() {
  const site = await openTestSite()
  const { db } = site.app
  const people = {
    admin: await addPerson(site, { name: 'Ada', email: 'ada@example.org', role: 'admin' }),
    editor: await addPerson(site, { name: 'Edda', email: 'edda@example.org', role: 'editor' }),
    reviewer: await addPerson(site, { name: personName, email: longEmail, role: 'reviewer' }),
  }
  const dossiers = { long: dossierOf('long'), compound: dossierOf('compound'), cjk: dossierOf('cjk'), rtl: dossierOf('rtl') }
  const store = createDossierStore(db)
  for (const dossier of Object.values(dossiers)) await store.add(dossier, { at: new Date() })
  const links = await invite({ site, people })
  const records = await publishAndDraft({ site, people }, dossiers)
  const panels = await runPanels(site, dossiers)
  await writeIssues(site)
  await castVotes(site, dossiers.long.tool.slug)
  await site.site.refresh()
  await site.site.addRedirect({ from: longSlug('an-old-name'), to: dossiers.long.tool.slug, by: personName })
  const intakes = await readAddresses(site, people.editor)
  const { id: webhookId } = await createWebhookStore(db).add({
    id: 'whk_layout',
    url: `https://hooks.example.org/${'editorial-'.repeat(12)}`,
    description: 'Everything that is published, for the newsroom’s dashboards',
    events: ['record.published', 'record.retracted'],
    secret: `whsec_${'0'.repeat(32)}`,
    afterSeq: 0,
    createdBy: people.admin.userId,
    at: new Date(),
  })
  return { site, people, links, panels, ...records, tools: dossiers, intakes, webhookId }
}

/** A proposal with long words, one that could not be made, and addresses that wait to be read. */
async function readAddresses({ app: { db } }: TestSite, actor: Actor) {
  const store = createIntakeStore(db)
  const address = `https://docs.example.com/${'very-long-path/'.repeat(8)}pricing.html`
  const head = { addresses: [address], tool: null, model: null, budgetUsd: null, actor, createdAt: new Date() }
  const page = { url: address, from: 'given' as const, sources: [], title: null }
  const failed = {
    ...page,
    status: 'failed' as const,
    message: `${address} answered 404: there is no such page.`,
    fix: 'Check the address.',
  }
  const proposal = sampleProposal()
  await store.create({ id: 'int_read', ...head, status: 'reading' })
  await store.finish({ id: 'int_read', proposal: { ...proposal, pages: [...proposal.pages, failed] }, finishedAt: new Date() })
  await store.create({ id: 'int_failed', ...head, status: 'reading' })
  await store.fail({ id: 'int_failed', reason: 'Reading the addresses took longer than ten minutes.', finishedAt: new Date() })
  await store.create({ id: 'int_reading', ...head, status: 'reading' })
  await store.progress({ id: 'int_reading', pages: [{ ...page, status: 'reading', message: null, fix: null }, failed] })
  return ['int_read', 'int_failed', 'int_reading']
}

async function addPerson(site: TestSite, { name, email, role }: { name: string; email: string; role: Role }): Promise<Actor> {
  const added = await site.desk.people.add({ actor: { system: 'test' }, name, email, role, password })
  if (added.status !== 'added') throw new Error(`${name} could not be added: ${added.status}`)
  return { userId: added.userId, name, role }
}

/** Someone who left, invitations, and a link for each page that one leads to. */
async function invite({ site, people: { admin, reviewer } }: Scene) {
  const { people } = site.desk
  const gone = await addPerson(site, { name: 'Gus', email: 'gus@example.org', role: 'reviewer' })
  await people.deactivate({ actor: admin, userId: gone.userId })
  await people.createToken({ actor: reviewer, name: 'Nightly export for the newsroom’s dashboards', scopes: ['read'], expiresAt: null })
  const invitation = await people.invite({ actor: admin, role: 'reviewer', email: longEmail.replace('wilhelmina', 'thomasina') })
  const reset = await people.passwordLink({ actor: admin, userId: reviewer.userId })
  await people.invite({ actor: admin, role: 'editor', email: null })
  if (!('path' in invitation) || !('path' in reset)) throw new Error('an admin makes links')
  return { invitation: invitation.path, password: reset.path }
}

type Dossiers = Record<NameKind, Dossier>
const personas = [samplePersona(), samplePersona({ id: 'business', seat: 'The Founder', order: 2 })]

async function publishAndDraft({ site, people: { editor, reviewer } }: Scene, { long, compound, cjk, rtl }: Dossiers) {
  const { db } = site.app
  const sample = await publishSamples(db)
  await publishPanel(db, { dossiers: [long, compound], personas })
  await publishPanel(db, { dossiers: [cjk, rtl], personas, replyFor: ({ persona }) => (persona === 'dx' ? {} : null) })
  await insertSyntheticTools(db, 30)
  const retracted = await publishPanel(db, { dossiers: [sampleDossier()], personas })
  await reviewOf(db).retract({ actor: editor, recordId: retracted.recordId, publicReason: 'A source withdrew what it had said.' })
  const isUnscored = ({ persona, tool }: { persona: string; tool: string }) => persona === 'business' && tool === compound.tool.slug
  const review = await draftPanel(db, { dossiers: [long, compound], personas, replyFor: (seat) => (isUnscored(seat) ? null : {}) })
  const drafted = await draftPanel(db, { dossiers: [], personas: [], ...(await samplePanel()) })
  const { recordId } = review
  const [edited, returned, accepted, unscored] = review.seats.map(({ id }) => id)
  if (edited === undefined || returned === undefined || accepted === undefined || unscored === undefined) throw new Error('four seats')
  const { review: actions } = site.desk
  const content = {
    ...sampleContent(),
    quote: `Small teams pay nothing for it [1]. ${names.compound} ${'https://docs.example.com/'.repeat(4)}`,
  }
  await actions.edit({ actor: reviewer, recordId, verdictId: edited, base: 1, content, reason: 'Donaudampfschifffahrtsgesellschaft' })
  await actions.comment({
    actor: editor,
    recordId,
    verdictId: edited,
    text: `Who says so? https://docs.example.com/${'very-long/'.repeat(9)}`,
  })
  await actions.assign({ actor: editor, recordId, verdictId: edited, to: reviewer.userId, note: 'yours, please' })
  await actions.return({ actor: editor, recordId, verdictId: returned, base: 1, note: 'Say who pays, and how much.' })
  await actions.accept({ actor: reviewer, recordId, verdictId: accepted, base: 1 })
  return {
    records: { published: sample.recordId, retracted: retracted.recordId, review: recordId, sample: drafted.recordId },
    verdicts: { edited, returned, accepted, unscored, sample: drafted.seats[0]?.id ?? '' },
    samplePair: sample.slugs.toSorted().join('-vs-'),
    retractedTool: retracted.slugs[0] ?? '',
  }
}

/** One panel in each state. */
async function runPanels({ app: { panels }, runtime }: TestSite, { long, compound }: Dossiers) {
  const start = async () => {
    const panelId = runtime.newId('pnl')
    const wish = {
      panelId,
      dossiers: [long, compound],
      personas,
      jurors: ['ollama:llama3.1:8b-instruct-q4_K_M'],
      recordingSet: null,
      budgetUsd: 2,
    }
    const plan = planPanel(wish)
    const documents = { dossiers: wish.dossiers, personas, recordings: [] }
    await panels.create({ plan, documents, requestSha256: sha256(panelId), priority: 'editor', createdAt: runtime.now() })
    await panels.startSeat({ seatId: plan.seats[0]?.id ?? '', run: 1, at: runtime.now() })
    return panelId
  }
  const [running, failed, cancelled] = [await start(), await start(), await start()]
  const reason = `the queue lost the panel at https://queue.example.com/${'very-long-path/'.repeat(6)}`
  await panels.fail({ panelId: failed, run: 1, reason, at: runtime.now() })
  await panels.cancel(cancelled, { reason: 'started by mistake', at: runtime.now(), entry: undefined })
  return { running, failed, cancelled }
}

/** An issue that is a draft, and one that is being sent, with a mail in each state. */
async function writeIssues({ app: { db }, runtime }: TestSite): Promise<void> {
  const store = createIssueStore(db)
  await subscribe(db, 6)
  await db.update(subscribers).set({ email: longEmail }).where(eq(subscribers.id, 'sub_00001'))
  for (const [week, at] of Object.entries({ [weeks.draft]: '2026-11-10T10:00:00.000Z', [weeks.sent]: '2026-11-03T10:00:00.000Z' })) {
    const title = `${names.long} vs ${names.compound}`
    const changes = [
      sampleChange(1, { at, title }),
      sampleChange(2, { at, kind: 'retracted', publicReason: 'Wrong prices.', title: names.rtl }),
    ]
    const content = draftIssue({ week, timeZone: 'UTC', changes })
    if (content === null) throw new Error('two changes make an issue')
    const event = { actor: { system: 'test' }, action: 'draft digest', data: {} }
    await store.add({ id: `dig_${week.slice(-2)}`, content, at: new Date(), by: personName, event })
  }
  const sent = { status: 'sending' as const, approvedBy: personName, approvedAt: new Date(), startedAt: new Date() }
  await db.update(issues).set(sent).where(eq(issues.week, weeks.sent))
  const detail = `550 5.1.1 <${longEmail}>: Recipient address rejected: User unknown in virtual mailbox table`
  const statuses = ['handed-over', 'sent', 'refused', 'failed', 'skipped', 'waiting'] as const
  for (const [index, status] of statuses.entries()) {
    const subscriberId = `sub_0000${index + 1}`
    const issueId = `dig_${weeks.sent.slice(-2)}`
    const at = new Date(runtime.now().getTime() - 3_600_000)
    await db
      .insert(issueDeliveries)
      .values({ issueId, subscriberId, status, messageId: `${subscriberId}@example.org`, attempts: 1, at, detail })
  }
}

/** So many votes from one network that an editor must look at them. */
async function castVotes({ votes, site }: TestSite, tool: string): Promise<void> {
  await site.refresh()
  for (let index = 0; index < 13; index += 1) {
    const admitted = await votes.admitReader(`10.1.1.${index}`)
    if (admitted.status !== 'admitted') throw new Error('too many readers for a test')
    await votes.cast({ tool, choice: index % 3 === 0 ? 'skip' : 'ship', reader: admitted.reader, address: `10.1.1.${index}` })
  }
}
