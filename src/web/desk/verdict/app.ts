import { Hono } from 'hono'
import type { AuthEnv } from '../../auth/variables.js'
import { assetRoutes } from '../assets.js'
import type { DeskContext } from '../env.js'
import { verdictPath } from '../paths.js'
import { formsUpTo, readForm, sendNotFound } from '../send.js'
import { accept, assign, blindCall, changeCall, comment, discardDraft, resolveComment, restore, retry, returnIt, waive } from './act.js'
import { revisionNumberSchema, verdictParamsSchema } from './answers.js'
import { reviewAssets } from './assets.js'
import type { ReviewDeskDependencies } from './dependencies.js'
import { autosave, checkQuote, merge, rows, save } from './save.js'
import { showDraft, showEditor, showHistory, showReading } from './show.js'
import { type FormStep, stepOf } from './step.js'

/** A verdict at its largest, every character of it escaped: 600,000 characters, of which the longest escape has nine. */
const maxFormBytes = 6 * 1024 * 1024

const actions: Readonly<Record<string, (step: FormStep) => Promise<Response>>> = {
  save,
  rows,
  autosave,
  'check-quote': checkQuote,
  merge,
  accept,
  return: returnIt,
  call: changeCall,
  'blind-call': blindCall,
  restore,
  comments: comment,
  'comments/:commentId/resolve': resolveComment,
  assign,
  waive: (step) => waive(step, 'waive'),
  unwaive: (step) => waive(step, 'unwaive'),
  retry,
  'discard-draft': discardDraft,
}

/** The verdict editor, its history and every action on one verdict. To be mounted at the desk's path, behind who may enter and `sameOrigin`. */
export function createVerdictApp(deps: ReviewDeskDependencies): Hono<AuthEnv> {
  const app = new Hono<AuthEnv>()
  const at = '/records/:recordId/verdicts/:verdictId'
  app.route('/', assetRoutes(reviewAssets))
  app.use(`${at}/*`, async (c, next) => {
    const isKnownForm = verdictParamsSchema.safeParse(c.req.param()).success
    return isKnownForm ? next() : sendNotFound(c, 'verdict')
  })
  for (const guard of formsUpTo(maxFormBytes)) app.use(`${at}/*`, guard)
  app.get(at, (c) => showEditor(stepOf(c, deps)))
  app.get(`${at}/reading`, (c) => showReading(stepOf(c, deps)))
  app.get(`${at}/draft`, (c) => showDraft(stepOf(c, deps)))
  app.get(`${at}/history`, (c) => {
    const [from, to] = [readNumber(c, 'from'), readNumber(c, 'to')]
    return from === undefined || to === undefined
      ? sendNotFound(c, 'revision with that number')
      : showHistory(stepOf(c, deps), { from, to })
  })
  // A browser that asks for an action's address, such as from the history after a form was refused, wants the verdict.
  app.get(`${at}/:action`, (c) => {
    const { recordId, verdictId } = stepOf(c, deps)
    return Object.hasOwn(actions, c.req.param('action')) ? c.redirect(verdictPath(recordId, verdictId), 303) : sendNotFound(c, 'page')
  })
  for (const [name, act] of Object.entries(actions)) {
    app.post(`${at}/${name}`, async (c) => act({ ...stepOf(c, deps), form: await readForm(c) }))
  }
  return app
}

/** A revision's number out of the address: null when it names none, undefined when it is no number. */
function readNumber(c: DeskContext, name: string): number | null | undefined {
  const text = c.req.query(name)
  if (text === undefined) return null
  const parsed = revisionNumberSchema.safeParse(text)
  return parsed.success ? parsed.data : undefined
}
