/**
 * A part of the form's script: a passage that is selected in a source's text, by mouse, by touch or with Shift and the arrow keys, becomes a fact's
 * quote, or that of the row that was written in last. Needs `form`, `byId`, `all`, `addRow`, `changed` and `say`.
 */
export const selectionScript = `
  // Facts of selected passages.
  const bar = byId('selection')
  const use = byId('selection-use')
  const longest = 5000
  let text = null
  let writtenIn = null
  /** Whether a cut there would be inside a word or a number. */
  const isInside = (all, at) =>
    /^[\\p{L}\\p{N}\\p{M}]{2}$/u.test(all.slice(at - 1, at + 1)) || /^\\d[.,:]\\d/.test(all.slice(at - 1, at + 2)) || /^\\d[.,:]\\d/.test(all.slice(at - 2, at + 1))
  /** The passage that is selected, made up to whole words; null where nothing is. */
  const selected = () => {
    if (!text || !text.isConnected || text.selectionStart === text.selectionEnd) return null
    const words = text.value
    let [start, end] = [text.selectionStart, text.selectionEnd]
    while (start < end && /\\s/.test(words[start])) start += 1
    while (end > start && /\\s/.test(words[end - 1])) end -= 1
    while (start > 0 && start < end && isInside(words, start)) start -= 1
    while (end < words.length && start < end && isInside(words, end)) end += 1
    const quote = words.slice(start, end)
    return /[\\p{L}\\p{N}]/u.test(quote) ? { source: text.dataset.text, quote } : null
  }
  const part = (row, name) => row.querySelector('[name$=".' + name + '"]')
  const rowWords = (row) => { const label = row.querySelector('label').textContent; return label.charAt(0).toLowerCase() + label.slice(1) }
  const showBar = () => {
    const picked = selected()
    bar.hidden = picked === null
    if (picked === null) return
    const isLong = picked.quote.length > longest
    byId('selection-what').textContent = isLong ? 'Too long: a passage has at most ' + longest + ' characters' : '“' + (picked.quote.length > 80 ? picked.quote.slice(0, 77) + '…' : picked.quote) + '”'
    byId('selection-add').disabled = isLong
    use.hidden = isLong || !writtenIn || !writtenIn.isConnected
    if (!use.hidden) use.textContent = 'Use it for ' + rowWords(writtenIn)
  }
  const fill = (row, { source, quote }) => {
    part(row, 'quote').value = quote
    part(row, 'quote').rows = Math.min(6, 1 + Math.ceil(quote.length / 60))
    part(row, 'source').value = source
    changed(part(row, 'quote'))
  }
  const clear = () => { text.setSelectionRange(text.selectionEnd, text.selectionEnd); showBar() }
  const addFact = () => {
    const picked = selected()
    if (picked === null || picked.quote.length > longest) return
    const empty = rowsOf('facts').find((row) => part(row, 'statement').value.trim() === '' && part(row, 'quote').value.trim() === '')
    const row = empty || addRow('facts')
    fill(row, picked)
    clear()
    part(row, 'statement').focus()
    row.scrollIntoView({ block: 'nearest' })
  }
  document.addEventListener('focusin', ({ target }) => {
    if (target.matches('textarea[data-text]')) text = target
    const row = target.closest('[data-row^="facts."], [data-row^="plans."]')
    if (row) writtenIn = row
  })
  for (const kind of ['selectionchange', 'select', 'keyup', 'pointerup']) document.addEventListener(kind, showBar)
  bar.addEventListener('mousedown', (event) => event.preventDefault())
  byId('selection-add').addEventListener('click', addFact)
  use.addEventListener('click', () => {
    const picked = selected()
    if (picked === null) return
    fill(writtenIn, picked)
    clear()
    part(writtenIn, 'quote').focus()
  })
  form.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || !event.target.matches('textarea[data-text]')) return
    event.preventDefault()
    addFact()
  })
  // Where a passage is in its source.
  for (const button of [...all('[data-show]', form), ...all('template', form).flatMap((template) => all('[data-show]', template.content))]) button.hidden = false
  form.addEventListener('click', (event) => {
    const button = event.target.closest('[data-show]')
    if (!button) return
    const row = button.closest('[data-row]')
    const place = all('textarea[data-text]', form).find((each) => each.dataset.text === part(row, 'source').value)
    const quote = part(row, 'quote').value.trim()
    const at = place && quote !== '' ? place.value.indexOf(quote) : -1
    if (at < 0) { say('This passage is not in the text of that source to the letter.'); return }
    place.focus()
    place.setSelectionRange(at, at + quote.length)
    place.scrollTop = (place.scrollHeight * at) / place.value.length - place.clientHeight / 2
    place.closest('[data-row]').scrollIntoView({ block: 'nearest' })
  })
`
