import type { Page } from 'playwright-core'
import { writeDossier } from '../../../../src/panels/dossier/write-dossier.js'
import { sampleContent } from '../../samples.js'
import { sendForm } from '../send-form.js'
import type { LayoutScene } from './scene.js'
import type { Visitor } from './visits.js'

/** A page that only follows on something sent: what is done on which page, and the title of what comes back. */
export type Step = { as: Visitor; path: string; act: (page: Page) => Promise<void>; shows: RegExp }

const sending = (action: string, fields: Record<string, string>) => async (page: Page) => {
  await sendForm(page, action, fields)
}

/** Each kind of page that a form leads to: refused with what is wrong, done, and made once. */
export function stepsOf(scene: LayoutScene): Step[] {
  const { tools, records, verdicts, people, site } = scene
  const verdict = `/desk/records/${records.review}/verdicts/${verdicts.accepted}`
  const vote = `/vote/${tools.long.tool.slug}`
  const long = `https://docs.example.com/${'very-long-path/'.repeat(8)}`
  return [
    {
      as: 'nobody',
      path: '/auth/sign-in',
      act: sending('/auth/sign-in', { email: `${'a'.repeat(60)}@example.org`, password: 'no' }),
      shows: /Sign in/,
    },
    { as: 'nobody', path: scene.links.invitation, act: sending('/auth/invitation', tokenOf(scene)), shows: /Join/ },
    { as: 'admin', path: '/auth/people', act: sending('/auth/people/invite', { role: 'reviewer', email: '' }), shows: /People/ },
    {
      as: 'reviewer',
      path: '/auth/account',
      act: sending('/auth/account/tokens', { name: 'x', scopes: 'read', expires: '' }),
      shows: /Account/,
    },
    { as: 'reviewer', path: '/auth/account', act: sending('/auth/account/tokens', { name: '' }), shows: /Account/ },
    {
      as: 'editor',
      path: '/desk/tools/import',
      act: sending('/desk/tools/import', { dossier: `tool: ${long}\n`, earlier: 'typed before' }),
      shows: /Import a dossier/,
    },
    {
      as: 'editor',
      path: '/desk/tools/import',
      act: sending('/desk/tools/import', { dossier: 'x'.repeat(2_000_000) }),
      shows: /Import|Too large/,
    },
    {
      as: 'editor',
      path: '/desk/tools/import',
      act: sending('/desk/tools/import', { dossier: writeDossier({ ...tools.long, rivals: [long.slice(0, 60)] }, 'https://x.example') }),
      shows: /Import a dossier/,
    },
    { as: 'editor', path: '/desk/tools', act: sending('/desk/panels', { budget: 'much', tool: tools.long.tool.slug }), shows: /Kick off/ },
    {
      as: 'editor',
      path: '/desk/community',
      act: sending('/desk/community/redirects', { from: 'x'.repeat(80), to: 'y'.repeat(80) }),
      shows: /Renamed|moved|redirect/i,
    },
    { as: 'nobody', path: vote, act: sending(vote, { choice: 'ship' }), shows: /vote/i },
    { as: 'nobody', path: vote, act: sending(`${vote}/confirm`, { email: 'no address' }), shows: /vote/i },
    { as: 'nobody', path: '/weekly', act: sending('/weekly/subscribe', { email: 'no address' }), shows: /./ },
    { as: 'reviewer', path: verdict, act: sending(`${verdict}/return`, { base: '2', note: '' }), shows: /The Builder|The Founder/ },
    {
      as: 'reviewer',
      path: verdict,
      act: async (page) => {
        const quote = `Another wrote this [1] at ${long}`
        const on = { recordId: records.review, verdictId: verdicts.accepted }
        const { current } = await doneOrThrow(site.desk.review.verdict(on.recordId, on.verdictId, people.editor))
        const content = { ...sampleContent(), quote }
        await doneOrThrow(site.desk.review.edit({ actor: people.editor, ...on, base: current?.number ?? 0, content, reason: 'plainer' }))
        await page.locator('#f-quote').fill(`Mine says otherwise [1]; see ${long}`)
        await page.locator('#f-reason').fill('closer to the source')
        await page.locator('button[name=do][value=save]').click()
        await page.waitForURL(`**${verdict}/save`)
      },
      shows: /Someone saved/,
    },
    // Last: what was sent stays as one's own draft.
    {
      as: 'reviewer',
      path: verdict,
      act: sending(`${verdict}/save`, { base: '1', quote: long, reason: '' }),
      shows: /The Builder|The Founder/,
    },
  ]
}

function tokenOf({ links }: LayoutScene): Record<string, string> {
  const token = new URL(links.invitation, 'http://site').searchParams.get('token') ?? ''
  return { token, name: 'Ines', password: 'short', repeated: 'short' }
}

async function doneOrThrow<Answer extends { status: string }>(answered: Promise<Answer>): Promise<Extract<Answer, { status: 'done' }>> {
  const answer = await answered
  if (answer.status !== 'done') throw new Error(`expected done, got ${JSON.stringify(answer)}`)
  return answer as Extract<Answer, { status: 'done' }>
}
