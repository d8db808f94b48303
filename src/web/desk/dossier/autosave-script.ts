import { messagesHead } from './messages.js'

/**
 * A part of the form's script: saves the draft a moment after something changed, one save at a time, and takes over what other windows changed in
 * fields that no one touched here since, and what the server filled in. Needs `form`, `byId`, `all` and `proposedTerms`; gives `schedule`.
 */
export const autosaveScript = `
  // Saved while one types.
  const pauseMs = 800
  const retryMs = 5000
  const said = byId('saved')
  const address = form.dataset.dossier
  let timer = 0
  let isSaving = false
  let isDirty = false
  let isLeaving = false
  let isWhole = true
  const valueOf = (field) => (field.type === 'checkbox' ? (field.checked ? 'yes' : '') : field.value)
  const snapshot = () => new Map(all('[name]', form).filter((field) => field.id !== '').map((field) => [field.id, valueOf(field)]))
  const say = (words) => { if (said.textContent !== words) said.textContent = words }
  function schedule(delay = pauseMs) {
    isDirty = true
    clearTimeout(timer)
    timer = setTimeout(save, delay)
  }
  async function save() {
    if (isSaving || isLeaving || !isDirty) return
    isSaving = true
    isDirty = false
    say('Saving…')
    const sent = snapshot()
    const body = new FormData(form)
    body.set('do', 'autosave')
    if (all('[data-problem]').length > 0) body.set('recheck', 'yes')
    try {
      const answer = await fetch(address, { method: 'POST', body, headers: { accept: 'application/json' } })
      if (answer.redirected || !answer.ok) throw new Error(String(answer.status))
      take(await answer.json(), sent)
    } catch (error) {
      isDirty = true
      say('Not saved' + (/^4/.test(error.message) ? ': the server refused it. Use “Save draft” to see why.' : ' yet: the server cannot be reached. Trying again.'))
      if (!/^4/.test(error.message)) schedule(retryMs)
    } finally { isSaving = false }
    if (isDirty && !timerIsLate()) schedule()
  }
  const timerIsLate = () => said.textContent.startsWith('Not saved')
  // What is wrong is looked at again as it is put right; what went wrong since waits until the dossier is to be kept.
  const begun = snapshot()
  const heads = ${JSON.stringify([0, 1, 2].map(messagesHead))}
  function recheck(messages) {
    const byField = new Map(messages.map((message) => [message.field, message]))
    const box = document.querySelector('.problems:has([data-problem])')
    for (const note of all('[data-problem]')) {
      const path = note.dataset.problem
      const field = byId(path)
      const message = byField.get(path)
      if (message) {
        if (note.tagName === 'P') note.textContent = message.said
        else { note.querySelector('a').textContent = message.named; note.querySelector('.fix').textContent = message.fix }
        continue
      }
      if (note.dataset.ofOthers !== undefined && field && begun.get(path) === valueOf(field)) continue
      note.remove()
      if (!field || note.tagName !== 'P') continue
      field.removeAttribute('aria-invalid')
      const ids = (field.getAttribute('aria-describedby') ?? '').split(' ').filter((id) => id !== note.id).join(' ')
      if (ids === '') field.removeAttribute('aria-describedby')
      else field.setAttribute('aria-describedby', ids)
    }
    const left = box ? all('[data-problem]', box).length : 0
    if (left === 0) box?.classList.replace('problems', 'said')
    if (box) box.querySelector('.head').textContent = heads[Math.min(left, 2)].replace('2', left)
  }
  function take({ revision, savedAt, changed, filled, hasNewRows, hasConflicts, problems }, sent) {
    if (problems) recheck(problems)
    // A field that was typed in since goes with the old revision: the server sees then that both sides changed it.
    const isTyped = (path) => byId(path) && sent.get(path) !== valueOf(byId(path))
    const paths = Object.keys(changed)
    if (!paths.some(isTyped)) form.elements.revision.value = revision
    // What is discarded is what was seen: rows that another window added are not.
    isWhole = isWhole && !hasNewRows
    if (isWhole && !paths.some(isTyped)) for (const each of all('[data-revision]')) each.value = revision
    const values = { ...changed, ...filled }
    for (const path of Object.keys(values)) {
      const field = byId(path)
      if (!field || isTyped(path)) continue
      if (field.type === 'checkbox') field.checked = values[path] === 'yes'
      else field.value = values[path]
    }
    proposedTerms(filled)
    if (location.pathname !== address) history.replaceState(history.state, '', address)
    say('Saved as a draft at ' + savedAt.slice(11, 16) + ' UTC.' + (paths.length > 0 ? ' Taken over what another window changed.' : '') + (hasNewRows ? ' Another window added rows: reload the page to see them.' : ''))
    if (!hasConflicts) return
    if (isDirty) return
    isLeaving = true
    // The same page again, with both texts of what was changed twice.
    location.hash = 'conflicts'
    location.reload()
  }
  form.addEventListener('input', () => schedule())
  form.addEventListener('change', () => schedule())
  // Sent by a button, or discarded: neither is saved once more.
  for (const each of [form, ...all('[data-revision]').map((field) => field.form)])
    each.addEventListener('submit', () => { clearTimeout(timer); isLeaving = true })
  document.addEventListener('visibilitychange', () => { if (document.visibilityState === 'hidden') save() })
  addEventListener('beforeunload', (event) => { if (isDirty && !isLeaving) { save(); event.preventDefault() } })
  addEventListener('pageshow', () => { isLeaving = false })
`
