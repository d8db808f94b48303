import type { DigestEdit, DigestOutcome } from '../../../newsletter/types.js'
import { idSchema } from '../../auth/page.js'
import { actorOf, type DeskContext } from '../env.js'
import { readForm, sendNotFound, textOf } from '../send.js'
import { showLetter } from './letter.js'
import { showLetters } from './letters.js'
import { letterPath, newsletterPath } from './paths.js'
import type { NewsletterDeskDependencies } from './types.js'

export const letterSteps = ['approve', 'discard', 'send', 'resume', 'settle'] as const
export type LetterStep = (typeof letterSteps)[number]

/** Drafts a week's letter by hand; then the letter, or why there is none. */
export async function draftLetter(c: DeskContext, dependencies: NewsletterDeskDependencies): Promise<Response> {
  const week = textOf(await readForm(c), 'week').trim()
  const outcome = await dependencies.actions.draft({ week, actor: actorOf(c) })
  if (outcome.status === 'refused') return showLetters(c, dependencies, outcome)
  if (outcome.status === 'empty') return c.redirect(`${newsletterPath}?empty=${encodeURIComponent(outcome.week)}`, 303)
  return c.redirect(`${letterPath(outcome.digest.week)}?said=${outcome.status === 'done' ? 'draft' : 'there'}`, 303)
}

/** Decides about a letter; then its page, with what was done or why not. The rules are those of the digest actions. */
export function decideLetter(step: LetterStep) {
  return async (c: DeskContext, dependencies: NewsletterDeskDependencies): Promise<Response> => {
    const week = c.req.param('week') ?? ''
    const outcome = await take(step, { dependencies, c, week, form: await readForm(c) })
    if (outcome.status === 'not found') return sendNotFound(c, 'letter')
    if (outcome.status === 'refused') return showLetter(c, dependencies, outcome)
    return c.redirect(`${letterPath(week)}?said=${step}`, 303)
  }
}

type Taking = { dependencies: NewsletterDeskDependencies; c: DeskContext; week: string; form: FormData }

async function take(step: LetterStep, { dependencies: { actions }, c, week, form }: Taking): Promise<DigestOutcome> {
  const on = { actor: actorOf(c), week }
  const seenSha256 = textOf(form, 'seenSha256')
  switch (step) {
    case 'approve':
      return actions.approve({ ...on, seenSha256 })
    case 'send':
      return actions.start({ ...on, seenSha256 })
    case 'discard':
      return actions.discard(on)
    case 'resume':
      return actions.resume(on)
    case 'settle': {
      const as = textOf(form, 'as') === 'arrived' ? 'arrived' : 'send again'
      return actions.settle({ ...on, subscriberId: idSchema.safeParse(form.get('subscriberId')).data ?? '', as })
    }
  }
}

/** Keeps an edit; or shows it again beside what somebody else wrote meanwhile. */
export async function editLetter(c: DeskContext, dependencies: NewsletterDeskDependencies): Promise<Response> {
  const week = c.req.param('week') ?? ''
  const form = await readForm(c)
  const edit = readEdit(form)
  const outcome = await dependencies.actions.edit({ actor: actorOf(c), week, baseSha256: textOf(form, 'baseSha256'), edit })
  switch (outcome.status) {
    case 'not found':
      return sendNotFound(c, 'letter')
    case 'done':
      return c.redirect(`${letterPath(week)}?said=edit`, 303)
    case 'refused':
      return showLetter(c, dependencies, outcome)
    case 'invalid':
      return showLetter(c, dependencies, { ...outcome, yours: edit })
    case 'stale':
      return showLetter(c, dependencies, { status: 'stale', yours: edit })
  }
}

/** Items stand in the form as `record_0`, `line_0`, `in_0`, and so on. */
function readEdit(form: FormData): DigestEdit {
  const items: DigestEdit['items'] = []
  for (let index = 0; form.has(`record_${index}`); index += 1) {
    items.push({ recordId: textOf(form, `record_${index}`), line: textOf(form, `line_${index}`), isIn: form.has(`in_${index}`) })
  }
  return { subject: textOf(form, 'subject'), intro: textOf(form, 'intro'), items }
}
