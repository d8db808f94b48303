import { markerSource } from '../../../evidence/markers.js'
import { citeScript } from './cite-script.js'
import { draftScript } from './draft-script.js'
import { lightScript } from './light-script.js'
import { quoteScriptText } from './quote-script.js'
import { swapScript } from './swap-script.js'
import { wordsScript } from './words-script.js'

/**
 * Runs in the browser, on the editor, the history and the queue; each page works without it. Keys press the links and buttons that are there;
 * the editor's form is saved as a draft of one's own a second after the last stroke, and again when the page is left; what belongs together
 * lights up (`lightScript`); a selected passage becomes evidence (`citeScript`); the next verdict comes in place of the open one (`swapScript`).
 */
export const reviewScriptText = `(() => {
  const one = (selector) => document.querySelector(selector)
  const all = (selector) => [...document.querySelectorAll(selector)]
  const keys = window.deskKeys
${swapScript}
  /** Brings a verdict's page to life; what it listens to outside the verdict's own elements ends with the signal. */
  function start(signal) {
  const listen = (target, type, use) => target.addEventListener(type, use, { signal })
  const say = (text) => { const place = one('#said'); if (place) place.textContent = text }
  const editor = one('#editor')
  const saved = one('#saved')
  const marker = new RegExp(${JSON.stringify(markerSource)}, 'g')

  // Autosave.
  let timer
  // Words that a form sent and that were refused are saved nowhere yet.
  let sentBody = editor && editor.dataset.unsaved === undefined ? bodyOf() : ''
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
      keys.hold()
      under.then(() => setTimeout(() => { keys.stayed(); editor.requestSubmit(event.submitter) }))
    })
    listen(window, 'pagehide', () => { clearTimeout(timer); if (!isLeaving) send(true) })
    listen(window, 'pageshow', (event) => { if (event.persisted) isLeaving = false })
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
${wordsScript}
${quoteScriptText}
  // Keys. What cannot be done answers false: keys that were typed after it are left out.
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
    if (button.disabled) return keys.cannot('It cannot be accepted now; the page says why beside the button.')
    if (isDirty()) return keys.cannot('You have words that are not saved: save them first, or discard them.')
    button.click()
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
  const sendForm = () => {
    const form = document.activeElement.closest('form')
    const main = form && (form.querySelector('button[value=save]') || form.querySelector('button[type=submit]:not([disabled])'))
    if (main) form.requestSubmit(main)
    return Boolean(main)
  }
  const leaveField = () => {
    hold(null)
    getSelection().removeAllRanges()
    if (keys.isWriting(document.activeElement)) document.activeElement.blur()
  }
  keys.handle({
    j: () => step('next') || keys.missed('There is no next one.'),
    k: () => step('prev') || keys.missed('There is none before.'),
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
    'Ctrl Enter': sendForm,
    Escape: leaveField,
  })
  const list = one('#keys')
  if (list) {
    for (const opener of all('a[href="#keys"]')) listen(opener, 'click', (event) => { event.preventDefault(); list.showModal() })
    listen(one('#keys [data-close]'), 'click', (event) => { event.preventDefault(); list.close() })
  }

  // The one that is open, in view.
  const current = one('.waits[aria-current]')
  if (current) current.scrollIntoView({ block: 'nearest' })
  const flush = () => { clearTimeout(timer); return editor ? send(true) : under }
  return { say, flush, isDirty, keepWords, whyUnsaved: () => saved?.textContent ?? '' }
  }
  begin()
})()
`
