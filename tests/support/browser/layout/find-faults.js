/**
 * Runs in the page that is open, and tells what a person would see is wrong with how its text is laid out. Answers a list of sentences.
 * A word is what stands between blanks, hyphens and characters of scripts that break anywhere.
 */
;(() => {
  /** Words up to that long never break; longer ones (ids, hashes, addresses, compounds) break when each line keeps a good piece of them. */
  const unbreakable = 24
  const smallestPiece = 10
  /** Rounding of the browser, in px. */
  const slack = 1.5
  /** Of a field with a choice, in px. */
  const arrow = 14
  const oneLine = '.state, .call, button, .button, nav a, .tabs a, .filter a, [data-word]'
  const notShown = 'script, style, template, noscript, title, textarea, select, option, svg, datalist, progress'
  const breaksAfter =
    /(?<=[\s\u00ad\u200b‐–—·-])|(?=[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef])|(?<=[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef])/

  const found = new Set()
  /** What is asked of an element many times; nothing moves in between. */
  const once = (find) => {
    const known = new Map()
    return (element) => {
      if (!known.has(element)) known.set(element, find(element))
      return known.get(element)
    }
  }
  const styleOf = once((element) => getComputedStyle(element))
  /** What of its style every text is asked about each of its ancestors: to read a style takes long. */
  const frameOf = once((element) => {
    const { overflowX, overflowY, textOverflow, position } = styleOf(element)
    return { overflowX, overflowY, textOverflow, position, box: element.getBoundingClientRect() }
  })
  const short = (text) => JSON.stringify(text.replace(/\s+/g, ' ').trim().slice(0, 50))
  const placeOf = (element) => {
    const names = []
    for (let at = element; at !== null && at !== document.body && names.length < 3; at = at.parentElement)
      names.unshift(`${at.localName}${[...at.classList].map((name) => `.${name}`).join('')}`)
    return names.join(' > ')
  }
  const tell = (rule, text, element) => found.add(`${rule}: ${short(text)} in ${placeOf(element)}`)
  const ancestors = function* (element) {
    for (let at = element; at !== null; at = at.parentElement) yield at
  }
  /** For those who listen to the page alone, folded away, or under a page that lies on top. */
  const isHidden = once((element) => {
    if (element === null) return false
    const { visibility, display, clipPath, opacity } = styleOf(element)
    return visibility === 'hidden' || display === 'none' || clipPath !== 'none' || opacity === '0' || isHidden(element.parentElement)
  })
  const isInline = once((element) => styleOf(element).display === 'inline' || styleOf(element).display === 'contents')
  const boxOf = (element) => {
    for (const at of ancestors(element)) if (!isInline(at)) return at
    return document.body
  }
  const isStuck = once((element) => {
    if (element === null) return false
    const { position } = frameOf(element)
    return position === 'sticky' || position === 'fixed' || isStuck(element.parentElement)
  })
  const lineRects = (node, from, to) => {
    const range = document.createRange()
    range.setStart(node, from)
    range.setEnd(node, to)
    return [...range.getClientRects()].filter(({ width, height }) => width > 0.1 && height > 0.1)
  }
  const linesOf = (rects) => {
    const tops = []
    for (const { top, height } of rects) if (!tops.some((other) => Math.abs(other - top) < height / 3)) tops.push(top)
    return tops.length
  }

  const texts = []
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const element = node.parentElement
    if (node.data.trim() === '' || element.closest(notShown) !== null || isHidden(element)) continue
    const rects = lineRects(node, 0, node.data.length)
    if (rects.length > 0) texts.push({ node, element, rects })
  }

  for (const { node, element, rects } of texts) if (linesOf(rects) > 1) lookAtWords(node, element)
  for (const element of document.querySelectorAll(oneLine)) lookAtLabel(element)
  for (const text of texts) lookAtEdges(text)
  for (const select of document.querySelectorAll('select')) lookAtChoice(select)
  lookAtOverlaps()
  const { scrollWidth, clientWidth } = document.documentElement
  if (scrollWidth > clientWidth) {
    const [widest] = [...document.querySelectorAll('main *, header *, aside *')].sort(
      (a, b) => b.getBoundingClientRect().right - a.getBoundingClientRect().right,
    )
    found.add(`sideways: the page is ${scrollWidth} px wide in ${clientWidth}, by ${placeOf(widest ?? document.body)}`)
  }
  return [...found]

  function lookAtWords(node, element) {
    // A link or a token to be copied, whose lines are as full as they get: one word, whatever is in it.
    const isCopied = element.localName === 'code' && styleOf(element).wordBreak === 'break-all'
    let from = 0
    for (const word of node.data.split(isCopied ? /(?<=\s)/ : breaksAfter)) {
      const bare = word.trimEnd()
      const start = from
      from += word.length
      if (bare.length < 2 || linesOf(lineRects(node, start, start + bare.length)) < 2) continue
      if (bare.length <= unbreakable && !isCopied) tell('broken word', bare, element)
      else if (smallestLineOf(node, start, bare.length, isCopied) < smallestPiece) tell('broken into bits', bare, element)
    }
  }

  /** How many characters the shortest line of a word holds, but for its last. */
  function smallestLineOf(node, start, length, beginsAnywhere) {
    const lines = []
    for (let index = start; index < start + length; index += 1) {
      const [rect] = lineRects(node, index, index + 1)
      if (rect === undefined) continue
      const last = lines.at(-1)
      if (last !== undefined && Math.abs(last.top - rect.top) < rect.height / 3) last.count += 1
      else lines.push({ top: rect.top, count: 1 })
    }
    // The first may begin where other words ended.
    return Math.min(
      Number.POSITIVE_INFINITY,
      ...lines.slice(1, -1).map(({ count }) => count),
      lines.length > 1 && !beginsAnywhere ? lines[0].count * 2 : Number.POSITIVE_INFINITY,
    )
  }

  function lookAtLabel(element) {
    const label = element.textContent.replace(/\s+/g, ' ').trim()
    if (label === '' || label.length > unbreakable || isHidden(element)) return
    const inside = texts.filter((text) => element.contains(text.element)).flatMap(({ rects }) => rects)
    const [first] = inside
    if (first !== undefined && inside.some(({ top, height }) => Math.abs(top - first.top) > Math.max(height, first.height) * 0.8))
      tell('label on two lines', label, element)
  }

  /** A field shows what is chosen in it, or its beginning: a field of a few letters does not. */
  function lookAtChoice(select) {
    const [chosen] = select.selectedOptions
    if (chosen === undefined || isHidden(select) || select.clientWidth === 0) return
    const { font, paddingLeft, paddingRight } = styleOf(select)
    const pen = document.createElement('canvas').getContext('2d')
    pen.font = font
    const room = select.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight) - arrow
    if (pen.measureText(chosen.text.trim().slice(0, unbreakable)).width > room + slack) tell('cut off', chosen.text, select)
  }

  /** Text that its own box does not hold: cut off, where nothing says so and nothing scrolls, or across what stands beside it. */
  function lookAtEdges({ node, element, rects }) {
    // The numbers of lines move with the field beside them, which says that it scrolls.
    if (element.closest('[data-yaml-lines]') !== null) return
    const own = boxOf(element)
    const [left, right] = edgesOf(node, rects)
    const [top, bottom] = [Math.min(...rects.map((rect) => rect.top)), Math.max(...rects.map((rect) => rect.bottom))]
    for (const at of ancestors(own)) {
      const { overflowX, overflowY, textOverflow, position, box } = frameOf(at)
      const isOut = left < box.left - slack || right > box.right + slack
      if (overflowX === 'auto' || overflowX === 'scroll' || textOverflow === 'ellipsis') return
      if (isOut && overflowX === 'visible' && at === own && box.width > 0) tell('sticks out', node.data, element)
      if (isOut && overflowX !== 'visible') return tell('cut off', node.data, element)
      if (
        (overflowY === 'hidden' || overflowY === 'clip') &&
        (top < box.top - slack * 2 || bottom > box.bottom + slack * 2) &&
        at !== document.body
      )
        return tell('cut off', node.data, element)
      if (position === 'fixed') return
    }
  }

  /** From where to where text reaches; blanks at the end of a line hang over where blanks are kept. */
  function edgesOf(node, rects) {
    const isKept = styleOf(node.parentElement).whiteSpace.startsWith('pre')
    const inked = isKept
      ? [...node.data.matchAll(/\S+/g)].flatMap(({ 0: word, index }) => lineRects(node, index, index + word.length))
      : rects
    return [Math.min(...inked.map((rect) => rect.left)), Math.max(...inked.map((rect) => rect.right))]
  }

  function lookAtOverlaps() {
    const pieces = texts
      .filter(({ element }) => !isStuck(element))
      .flatMap(({ node, element, rects }) => rects.flatMap((rect) => clipped(node, element, rect)))
      .sort((a, b) => a.top - b.top)
    let first = 0
    for (const [index, piece] of pieces.entries()) {
      while (pieces[first].bottom < piece.top - 200) first += 1
      for (let other = first; other < index; other += 1) {
        const before = pieces[other]
        if (before.node === piece.node || before.bottom <= piece.top + slack || before.right <= piece.left || piece.right <= before.left)
          continue
        tell('overlap', `${before.node.data.trim().slice(0, 24)} / ${piece.node.data.trim().slice(0, 24)}`, piece.element)
      }
    }
  }

  /** The middle of a line: what stands out of it above and below may touch its neighbours'. Nothing of what is scrolled out of sight. */
  function clipped(node, element, { left, right, top, bottom, height }) {
    const piece = { node, element, left: left + 1, right: right - 1, top: top + height * 0.3, bottom: bottom - height * 0.3 }
    for (const at of ancestors(element)) {
      const { overflowX, box } = frameOf(at)
      if (overflowX === 'visible' || at === document.body || at === document.documentElement) continue
      Object.assign(piece, { left: Math.max(piece.left, box.left), right: Math.min(piece.right, box.right) })
      Object.assign(piece, { top: Math.max(piece.top, box.top), bottom: Math.min(piece.bottom, box.bottom) })
    }
    return piece.left < piece.right && piece.top < piece.bottom ? [piece] : []
  }
})()
