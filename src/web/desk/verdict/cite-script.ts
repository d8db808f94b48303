/**
 * A part of the editor's script: adds evidence by selecting a passage in a source, with the mouse, by touch, or sentence by sentence with the
 * keyboard. The row is the server's own template, filled; its number goes into the text where the cursor was. Needs `one`, `all`, `say`, `listen` and `hold`;
 * gives `citeSelected` and `goThroughSentences`.
 */
export const citeScript = `
  // Evidence by selecting a passage.
  const longest = 4000
  const mostRows = 50
  const bar = one('#cite')
  /** The text that someone wrote in last: it keeps its cursor while the focus is elsewhere. */
  let writtenIn = null
  listen(document, 'focusin', ({ target }) => { if (target.matches('#f-quote, #answers textarea')) writtenIn = target })
  listen(document, 'selectionchange', () => { if (bar) showBar() })
  /** The text of a source as it is shown, without the numbers in it, and the nodes it is in. */
  const readSource = (container) => {
    const nodes = []
    let text = ''
    const walker = document.createTreeWalker(container, NodeFilter.SHOW_TEXT)
    while (walker.nextNode()) {
      const node = walker.currentNode
      if (node.parentElement.closest('.at')) continue
      nodes.push({ node, start: text.length, end: text.length + node.data.length })
      text += node.data
    }
    return { nodes, text }
  }
  /** Whether a cut there would be inside a word or a number. */
  const isInside = (text, at) =>
    /^[\\p{L}\\p{N}\\p{M}]{2}$/u.test(text.slice(at - 1, at + 1)) || /^\\d[.,:]\\d/.test(text.slice(at - 1, at + 2)) || /^\\d[.,:]\\d/.test(text.slice(at - 2, at + 1))
  /** The passage that is selected, made up to whole words; null where nothing of one source is. */
  const selected = () => {
    const selection = getSelection()
    if (selection.rangeCount === 0 || selection.isCollapsed) return null
    const range = selection.getRangeAt(0)
    const around = range.commonAncestorContainer
    const container = (around instanceof Element ? around : around.parentElement).closest('.text[data-source]')
    if (!container) return null
    const { nodes, text } = readSource(container)
    const inside = nodes.filter(({ node }) => range.intersectsNode(node))
    if (inside.length === 0) return null
    const [first, last] = [inside[0], inside.at(-1)]
    let start = first.start + (first.node === range.startContainer ? range.startOffset : 0)
    let end = last.start + (last.node === range.endContainer ? range.endOffset : last.node.data.length)
    while (start < end && /\\s/.test(text[start])) start += 1
    while (end > start && /\\s/.test(text[end - 1])) end -= 1
    while (start > 0 && start < end && isInside(text, start)) start -= 1
    while (end < text.length && start < end && isInside(text, end)) end += 1
    if (!/[\\p{L}\\p{N}]/u.test(text.slice(start, end))) return null
    const parts = nodes.filter((each) => each.end > start && each.start < end)
    // What a reader cannot see is shown written out, and is cited as it is.
    const quote = parts.map((each) => {
      const shown = each.node.data.slice(Math.max(0, start - each.start), Math.min(each.node.data.length, end - each.start))
      const isHidden = each.node.parentElement.closest('.u').dataset.hidden !== undefined
      return isHidden ? shown.replace(/\\[U\\+([0-9A-F]{4,6})\\]/g, (_, code) => String.fromCodePoint(parseInt(code, 16))) : shown
    }).join('')
    const units = parts.map(({ node }) => Number(node.parentElement.closest('.u').dataset.u))
    return { source: container.dataset.source, quote, parts, start, end, from: units[0], to: units.at(-1) }
  }
  const showBar = () => {
    const picked = selected()
    bar.hidden = picked === null
    if (picked === null) return
    const { from, to, quote } = picked
    const what = from === to ? 'Sentence ' + from : 'Sentences ' + from + ' to ' + to
    one('#cite-what').textContent = quote.length > longest ? what + ': too long, a passage has at most ' + longest + ' characters' : what
    one('#cite button').disabled = quote.length > longest
  }
  /** Marks the passage in its source, as the server does on the next page. */
  const markPassage = ({ parts, start, end }, number) => {
    for (const [index, { node, start: at }] of parts.entries()) {
      const range = document.createRange()
      range.setStart(node, Math.max(0, start - at))
      range.setEnd(node, Math.min(node.data.length, end - at))
      const mark = document.createElement('mark')
      mark.dataset.passage = String(number)
      range.surroundContents(mark)
      if (index > 0) continue
      const link = document.createElement('a')
      link.className = 'at'
      link.id = 'passage-' + number
      link.href = '#evidence-' + number
      link.innerHTML = '<span class="hide">passage of evidence </span>' + number
      mark.prepend(link)
    }
  }
  const part = (row, name) => row.querySelector('[name$=".' + name + '"]')
  const changed = (field) => field.dispatchEvent(new Event('input', { bubbles: true }))
  /** The row for a passage: one that holds it already, one that is empty, or a new one; null where there are as many as may be. */
  const rowFor = ({ source, quote }) => {
    const rows = all('#evidence .row')
    const folded = (text) => text.replace(/\\s+/g, ' ').trim()
    const same = rows.find((row) => part(row, 'source').value === source && folded(part(row, 'quote').value) === folded(quote))
    const empty = rows.find((row) => part(row, 'quote').value.trim() === '' && part(row, 'shows').value.trim() === '')
    if (same || empty) return { row: same || empty, number: rows.indexOf(same || empty) + 1, isNew: !same }
    if (rows.length >= mostRows) return null
    const { index, number } = one('#evidence-row').dataset
    const html = one('#evidence-row').innerHTML.replaceAll(number, String(rows.length + 1)).replaceAll(index, String(rows.length))
    one('#evidence .add').insertAdjacentHTML('beforebegin', html)
    return { row: all('#evidence .row').at(-1), number: rows.length + 1, isNew: true }
  }
  /** Puts the evidence's number where the cursor was; says whether it was anywhere. */
  const putNumber = (number) => {
    if (writtenIn === null || !writtenIn.isConnected) return false
    const field = writtenIn
    const at = field.selectionEnd
    const before = field.value.slice(0, at)
    field.setRangeText((before === '' || /\\s$/.test(before) ? '' : ' ') + '[' + number + ']', at, at, 'end')
    changed(field)
    return true
  }
  const cite = (picked) => {
    if (picked.quote.length > longest) { say('A passage has at most ' + longest + ' characters: select less.'); return }
    const place = rowFor(picked)
    if (place === null) { say('A verdict has at most ' + mostRows + ' pieces of evidence.'); return }
    const { row, number, isNew } = place
    if (isNew) {
      part(row, 'source').value = picked.source
      part(row, 'quote').value = picked.quote
      part(row, 'quote').rows = Math.min(5, 1 + Math.ceil(picked.quote.length / 70))
      markPassage(picked, number)
      changed(part(row, 'quote'))
    }
    getSelection().removeAllRanges()
    const isPut = putNumber(number)
    part(row, 'shows').focus()
    row.scrollIntoView({ block: 'nearest' })
    say((isNew ? 'Added as evidence ' : 'That is evidence ') + number + (isPut ? ', its number where the cursor was.' : ': put [' + number + '] behind what it carries.'))
  }
  const citeSelected = () => {
    const picked = bar ? selected() : null
    if (picked) cite(picked)
    else say(bar ? 'Select a passage in a source; u goes through its sentences.' : 'Evidence is added in the editor.')
  }
  if (bar) {
    // A button that is pressed would take the selection away.
    bar.addEventListener('mousedown', (event) => event.preventDefault())
    one('#cite button').addEventListener('click', citeSelected)
    for (const button of all('[data-pick]')) { button.hidden = false; button.addEventListener('click', () => goThroughSentences(button.closest('.source'))) }
  }

  // Sentence by sentence: the focus is on one, and the selection reaches from where Shift was pressed.
  let anchor = null
  const pick = (unit, isLonger) => {
    if (!isLonger || !anchor || anchor.closest('.text') !== unit.closest('.text')) anchor = unit
    unit.tabIndex = -1
    unit.focus()
    const [first, last] = anchor.compareDocumentPosition(unit) & Node.DOCUMENT_POSITION_PRECEDING ? [unit, anchor] : [anchor, unit]
    getSelection().setBaseAndExtent(first, 0, last, last.childNodes.length)
  }
  const goThroughSentences = (source) => {
    const lit = one('mark.lit')
    const now = document.activeElement.closest('.source')
    const sources = all('.source:has(.text)')
    const next = source || (now ? sources[(sources.indexOf(now) + 1) % sources.length] : lit ? lit.closest('.source') : sources[0])
    const unit = (!source && !now && lit && lit.closest('.u')) || (next && next.querySelector('.u'))
    if (unit) pick(unit, false)
    else say('There is no source here.')
  }
  listen(document, 'keydown', (event) => {
    const unit = document.activeElement.closest('.u')
    if (!unit || event.ctrlKey || event.metaKey || event.altKey) return
    const steps = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }
    const units = [...unit.closest('.text').querySelectorAll('.u')]
    if (Object.hasOwn(steps, event.key)) {
      event.preventDefault()
      const to = units[units.indexOf(unit) + steps[event.key]]
      if (to) pick(to, event.shiftKey)
    } else if (event.key === 'Enter' && document.activeElement === unit) {
      event.preventDefault()
      citeSelected()
    }
  })
`
