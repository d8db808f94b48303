/**
 * Runs in the browser. The text area in `data-yaml` gets numbers for its lines, and a list of the keys and values that its JSON Schema, at the
 * attribute's address, has for the place of the cursor. Without it the field is a plain one.
 */
export const yamlScript = `(() => {
  const box = document.querySelector('[data-yaml]')
  if (!box) return
  const field = box.querySelector('textarea')
  const numbers = box.querySelector('[data-yaml-lines]')
  const list = box.querySelector('[data-yaml-options]')
  const mostOptions = 40
  let shownLines = 0
  const number = () => {
    const count = field.value.split('\\n').length
    if (count !== shownLines) numbers.textContent = Array.from({ length: count }, (_, index) => index + 1).join('\\n')
    shownLines = count
    numbers.scrollTop = field.scrollTop
  }
  box.classList.add('numbered')
  numbers.hidden = false
  document.querySelector('[data-yaml-hint]').hidden = false
  field.addEventListener('scroll', () => { numbers.scrollTop = field.scrollTop; close() })
  number()

  let schema = null
  const load = () => { schema ??= fetch(box.dataset.yaml).then((answer) => answer.json()).catch(() => ({})); return schema }
  field.addEventListener('focus', load, { once: true })

  // One line: its indent, the dashes of list items, a key, and what follows.
  const readLine = (line) => {
    const indent = line.length - line.trimStart().length
    let at = indent
    while (line.startsWith('- ', at)) { at += 2; while (line[at] === ' ') at += 1 }
    const rest = line.slice(at)
    const key = /^[A-Za-z0-9_-]+(?=:(?: |$))/.exec(rest)
    return { indent, column: at, isItem: at > indent, key: key === null ? null : key[0], rest }
  }
  // The keys and items around the cursor's line, from the root, and the keys that are beside it already.
  const placeOf = (before, line, after) => {
    const path = []
    const beside = new Set()
    let { column, isItem } = line
    if (isItem) { path.unshift(0); column = line.indent }
    const own = line.column
    let isOwn = !isItem
    for (let index = before.length - 1; index >= 0; index -= 1) {
      const each = readLine(before[index])
      if (each.key === null || before[index].trimStart().startsWith('#')) continue
      if (isItem) {
        if (each.isItem && each.indent === column) continue
        if (each.column > column) continue
      } else if (each.column === column) {
        if (isOwn) beside.add(each.key)
        if (!each.isItem) continue
        path.unshift(0)
        isOwn = false
        isItem = true
        column = each.indent
        continue
      } else if (each.column > column) continue
      path.unshift(each.key)
      isOwn = false
      isItem = each.isItem
      column = each.isItem ? each.indent : each.column
      if (each.isItem) path.unshift(0)
      if (column === 0 && !isItem) break
    }
    for (const text of after) {
      const each = readLine(text)
      if (text.trim() === '') continue
      if (each.column < own || (each.isItem && each.column === own)) break
      if (each.column === own && each.key !== null) beside.add(each.key)
    }
    return { path, beside }
  }
  const alternatives = (node) => (node ? [node, ...(node.anyOf || []), ...(node.oneOf || [])] : [])
  const step = (node, name) => {
    for (const each of alternatives(node)) {
      const next = name === 0 ? each.items : Object.hasOwn(each.properties || {}, name) ? each.properties[name] : undefined
      if (next) return next
    }
    return undefined
  }
  const valuesOf = (node) => alternatives(node).flatMap((each) => each.enum || (each.const !== undefined ? [each.const] : each.type === 'null' ? ['null'] : []))
  const keysOf = (node) => alternatives(node).flatMap((each) => Object.entries(each.properties || {}))
  const kindOf = (node) => (step(node, 0) ? 'list' : keysOf(node).length > 0 ? 'map' : 'text')

  // What fits at the cursor: each with what is shown and what is written; null where nothing is asked for.
  const find = (root) => {
    const at = field.selectionStart
    if (at !== field.selectionEnd) return null
    const text = field.value
    const start = text.lastIndexOf('\\n', at - 1) + 1
    const end = text.indexOf('\\n', at) === -1 ? text.length : text.indexOf('\\n', at)
    if (text.slice(at, end).trim() !== '') return null
    const line = readLine(text.slice(start, at))
    const { path, beside } = placeOf(text.slice(0, start).split('\\n').slice(0, -1), line, text.slice(end + 1).split('\\n'))
    const node = path.reduce(step, root)
    if (line.key !== null) {
      const typed = line.rest.slice(line.key.length + 1).trimStart()
      const values = valuesOf(step(node, line.key)).map(String)
      return { typed, options: values.map((value) => ({ shown: value, written: value })) }
    }
    if (!/^[A-Za-z0-9_-]*$/.test(line.rest)) return null
    const inner = '\\n' + ' '.repeat(line.column + 2)
    const ends = { text: ': ', map: ':' + inner, list: ':' + inner + '- ' }
    const options = keysOf(node).filter(([key]) => !beside.has(key)).map(([key, each]) => ({ shown: key, written: key + ends[kindOf(each)] }))
    return { typed: line.rest, options }
  }

  let open = null
  const close = () => {
    open = null
    list.hidden = true
    list.replaceChildren()
    field.removeAttribute('aria-activedescendant')
  }
  const mark = (index) => {
    open.index = index
    for (const [place, item] of [...list.children].entries()) item.setAttribute('aria-selected', String(place === index))
    field.setAttribute('aria-activedescendant', list.children[index].id)
    list.children[index].scrollIntoView({ block: 'nearest' })
  }
  const take = (index) => {
    const { typed, options } = open
    const at = field.selectionStart
    field.focus()
    field.setSelectionRange(at - typed.length, at)
    close()
    // Written as if typed, so that it can be undone.
    if (!document.execCommand('insertText', false, options[index].written)) field.setRangeText(options[index].written, at - typed.length, at, 'end')
  }
  const measure = document.createElement('canvas').getContext('2d')
  const placeList = () => {
    const style = getComputedStyle(field)
    measure.font = style.fontSize + ' ' + style.fontFamily
    const lines = field.value.slice(0, field.selectionStart).split('\\n')
    const left = field.offsetLeft + parseFloat(style.paddingLeft) + lines.at(-1).length * measure.measureText('0').width - field.scrollLeft
    const top = parseFloat(style.paddingTop) + lines.length * parseFloat(style.lineHeight) - field.scrollTop + 2
    list.style.left = Math.max(0, Math.min(left, box.clientWidth - list.offsetWidth)) + 'px'
    list.style.top = Math.max(0, Math.min(top, field.offsetHeight)) + 'px'
  }
  const suggest = async (isAsked) => {
    const root = await load()
    const found = find(root)
    close()
    if (found === null || (!isAsked && found.typed === '')) return
    const options = found.options.filter(({ shown }) => shown.toLowerCase().startsWith(found.typed.toLowerCase())).slice(0, mostOptions)
    if (options.length === 0 || (options.length === 1 && options[0].written === found.typed)) return
    open = { typed: found.typed, options, index: 0 }
    for (const [index, { shown }] of options.entries()) {
      const item = document.createElement('div')
      item.id = 'dossier-option-' + index
      item.setAttribute('role', 'option')
      item.textContent = shown
      item.addEventListener('mousedown', (event) => { event.preventDefault(); take(index) })
      list.append(item)
    }
    list.hidden = false
    placeList()
    mark(0)
  }
  field.setAttribute('aria-autocomplete', 'list')
  field.setAttribute('aria-controls', list.id)
  field.addEventListener('input', (event) => { number(); if (event.inputType === undefined || event.inputType === 'insertFromPaste') close(); else suggest(false) })
  field.addEventListener('blur', close)
  field.addEventListener('keydown', (event) => {
    if (event.ctrlKey && event.code === 'Space') { event.preventDefault(); suggest(true); return }
    if (open === null || event.isComposing) return
    const count = open.options.length
    const keys = { ArrowDown: () => mark((open.index + 1) % count), ArrowUp: () => mark((open.index + count - 1) % count), Enter: () => take(open.index), Escape: close }
    if (!Object.hasOwn(keys, event.key)) { if (event.key.startsWith('Arrow') || event.key === 'Home' || event.key === 'End') close(); return }
    event.preventDefault()
    keys[event.key]()
  })
})()
`
