import { copyScript } from '../scripts/copy-script.js'
import { helpScript } from './help-script.js'
import { keysScript } from './keys-script.js'
import { listKeysScript } from './list-keys-script.js'

/**
 * A part of the script of every page: Ctrl-K, ⌘K and the link "Find" open a dialog with a combobox; the server says what is found. The
 * newest search wins, and Enter waits for its answer, so that it never opens what an older one found.
 */
const findScript = `
  const link = document.querySelector('[data-find]')
  let dialog, field, list, said
  let timer = 0
  let asked = null
  let answered = null
  let entered = false
  const options = () => [...list.querySelectorAll('[role=option]')]
  const chosen = () => list.querySelector('[aria-selected=true]')
  const choose = (option) => {
    for (const other of options()) other.setAttribute('aria-selected', String(other === option))
    if (!option) { field.removeAttribute('aria-activedescendant'); return }
    field.setAttribute('aria-activedescendant', option.id)
    option.scrollIntoView({ block: 'nearest' })
  }
  const open = (option) => {
    if (!option) return
    const href = option.dataset.href
    dialog.close()
    deskKeys.open(href)
  }
  const show = async () => {
    asked?.abort()
    const current = (asked = new AbortController())
    const q = field.value
    try {
      const answer = await fetch(link.pathname + '?' + new URLSearchParams({ q, part: 'list' }), { signal: current.signal })
      if (!answer.ok || answer.redirected) throw new Error('not found')
      const html = await answer.text()
      if (current.signal.aborted) return
      list.innerHTML = html
      list.dataset.found = q
      answered = q
      const count = options().length
      said.textContent = count === 0 ? 'Nothing is called that: try fewer letters.' : count + ' found'
      choose(options()[0])
      if (entered) { entered = false; open(chosen()) }
    } catch {
      if (current.signal.aborted) return
      entered = false
      said.textContent = 'The server did not answer. Enter opens the search page.'
      list.textContent = ''
      answered = null
    }
  }
  const later = (ms) => { clearTimeout(timer); timer = setTimeout(show, ms) }
  const make = () => {
    dialog = document.createElement('dialog')
    dialog.className = 'palette'
    dialog.setAttribute('aria-label', 'Find')
    dialog.innerHTML = '<input type="text" role="combobox" id="palette-q" aria-label="Find a tool, record, verdict, panel, page or action" aria-expanded="true" aria-controls="palette-list" aria-autocomplete="list" autocomplete="off" spellcheck="false" maxlength="80" placeholder="A few letters"><div id="palette-list" role="listbox" aria-label="Found"></div><p class="meta" role="status"></p>'
    document.body.append(dialog)
    field = dialog.querySelector('input')
    list = dialog.querySelector('[role=listbox]')
    said = dialog.querySelector('[role=status]')
    field.addEventListener('input', () => { entered = false; later(80) })
    field.addEventListener('keydown', (event) => {
      if (event.isComposing) return
      const all = options()
      const at = all.indexOf(chosen())
      const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
      if (step && all.length > 0) { event.preventDefault(); choose(all[(at + step + all.length) % all.length]) }
      if (event.key !== 'Enter') return
      event.preventDefault()
      if (answered === field.value) open(chosen())
      else if (said.textContent.startsWith('The server')) deskKeys.open(link.pathname + '?' + new URLSearchParams({ q: field.value }))
      else { entered = true; later(0) }
    })
    list.addEventListener('click', ({ target }) => open(target.closest('[role=option]')))
    dialog.addEventListener('click', ({ target }) => { if (target === dialog) dialog.close() })
    dialog.addEventListener('close', () => { clearTimeout(timer); asked?.abort(); entered = false })
  }
  const start = () => {
    if (!dialog) make()
    if (dialog.open) { dialog.close(); return }
    field.value = ''
    list.textContent = ''
    said.textContent = ''
    answered = null
    dialog.showModal()
    field.focus()
    show()
  }
  deskKeys.handle({
    'Ctrl k': start,
  })
  link.addEventListener('click', (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    start()
  })
`

/** Runs in the browser, on every page of the desk for who is signed in, before any other script: keys, their list, finding anything by a few letters, and copying. */
export const paletteScript = `${keysScript}
;(() => {
${findScript}${helpScript}${listKeysScript}${copyScript}
})()
`
