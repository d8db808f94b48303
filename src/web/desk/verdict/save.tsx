import { verdictContentInputSchema } from '../../../contracts/revision.js'
import { canonicalJson } from '../../../platform/hash.js'
import type { RevisionUnchanged, RevisionWritten, Stale } from '../../../review/change-verdict.js'
import { repairQuotes } from '../../../review/check-quotes.js'
import type { InputProblem, NotDone } from '../../../review/refusals.js'
import type { Choice } from '../../../review/rules/conflicts.js'
import { mergeVerdicts } from '../../../review/rules/merge.js'
import { verdictPath } from '../paths.js'
import { sendNotFound, textOf } from '../send.js'
import { type DoneWord, notDoneAnswer } from './answers.js'
import { type Cited, citeByNumbers } from './cite.js'
import { problemsByField } from './fields.js'
import { changeRows, dropEmptyRows, type FormContent, readContent, toDraft, toForm, toSave } from './form-content.js'
import { shownDrafts, takeWords } from './jury-drafts.js'
import { quoteWords } from './quote-status.js'
import { loadView, showEditor, showMerge } from './show.js'
import { backWith, baseOf, type FormStep, onVerdict } from './step.js'

type Sent = { content: FormContent; base: number | null; reason: string }

function sentWith(form: FormData): Sent {
  return { content: dropEmptyRows(readContent(form)), base: baseOf(form), reason: textOf(form, 'reason') }
}

/** The editor's form: a revision, a revision that is accepted at once, or a draft of one's own. */
export async function save(step: FormStep): Promise<Response> {
  const sent = sentWith(step.form)
  const wish = textOf(step.form, 'do')
  if (wish !== 'save' && wish !== 'save-and-accept') return saveDraft(step, sent)
  if (sent.reason.trim() === '') return sendNotSaved(step, sent, noReason)
  const { review } = step.deps
  const write = { ...onVerdict(step), content: toSave(sent.content), reason: sent.reason }
  const result = sent.base === null ? await review.handWrite(write) : await review.edit({ ...write, base: sent.base })
  if (result.status === 'stale') return sendConflict(step, sent, result)
  if (result.status === 'refused' && sent.base === null) return sendWrittenAlready(step, sent, result)
  if (result.status !== 'done' && result.status !== 'unchanged') return sendNotSaved(step, sent, result)
  if (result.status === 'unchanged') await review.discardDraft(onVerdict(step))
  if (wish === 'save-and-accept') return acceptSaved(step, result.revision.number)
  return backWith(step, doneWord(result, sent.base === null ? 'written' : 'saved'))
}

/** A save that put the source's words in says so before all else. */
function doneWord(result: RevisionWritten | RevisionUnchanged, done: DoneWord): DoneWord {
  if (result.status === 'unchanged') return 'unchanged'
  return result.repaired.length > 0 ? 'repaired' : done
}

const reasonProblems: InputProblem[] = [{ path: 'reason', message: 'write why, for those who read the history; one sentence will do' }]
const noReason: NotDone = { status: 'invalid', problems: reasonProblems }

async function acceptSaved(step: FormStep, base: number): Promise<Response> {
  const accepted = await step.deps.review.accept({ ...onVerdict(step), base })
  if (accepted.status === 'done' || accepted.status === 'unchanged') return backWith(step, 'saved-and-accepted')
  const { status, notice } = notDoneAnswer(accepted)
  const answered = notice.kind === 'refused' ? { ...notice, why: `the revision is saved, and not accepted: ${notice.why}` } : notice
  return showEditor(step, { status, notice: answered })
}

async function saveDraft(step: FormStep, sent: Sent): Promise<Response> {
  const result = await step.deps.review.saveDraft({ ...onVerdict(step), base: sent.base, content: toDraft(sent.content) })
  return result.status === 'done' ? backWith(step, 'draft', { at: '#edit' }) : sendNotSaved(step, sent, result)
}

/** Nothing was saved: the page with what is wrong, and every word as it was sent. */
function sendNotSaved(step: FormStep, sent: Sent, result: NotDone): Promise<Response> {
  const { status, notice } = notDoneAnswer(result)
  const problems = problemsByField(result.status === 'invalid' ? result.problems : [])
  return showEditor(step, { status, notice, editing: { ...sent, problems, origin: 'sent' } })
}

