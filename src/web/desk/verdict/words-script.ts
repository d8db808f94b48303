/**
 * A part of the editor's script: a comment, a note or a reason that was begun is not lost when another verdict is opened. What no draft keeps is kept in this
 * window, by verdict, and is there again with it; sent words are not, nor are those of someone else who signs in. Needs `all`, `keys` and `signal`; gives
 * `keepWords`, which leaves out the form that is being sent.
 */
export const wordsScript = `
  // Words that no draft keeps.
  const wordsStore = 'ship-panel words'
  const who = one('.me a').textContent
  const verdict = keys.verdict()
  const readWords = () => {
    try {
      const kept = JSON.parse(sessionStorage.getItem(wordsStore))
      return kept !== null && kept.who === who ? kept.words : {}
    } catch { return {} }
  }
  const looseFields = () => all('#main textarea[id], #main input[type=text][id]').filter((field) => !field.closest('#editor') || field.id === 'f-reason')
  /** A page that answered a form has what was sent as its own: that is not saved either. */
  const isAnswer = () => { const { address } = one('[data-verdict]').dataset; return new URL(address, location.href).pathname !== location.pathname }
  const keepWords = (sent) => {
    if (verdict === '') return
    const changed = looseFields().filter((field) => field.form !== sent && (isAnswer() ? field.value !== '' : field.value !== field.defaultValue))
    const { [verdict]: _, ...words } = readWords()
    if (changed.length > 0) words[verdict] = changed.map(({ id, value }) => [id, value])
    try { sessionStorage.setItem(wordsStore, JSON.stringify({ who, words })) } catch {}
  }
  let sentForm = null
  listen(document, 'submit', (event) => { if (!event.defaultPrevented) sentForm = event.target })
  listen(window, 'pagehide', () => keepWords(sentForm))
  if (verdict !== '') {
    for (const [id, value] of readWords()[verdict] ?? []) {
      const field = document.getElementById(id)
      if (field && field.value === '') field.value = value
    }
  }
`
