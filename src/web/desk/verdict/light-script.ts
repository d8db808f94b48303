/**
 * A part of the editor's script: a sentence, the evidence it cites and the passages in the sources light up together, from whichever side one
 * points at them, puts the focus on them or taps them; and `look` goes through what there is to look at. It finds its elements when something
 * happens, because what is read is put in its place again while someone writes. Needs `one`, `all`, `say` and
 * `marker`, the pattern of a citation marker, and `listen`; gives `hold`, `look`, `relight`.
 */
export const lightScript = `
  // What belongs together lights up.
  const citing = '[data-near], [data-cites], [data-evidence], [data-passage]'
  /** What the sentence cites in which someone writes, by its field. */
  const written = new WeakMap()
  const numbersOf = (element) => {
    const { passage, evidence, cites } = element.dataset
    return written.get(element) ?? (passage ?? evidence ?? cites ?? '').split(' ').filter((number) => number !== '')
  }
  const isWide = () => matchMedia('(min-width: 760px)').matches
  const leadingMarkers = new RegExp('^(?:\\\\s{0,9}(?:' + marker.source + '))*')
  let held = null
  let pointed = null
  let reveal
  /** What is lit for an element: of a sentence's own evidence no other sentence, of a passage every sentence that cites it; of a particular what the nearest source says. */
  const partsOf = (element) => {
    const numbers = numbersOf(element)
    const has = (other) => numbersOf(other).some((number) => numbers.includes(number))
    const sentence = element.closest('[data-cites]')
    const near = element.dataset.near?.split(' ')
    const marks = near ? all('.text[data-source="' + near[0] + '"] [data-u="' + near[1] + '"]') : all('mark[data-passage]').filter(has)
    return {
      sentences: sentence ? [sentence] : all('[data-cites]').filter(has),
      rows: all('.row[data-evidence]').filter(has),
      marks,
      around: [...new Set(marks.map((mark) => mark.closest('.para')))],
    }
  }
  const light = () => {
    for (const lit of all('.lit, .around')) lit.classList.remove('lit', 'around')
    const element = pointed ?? held
    if (!element || !element.isConnected) return null
    const parts = partsOf(element)
    for (const lit of [...parts.sentences, ...parts.rows, ...parts.marks]) lit.classList.add('lit')
    for (const paragraph of parts.around) paragraph.classList.add('around')
    return parts
  }
  /** Brings the other side into view: a passage in its whole paragraph where that fits, or the sentence that cites it. */
  const bring = (element, parts) => {
    if (!parts || !isWide()) return
    if (element.closest('.source-side')) {
      if (parts.sentences[0]) parts.sentences[0].scrollIntoView({ block: 'nearest' })
      return
    }
    const [paragraph] = parts.around
    if (!paragraph) return
    const fits = paragraph.offsetHeight < one('.source-side').clientHeight
    if (fits) paragraph.scrollIntoView({ block: 'nearest' })
    else parts.marks[0].scrollIntoView({ block: 'center' })
  }
  /** On a narrow screen the other side is far below: it is shown at the bottom, but not over a keyboard on the screen. */
  const peek = (element, parts) => {
    const place = one('#peek')
    if (!place) return
    const others = !parts || isWide() || element.matches('.row, textarea') ? [] : element.closest('.source-side') ? parts.sentences : parts.around
    place.replaceChildren(...others.map((other) => {
      const copy = document.createElement('p')
      copy.className = 'peeked'
      const words = other.cloneNode(true)
      for (const gone of words.querySelectorAll('.at, .look, .hide')) gone.remove()
      copy.append(...words.childNodes)
      return copy
    }))
    place.hidden = others.length === 0
  }
  const relight = () => { if (held && !held.isConnected) held = null; pointed = null; light() }
  const hold = (element) => {
    held = element
    pointed = null
    light()
    const parts = element && partsOf(element)
    peek(element, parts)
    if (element) bring(element, parts)
  }
  const partAt = (target) => (target instanceof Element ? target.closest(citing) : null)
  listen(document, 'pointerover', (event) => {
    if (event.pointerType === 'touch') return
    const part = partAt(event.target)
    if (part === pointed) return
    pointed = part
    const parts = light()
    clearTimeout(reveal)
    if (part && !part.closest('.source-side')) reveal = setTimeout(() => { if (pointed === part) bring(part, parts) }, 150)
  })
  listen(document.documentElement, 'pointerleave', () => { pointed = null; light() })
  listen(document, 'focusin', (event) => { const part = partAt(event.target); if (part || held) hold(part) })
  listen(document, 'focusout', (event) => { if (!event.relatedTarget && held && held.contains(event.target)) hold(null) })
  listen(document, 'click', (event) => {
    if (event.target.closest('a, button, summary, input, textarea, select, label, #peek') || (event.detail < 2 && !getSelection().isCollapsed)) return
    const part = partAt(event.target)
    if (part || held) hold(part === held ? null : part)
  })

  // The evidence of the sentence that is being written.
  const sentences = new Intl.Segmenter('en', { granularity: 'sentence' })
  const numbersIn = (text) => [...text.matchAll(marker)].flatMap(([found]) => found.match(/\\d+/g) ?? [])
  /** Its markers, and those behind its full stop. */
  const writing = (field) => {
    const all = [...sentences.segment(field.value)]
    const at = all.findLastIndex(({ index }) => index <= field.selectionStart)
    const [own = '', next = ''] = [all[at]?.segment, all[at + 1]?.segment]
    const leading = (text) => leadingMarkers.exec(text)[0]
    const cited = numbersIn(at === 0 ? own : own.slice(leading(own).length) || own).concat(numbersIn(leading(next)))
    written.set(field, cited)
    held = field
    light()
  }
  listen(document, 'selectionchange', () => {
    const field = document.activeElement
    if (field && field.matches('#f-quote, #answers textarea')) writing(field)
  })

  // What there is to look at, one after the other.
  const look = (step) => {
    const marks = all('.look')
    if (marks.length === 0) { say('There is nothing to look at.'); return }
    const at = marks.findIndex((mark) => mark.contains(document.activeElement))
    const open = at === -1 ? marks.findIndex((mark) => mark.open) : at
    const next = open === -1 ? (step > 0 ? 0 : marks.length - 1) : (open + step + marks.length) % marks.length
    for (const mark of marks) mark.open = false
    const mark = marks[next]
    const around = mark.parentElement.closest('details')
    if (around) around.open = true
    mark.open = true
    mark.querySelector('summary').focus()
    mark.scrollIntoView({ block: 'nearest' })
    say(next + 1 + ' of ' + marks.length + ' to look at')
  }
`