/** Someone wrote in between: both versions, and the words also in one's own draft, so that closing the page loses nothing. */
async function sendConflict(step: FormStep, sent: Sent, { base, current, yours, merge }: Stale): Promise<Response> {
  await step.deps.review.saveDraft({ ...onVerdict(step), base: sent.base, content: toDraft(sent.content) })
  const view = await loadView(step)
  if (view.status === 'not found') return sendNotFound(step.c, view.what)
  const rest = { choices: {}, reason: sent.reason, problems: new Map(), notice: null }
  return showMerge(step, { view, base, theirs: current, yours, merge, ...rest }, 409)
}

/** The seat had no verdict when the form was opened, and has one now. */
async function sendWrittenAlready(step: FormStep, sent: Sent, refused: NotDone): Promise<Response> {
  const view = await loadView(step)
  const yours = verdictContentInputSchema.safeParse(toSave(sent.content))
  if (view.status === 'not found' || view.current === null || !yours.success) return sendNotSaved(step, sent, refused)
  return sendConflict(step, sent, { status: 'stale', base: null, current: view.current, yours: yours.data, merge: null })
}

/** A row more or less. The words so far become one's own draft, so that they stay whatever happens to the page. */
export async function rows(step: FormStep): Promise<Response> {
  const sent = { content: readContent(step.form), base: baseOf(step.form), reason: textOf(step.form, 'reason') }
  const wish = textOf(step.form, 'do')
  const cited = wish === 'cite-evidence' ? await cite(step, sent.content) : null
  if (cited !== null && 'path' in cited) return sendNotSaved(step, sent, { status: 'invalid', problems: [cited] })
  const changed =
    cited ?? changeRows(sent.content, wish) ?? (await takeOver(step, sent.content, wish)) ?? (await useWords(step, sent.content, wish))
  const content = changed?.form ?? sent.content
  const result = await step.deps.review.saveDraft({ ...onVerdict(step), base: sent.base, content: toDraft(content) })
  if (result.status !== 'done') return sendNotSaved(step, { ...sent, content }, result)
  const isAllKept = sent.reason === '' && canonicalJson(toForm(toDraft(content))) === canonicalJson(content)
  const open = step.c.req.query('draft')
  const query = open === undefined ? '' : `?draft=${encodeURIComponent(open)}`
  if (isAllKept) return step.c.redirect(`${verdictPath(step.recordId, step.verdictId)}${query}#${changed?.at ?? 'edit'}`, 303)
  // What the draft cannot keep (the reason, a probability that is no number) comes back with the page itself.
  return showEditor(step, { editing: { ...sent, content, problems: new Map(), origin: 'draft' } })
}

/** A passage by its numbers as another piece of evidence; null where the verdict is gone. */
async function cite(step: FormStep, content: FormContent): Promise<Cited | null> {
  const view = await loadView(step)
  return view.status === 'not found' ? null : citeByNumbers(step.form, content, view.dossier)
}

/** Another draft's words in the place of the form's own; null for a button that asks for something else. */
async function takeOver(step: FormStep, form: FormContent, button: string) {
  if (!button.startsWith('take-')) return null
  const view = await loadView(step)
  return view.status === 'not found' ? null : takeWords(form, button, shownDrafts(view))
}

/** The source's words in the place of a quote that is nearly one of its passages; null for a button that asks for something else. */
async function useWords({ deps, recordId, verdictId }: FormStep, form: FormContent, button: string) {
  const number = Number(/^use-words (\d{1,2})$/.exec(button)?.[1] ?? 0)
  const row = form.evidence[number - 1]
  if (row === undefined) return null
  const result = await deps.review.checkQuote({ recordId, verdictId, source: row.source, quote: row.quote })
  if (result.status !== 'done' || result.check.status !== 'repaired') return null
  const quote = result.check.words
  return { form: { ...form, evidence: form.evidence.map((each) => (each === row ? { ...each, quote } : each)) }, at: `evidence-${number}` }
}

