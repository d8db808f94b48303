import type { Actor } from '../../../contracts/actor.js'
import { actorOf, type DeskContext } from '../env.js'
import { listText } from '../lists/definition.js'
import { queuePath, verdictPath } from '../paths.js'
import { queueBefore, queueList } from '../queue/queue-list.js'
import { textOf } from '../send.js'
import type { DoneWord } from './answers.js'
import type { Colleague, Typed } from './decisions.js'
import type { ReviewDeskDependencies } from './dependencies.js'
import type { Problems } from './fields.js'

/** One request about one verdict. */
export type Step = { c: DeskContext; deps: ReviewDeskDependencies; actor: Actor; recordId: string; verdictId: string }

/** The same with the form that came with it. */
export type FormStep = Step & { form: FormData }

/** The request's verdict; its ids were checked before. */
export function stepOf(c: DeskContext, deps: ReviewDeskDependencies): Step {
  return { c, deps, actor: actorOf(c), recordId: c.req.param('recordId') ?? '', verdictId: c.req.param('verdictId') ?? '' }
}

/** What every action on a verdict gets. */
export function onVerdict({ actor, recordId, verdictId }: Step) {
  return { actor, recordId, verdictId }
}

/** A revision's number as a form sends it; null for none, and 0, which no revision has, for what is no number. */
export function baseOf(form: FormData, name = 'base'): number | null {
  const text = textOf(form, name).trim()
  if (text === '') return null
  return /^\d{1,6}$/.test(text) ? Number(text) : 0
}

/** What was typed with an action, for the page that says why it was not done. */
export function typedWith(form: FormData, action: string, problems: Problems = new Map()): Typed {
  return { action, fields: Object.fromEntries([...form.keys()].map((name) => [name, textOf(form, name)])), problems }
}

/** Back to where the action was tried, with a word on what was done. */
export function backWith({ c, recordId, verdictId }: Step, word: DoneWord, { isFromQueue = false, at = '' } = {}): Response {
  if (isFromQueue) {
    const text = listText(queueBefore(c.req.header('referer')), queueList([]))
    return c.redirect(`${queuePath}?${text === '' ? '' : `${text}&`}done=${word}&of=${encodeURIComponent(verdictId)}`, 303)
  }
  return c.redirect(`${verdictPath(recordId, verdictId)}?done=${word}${at}`, 303)
}

/** People a verdict can be handed to: those who can still sign in. */
export async function colleaguesOf({ people }: ReviewDeskDependencies): Promise<Colleague[]> {
  const everyone = await people.list()
  return everyone.filter(({ deactivatedAt }) => deactivatedAt === null).map(({ id, name }) => ({ userId: id, name }))
}
