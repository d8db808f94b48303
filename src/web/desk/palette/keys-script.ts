import { keysOf } from './key-table.js'

/** What the browser has to know of each kind of page: the names its keys are handled by. */
const placesWithKeys = ['verdict', 'queue', 'history', 'merge', 'lists'] as const
const handledOn = Object.fromEntries(placesWithKeys.map((place) => [place, keysOf(place).flatMap(({ handles }) => handles)]))
const handledEverywhere = keysOf(null).flatMap(({ handles }) => handles)

/**
 * Runs in the browser, before all other scripts of a page of the desk: the one place where keys are heard. Scripts say with `deskKeys.handle` what a
 * key does; one that the table of keys does not list for this page is not handled. A handler that answers `false` could not do it, and keys that were held for what it
 * would have led to are left out.
 *
 * Keys that come while something else is being opened are held, and pressed in their order once it is there. States of `away`:
 *
 *     null ── wait() ──▶ 'swap' ── arrived() ──▶ null           (another verdict comes in place of this one)
 *     null ── a link is followed ──▶ 'link' ──▶ the next page presses what was held, if it is the page that was asked for
 *     null ── a form is sent ──▶ 'form' ──▶ the next page presses it only if that was done, and if it shows the same verdict
 *
 * So no key decides on a verdict that it was not typed for. Where no other page comes within `longestWaitMs`, keys work again.
 */
