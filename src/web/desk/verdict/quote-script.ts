/**
 * Runs in the browser, in the editor's form. While someone writes or pastes a quote, the server is asked what it comes to, by the same look-up
 * as at a save, and the words beneath the field follow; a screen reader hears them once the writing pauses. The last answer wins.
 */
export const quoteScriptText = `(() => {
  const editor = document.querySelector('#editor[data-check-quote]')
  if (!editor) return
  const states = new WeakMap()
  const stateOf = (row) => {
    if (!states.has(row)) states.set(row, { timer: 0, asked: 0, words: null })
    return states.get(row)
  }
  const part = (row, name) => row.querySelector('[data-quote-status] [data-part=' + name + ']')
  const write = (place, text) => { if (place.textContent !== text) place.textContent = text }
  const show = (row, { word, about, words, shown }) => {
    row.querySelector('[data-quote-status]').dataset.quoteStatus = word
    write(part(row, 'word'), word)
    write(part(row, 'about'), about)
    write(part(row, 'words'), shown)
    part(row, 'words').hidden = words === null
    part(row, 'use').hidden = words === null
    part(row, 'said').hidden = false
  }
  const ask = async (row) => {
    const state = stateOf(row)
    const number = ++state.asked
    clearTimeout(state.timer)
    state.words = null
    const [source, quote] = [row.querySelector('select').value, row.querySelector('textarea[name$=".quote"]').value]
    if (quote.trim() === '') {
      part(row, 'said').hidden = true
      part(row, 'use').hidden = true
      return
    }
    let result = { word: 'not checked', about: 'The server was not reached; a save checks it.', words: null, shown: '' }
    try {
      const answer = await fetch(editor.dataset.checkQuote, { method: 'POST', body: new URLSearchParams({ source, quote }) })
      const told = await answer.json()
      if (told.status === 'done') result = told
      else result.about = told.problems ? told.problems.map(({ message }) => message).join('; ') : told.why || 'It was refused.'
    } catch {}
    if (number !== state.asked) return
    state.words = result.words
    show(row, result)
  }
  editor.addEventListener('input', (event) => {
    const row = event.target.closest('fieldset[data-evidence]')
    if (!row || !row.querySelector('[data-quote-status]') || !event.target.matches('select, textarea[name$=".quote"]')) return
    // What was said of the words before.
    for (const old of [part(row, 'see'), part(row, 'written'), row.querySelector('.sentence')]) if (old) old.hidden = true
    const state = stateOf(row)
    clearTimeout(state.timer)
    state.timer = setTimeout(() => ask(row), 400)
  })
  editor.addEventListener('click', async (event) => {
    const button = event.target.closest('[data-part=use]')
    if (!button) return
    event.preventDefault()
    const row = button.closest('fieldset[data-evidence]')
    if (stateOf(row).words === null) await ask(row)
    const { words } = stateOf(row)
    if (words === null) return
    const field = row.querySelector('textarea[name$=".quote"]')
    field.value = words
    field.focus()
    field.dispatchEvent(new Event('input', { bubbles: true }))
    await ask(row)
  })
})()
`
