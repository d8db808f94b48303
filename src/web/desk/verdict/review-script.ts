import { markerSource } from '../../../evidence/markers.js'
import { citeScript } from './cite-script.js'
import { draftScript } from './draft-script.js'
import { lightScript } from './light-script.js'

/**
 * Runs in the browser, on the editor, the history and the queue; each page works without it. Keys press the links and buttons that are there;
 * the editor's form is saved as a draft of one's own a second after the last stroke, and again when the page is left; what belongs together
 * lights up (`lightScript`); a selected passage becomes evidence (`citeScript`).
 */
export const reviewScriptText = `(() => {
  const one = (selector) => document.querySelector(selector)
  const all = (selector) => [...document.querySelectorAll(selector)]
  const say = (text) => { const place = one('#said'); if (place) place.textContent = text }
  const editor = one('#editor')
  const saved = one('#saved')
  const marker = new RegExp(${JSON.stringify(markerSource)}, 'g')

  // Autosave.
  let timer
  let sentBody = editor ? bodyOf() : ''
  let under = Promise.resolve()
  let pending = 0
  let isLeaving = false
  function bodyOf() { return new URLSearchParams(new FormData(editor)).toString() }
  function wordsOf(body) { const form = new URLSearchParams(body); form.delete('reason'); return form.toString() }
  function isDirty() { return editor !== null && wordsOf(bodyOf()) !== wordsOf(sentBody) }
  function send(isLast) {
    const body = bodyOf()
    if (wordsOf(body) === wordsOf(sentBody)) return under
    pending += 1
    under = under.then(async () => {
      try {
        const answer = await fetch(editor.dataset.autosave, {
          method: 'POST', body, keepalive: isLast && body.length < 60000, headers: { 'content-type': 'application/x-www-form-urlencoded' },
        })
        const result = await answer.json()
        if (result.status === 'done') {
          sentBody = body
          saved.textContent = 'Saved as your draft at ' + result.at.slice(11, 16) + ' UTC'
          if (!isLast) readAgain()
        } else if (result.status === 'invalid') saved.textContent = 'Not saved as a draft: ' + result.problems.map(({ message }) => message).join('; ')
        else saved.textContent = 'Not saved as a draft: ' + (result.why || 'it was refused') + '. ' + (result.fix || '')
      } catch {
        saved.textContent = 'Not saved as a draft: the server was not reached. It is tried again as you write.'
      }
      pending -= 1
    })
    return under
  }
  if (editor) {
    editor.addEventListener('input', () => {
      clearTimeout(timer)
      saved.textContent = ''
      timer = setTimeout(() => send(false), 1000)
      countWords()
    })
    editor.addEventListener('submit', (event) => {
      clearTimeout(timer)
      isLeaving = true
      if (pending === 0) return
      // A draft under way must not come after the revision it belongs to; and a form cannot be sent while it tells that it is.
      event.preventDefault()
      under.then(() => setTimeout(() => editor.requestSubmit(event.submitter)))
    })
    addEventListener('pagehide', () => { clearTimeout(timer); if (!isLeaving) send(true) })
    addEventListener('pageshow', (event) => { if (event.persisted) isLeaving = false })
  }

  // How the words read, once they are saved.
  async function readAgain() {
    const place = one('#reading')
    if (!place) return
    try {
      const answer = await fetch(editor.dataset.reading)
      if (answer.ok && !place.contains(document.activeElement)) { place.innerHTML = await answer.text(); relight() }
    } catch {}
  }

  // Words of the quote, as the server counts them.
  function countWords() {
    for (const place of all('[data-words]')) {
      const text = document.getElementById(place.dataset.words).value.replace(marker, ' ')
      const count = text.split(/\\s+/).filter((word) => /[\\p{L}\\p{N}]/u.test(word)).length
      const { min, max } = place.dataset
      place.textContent = count + ' of ' + min + ' to ' + max + ' words'
      place.classList.toggle('off', count < Number(min) || count > Number(max))
    }
  }

${lightScript}
${citeScript}
${draftScript}
  // Keys.
  const keys = one('#keys')
  const link = (selector) => { const found = one(selector); if (found) found.click(); return found !== null }
  const focus = (selector) => {
    const field = one(selector)
    if (!field) return false
    const around = field.closest('details')
    if (around) around.open = true
    field.focus()
    field.scrollIntoView({ block: 'nearest' })
    return true
  }
  const call = (word) => {
    const radio = one('.blind [data-call=' + word + ']') || one('#call-form [data-call=' + word + ']') || one('#editor [data-call=' + word + ']')
    if (!radio) return false
    const was = radio.checked
    radio.checked = true
    radio.focus()
    radio.dispatchEvent(new Event('input', { bubbles: true }))
    const form = radio.form
    if (was) say('It is a ' + word + ' already: a accepts it.')
    else if (form.id === 'call-form') { focus('#call-reason') }
    else say(form.closest('.blind') ? 'You call ' + word + ': Enter records it.' : 'You call ' + word + ': give a reason and save.')
    return true
  }
  const accept = () => {
    const button = one('[data-key=a]')
    if (!button) return false
    if (button.disabled) say('It cannot be accepted now; the page says why beside the button.')
    else if (isDirty()) say('You have words that are not saved: save them first, or discard them.')
    else button.click()
    return true
  }
  const nextDraft = () => {
    if (draftLink(0) || draftLink(1)) { openDraft(draftLink(shownDraft + 1) ? shownDraft + 1 : 0); return true }
    const drafts = all('[data-draft]')
    if (drafts.length === 0) { say('No other juror wrote on this seat.'); return true }
    const at = drafts.findIndex((draft) => draft.open)
    for (const draft of drafts) draft.open = false
    const next = drafts[at + 1]
    if (next) { next.open = true; next.querySelector('summary').focus() }
    return true
  }
  const doing = {
    j: () => link('a[rel=next]') || say('There is no next one.'),
    k: () => link('a[rel=prev]') || say('There is none before.'),
    s: () => call('ship'),
    x: () => call('skip'),
    a: accept,
    e: () => focus('#f-quote') || link('[data-key=e]'),
    r: () => focus('#return-note'),
    c: () => focus('#comment-text') || link('[data-key=c]'),
    d: nextDraft,
    n: () => look(1),
    N: () => look(-1),
    q: citeSelected,
    u: () => goThroughSentences(null),
    t: () => link('[data-key=t]'),
    h: () => link('[data-key=h]'),
    ...Object.fromEntries([...'0123456789'].map((digit) => [digit, () => openDraft(Number(digit))])),
    '?': () => { if (keys && !keys.open) keys.showModal() },
  }
  const isWriting = (element) => element.matches('textarea, select, input:not([type=radio], [type=checkbox], [type=submit], [type=button])')
  addEventListener('keydown', (event) => {
    if (event.defaultPrevented || event.isComposing) return
    if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) {
      const form = document.activeElement.closest('form')
      const main = form && (form.querySelector('button[value=save]') || form.querySelector('button[type=submit]:not([disabled])'))
      if (main) { event.preventDefault(); form.requestSubmit(main) }
      return
    }
    if (event.ctrlKey || event.metaKey || event.altKey) return
    if (event.key === 'Escape') { hold(null); getSelection().removeAllRanges(); if (isWriting(document.activeElement)) document.activeElement.blur(); return }
    if (keys && keys.open) return
    if (isWriting(document.activeElement) || !Object.hasOwn(doing, event.key)) return
    event.preventDefault()
    say('')
    doing[event.key]()
  })
  if (keys) {
    for (const opener of all('a[href="#keys"]')) opener.addEventListener('click', (event) => { event.preventDefault(); doing['?']() })
    one('#keys [data-close]').addEventListener('click', (event) => { event.preventDefault(); keys.close() })
  }

  // The one that is open, in view.
  const current = one('.waits[aria-current]')
  if (current) current.scrollIntoView({ block: 'nearest' })
})()
`