export const keysScript = `const deskKeys = (() => {
  const fields = 'textarea, select, [contenteditable], input:not([type=radio], [type=checkbox], [type=submit], [type=button])'
  const store = 'ship-panel keys'
  const longestWaitMs = 8000
  const doing = {}
  let held = []
  let away = null
  let awayPath = ''
  let since = 0
  let begun = null
  let missedAt = -Infinity
  const voice = document.createElement('p')
  const place = () => document.querySelector('[data-keys]')?.dataset.keys ?? null
  const verdict = () => document.querySelector('[data-verdict]')?.dataset.verdict ?? ''
  const isListed = (name) => (${JSON.stringify(handledOn)}[place()] ?? ${JSON.stringify(handledEverywhere)}).includes(name)
  const isWriting = (element) => element.matches(fields)
  const say = (text) => { (document.getElementById('said') ?? voice).textContent = text }
  const cannot = (text) => { say(text); return false }
  /** The way to another verdict led nowhere: what is typed in the moment after, before one reads so, was meant for the other too. */
  const missed = (text) => { missedAt = performance.now(); return cannot(text) }
  const leftOut = () => {
    const { textContent } = document.getElementById('said') ?? voice
    if (!textContent.endsWith('left out.')) say((textContent + ' Keys typed after it were left out.').trim())
  }
  const keep = () => {
    if (away !== 'link' && away !== 'form') return
    try { sessionStorage.setItem(store, JSON.stringify({ by: away, to: awayPath, verdict: verdict(), at: Date.now(), keys: held })) } catch {}
  }
  const stayed = () => { away = null; held = []; try { sessionStorage.removeItem(store) } catch {} }
  const drop = () => { if (held.length > 0) leftOut(); held = [] }
  const leave = (by, path) => { away = by; awayPath = path; since = performance.now(); keep() }
  const leavesPage = (url) => url.origin === location.origin && (url.hash === '' || url.pathname + url.search !== location.pathname + location.search)
  const open = (href) => {
    const url = new URL(href, location.href)
    if (leavesPage(url)) leave('link', url.pathname)
    location.assign(href)
  }
  /** The name a key is handled by: with g before it, if that was pressed just now; null for one that means nothing here. */
  const nameOf = (key, at) => {
    const isSecond = begun !== null && at - begun <= 2000
    begun = null
    if (isSecond) return 'g ' + key
    if (key === 'g') { begun = at; return null }
    return key
  }
  const press = (name) => {
    if (!Object.hasOwn(doing, name) || !isListed(name)) return null
    say('')
    return doing[name]()
  }
  /** A held key in a field: its text, as if it was typed there. */
  const write = (field, key) => {
    if (key === 'Enter' && field.matches('input')) {
      const event = new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true })
      if (field.dispatchEvent(event) && field.form) field.form.requestSubmit(field.form.querySelector('button:not([type=button])'))
      return
    }
    if (!field.matches('textarea, input[type=text], input[type=search]') || field.readOnly) return
    const [start, end] = [field.selectionStart, field.selectionEnd]
    if (key === 'Backspace') field.setRangeText('', start === end ? Math.max(0, start - 1) : start, end, 'end')
    else if (field.maxLength < 0 || field.value.length < field.maxLength) field.setRangeText(key === 'Enter' ? '\\n' : key, start, end, 'end')
    field.dispatchEvent(new Event('input', { bubbles: true }))
  }
  const drain = () => {
    while (held.length > 0 && away === null) {
      const key = held.shift()
      const active = document.activeElement
      if (isWriting(active)) { write(active, key); continue }
      if (document.querySelector('dialog[open]')) continue
      const name = key.startsWith('Ctrl ') ? key : nameOf(key, 0)
      if (name !== null && press(name) === false) drop()
    }
    keep()
  }
  const hear = (event) => {
    const { key } = event
    if (event.defaultPrevented || event.isComposing || event.altKey) return
    if (away !== null && away !== 'swap' && performance.now() - since > longestWaitMs) stayed()
    const active = document.activeElement
    if (event.ctrlKey || event.metaKey) {
      const name = 'Ctrl ' + (key === 'K' && !event.shiftKey ? 'k' : key)
      if (event.shiftKey || !Object.hasOwn(doing, name) || !isListed(name)) return
      if (name !== 'Ctrl k' && (away !== null || document.querySelector('dialog[open]'))) return
      event.preventDefault()
      doing[name]()
      return
    }
    if (document.querySelector('dialog[open]')) return
    if (key === 'Escape') {
      if (away === 'link' || away === 'form') stayed()
      doing.Escape()
      return
    }
    if (isWriting(active)) return
    if (away !== null) {
      if (held.length === 0 ? key.length !== 1 || key === ' ' : key.length !== 1 && key !== 'Enter' && key !== 'Backspace') return
      event.preventDefault()
      held.push(key)
      keep()
      return
    }
    if (performance.now() - missedAt < 1000 && Object.hasOwn(doing, key) && !'jkg/?'.includes(key)) {
      event.preventDefault()
      leftOut()
      return
    }
    missedAt = -Infinity
    const isFirst = key === 'g' && begun === null
    const name = nameOf(key, event.timeStamp)
    if (isFirst || (name !== null && press(name) !== null)) event.preventDefault()
  }
  /** What was typed on the way here and since: null where it was meant for another page or another verdict. */
  const brought = () => {
    const early = window.earlyKeys?.() ?? []
    let from = null
    try { from = JSON.parse(sessionStorage.getItem(store)); sessionStorage.removeItem(store) } catch {}
    if (from === null || Date.now() - from.at > longestWaitMs) return early
    const keys = [...from.keys, ...early]
    if (keys.length === 0) return keys
    const isMeant = from.by === 'link' ? from.to === location.pathname : from.verdict === verdict() && new URLSearchParams(location.search).has('done')
    return isMeant ? keys : null
  }
  addEventListener('DOMContentLoaded', () => {
    voice.className = 'hide'
    voice.setAttribute('role', 'status')
    document.body.append(voice)
    document.addEventListener('click', (event) => {
      const link = event.target.closest?.('a[href]')
      if (!link || event.defaultPrevented || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return
      if (!link.target && !link.hasAttribute('download') && leavesPage(link)) leave('link', link.pathname)
    })
    document.addEventListener('submit', (event) => { if (!event.defaultPrevented && !event.target.matches('[target], [method=dialog]')) leave('form', '') })
    const keys = brought()
    addEventListener('keydown', hear)
    if (keys === null) { missed('Keys typed while it loaded were left out.'); return }
    held = keys
    drain()
  })
  addEventListener('pageshow', ({ persisted }) => { if (persisted) stayed() })
  return {
    handle: (handlers) => Object.assign(doing, handlers),
    say, cannot, missed, isWriting, verdict, drop, open,
    /** Holds keys until \`arrived\`. */
    wait: () => { away = 'swap' },
    arrived: () => { away = null; drain() },
    hold: () => { if (away === null) leave('form', '') },
    stayed,
    isHolding: () => held.length > 0,
    /** Whether a key does anything on this page, for those who list them. */
    isHandled: (name) => Object.hasOwn(doing, name) && isListed(name),
  }
})()
window.deskKeys = deskKeys
`