/** What the editor's script asks while someone writes a quote: what it comes to, in the very words of the page. */
export async function checkQuote({ c, deps, form, recordId, verdictId }: FormStep): Promise<Response> {
  const result = await deps.review.checkQuote({ recordId, verdictId, source: textOf(form, 'source'), quote: textOf(form, 'quote') })
  if (result.status !== 'done') return c.json(result, notDoneAnswer(result).status)
  return c.json({ status: 'done', ...quoteWords(result.check) })
}

/** What the editor's script sends while someone writes. Answers in JSON what became of it. */
export async function autosave({ c, deps, form, ...step }: FormStep): Promise<Response> {
  const content = toDraft(readContent(form))
  const result = await deps.review.saveDraft({ ...onVerdict({ c, deps, ...step }), base: baseOf(form), content })
  return result.status === 'done' ? c.json(result) : c.json(result, notDoneAnswer(result).status)
}

/** The form under two versions: both in one revision, or the merge as a draft in the editor. */
export async function merge(step: FormStep): Promise<Response> {
  const { form, deps } = step
  const sent = sentWith(form)
  const view = await loadView(step)
  if (view.status === 'not found') return sendNotFound(step.c, view.what)
  const theirsNumber = baseOf(form, 'theirs')
  const theirs = view.history.find(({ number }) => number === theirsNumber)
  const base = view.history.find(({ number }) => number === sent.base) ?? null
  const parsed = verdictContentInputSchema.safeParse(toSave(sent.content))
  if (theirs === undefined) return sendNotSaved(step, sent, { status: 'not found', what: 'revision' })
  if (!parsed.success) return sendNotSaved(step, sent, { status: 'invalid', problems: problemsOf(parsed.error.issues) })
  const kept = base === null ? [] : [base.content]
  const yours = repairQuotes(parsed.data, { dossier: view.dossier, kept }).content
  const choices = readChoices(form)
  const versions = base === null ? null : { base: base.content, theirs: theirs.content, yours }
  const merged = versions === null ? null : mergeVerdicts({ ...versions, choices })
  if (textOf(form, 'do') !== 'merge' || merged === null) {
    const content = merged === null ? sent.content : toForm(merged.content)
    return saveDraft(step, { ...sent, content, base: theirs.number })
  }
  const open = versions === null ? null : mergeVerdicts(versions)
  const page = { view, base, theirs, yours, merge: open, choices, reason: sent.reason, problems: new Map(), notice: null }
  if (merged.status === 'conflict') {
    const why = `${merged.conflicts.length === 1 ? 'one place is' : `${merged.conflicts.length} places are`} not decided yet`
    return showMerge(step, { ...page, notice: { kind: 'refused', why, fix: 'choose theirs, yours or both for each place' } }, 422)
  }
  if (sent.reason.trim() === '') return showMerge(step, { ...page, problems: problemsByField(reasonProblems) }, 422)
  const result = await deps.review.merge({ ...onVerdict(step), base: theirs.number, content: merged.content, reason: sent.reason })
  if (result.status === 'done' || result.status === 'unchanged') {
    await deps.review.discardDraft(onVerdict(step))
    return backWith(step, result.status === 'done' ? 'merged' : 'unchanged')
  }
  if (result.status === 'stale') return sendConflict(step, { ...sent, content: toForm(merged.content), base: theirs.number }, result)
  const { status, notice } = notDoneAnswer(result)
  const problems = problemsByField(result.status === 'invalid' ? result.problems : [])
  return showMerge(step, { ...page, notice, problems }, status)
}

function problemsOf(issues: readonly { path: PropertyKey[]; message: string }[]): InputProblem[] {
  return issues.map(({ path, message }) => ({ path: ['content', ...path].map(String).join('.'), message }))
}

const maxConflicts = 500

/** What was chosen for each place, by the conflict's id. */
function readChoices(form: FormData): Record<string, Choice> {
  const chosen: [string, Choice][] = []
  for (let index = 0; index < maxConflicts && form.has(`conflict.${index}`); index += 1) {
    const choice = textOf(form, `choice.${index}`)
    if (choice === 'theirs' || choice === 'yours' || choice === 'both') chosen.push([textOf(form, `conflict.${index}`), choice])
  }
  return Object.fromEntries(chosen)
}
