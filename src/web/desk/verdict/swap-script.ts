/**
 * A part of the editor's script: the next verdict comes in place of the one that is open, without a new page. Its page is fetched, words that are not saved
 * go first, and only then is it swapped: in the queue what is open beside the list, whose ticks and search stay; in the editor the main part. Whatever
 * fails leaves the present one and says so. Keys that come meanwhile are held by `deskKeys`. Needs `one`, `all`, `keys` and `start`; gives `step`,
 * `begin` and `noteAddress`.
 */
export const swapScript = `
  // The open verdict is swapped in place.
  let page = null
  let listening = null
  /** The fetch under way; null while there is none. */
  let going = null
  let shown = ''
  const noteAddress = () => { shown = location.pathname + location.search }
  const kindOf = (document) => document.querySelector('.verdict-desk, .queue-desk')?.dataset.keys ?? null
  /** What of the queue a page lists, whichever verdict is open. */
  const listOf = (document) => document.querySelector('[data-rows]')?.dataset.rows
  function begin() {
    listening?.abort()
    listening = new AbortController()
    noteAddress()
    page = start(listening.signal)
  }
  const rowOf = (id) => all('.queue-list .waits').find(({ href }) => new URL(href).searchParams.get('at') === id)
  const markOpen = () => {
    const open = rowOf(keys.verdict())
    for (const row of all('.queue-list .waits')) if (row !== open) row.removeAttribute('aria-current')
    open?.setAttribute('aria-current', 'true')
    return open
  }
  /** The link to the verdict after the open one, or before it: in the queue by the rows that are there, which a search may have changed. */
  const linkTo = (direction) => {
    if (kindOf(document) !== 'queue') return one('[data-steps] a[rel=' + direction + ']')
    const rows = all('.queue-list .waits')
    const at = rows.indexOf(rowOf(keys.verdict()))
    if (direction === 'prev') return rows[at - 1]
    return rows[at + 1] ?? one('#list-results .pager a[rel=next]')
  }
  const step = (direction) => {
    const link = linkTo(direction)
    if (!link) return false
    if (link.closest('.pager') && kindOf(document) === 'queue') keys.open(link.href)
    else go(link.href, true)
    return true
  }
  /** This one stays open; what was typed for the other is left out. */
  const stay = (why) => {
    going?.abort()
    going = null
    one('#main').removeAttribute('aria-busy')
    keys.missed(why)
    keys.drop()
    keys.stayed()
  }
  const refused = { 404: 'it is not there any more', 429: 'the server is busy: wait a moment, then try again' }
  async function read(href, signal) {
    const answer = await fetch(href, { signal, headers: { accept: 'text/html' } })
    if (answer.redirected) throw new Error('you may have to sign in again')
    if (!answer.ok) throw new Error(refused[answer.status] ?? 'the server answered ' + answer.status)
    return new DOMParser().parseFromString(await answer.text(), 'text/html')
  }
  async function go(href, isNew) {
    going?.abort()
    const current = (going = new AbortController())
    keys.wait()
    one('#main').setAttribute('aria-busy', 'true')
    page.say('Opening …')
    try {
      const [next] = await Promise.all([read(href, current.signal), page.flush()])
      if (current.signal.aborted) return
      if (page.isDirty()) throw new Error('your words are not saved. ' + page.whyUnsaved())
      going = null
      const kind = kindOf(next)
      if (kind === null || kind !== kindOf(document) || listOf(next) !== listOf(document)) {
        if (isNew) keys.open(href)
        else location.reload()
        return
      }
      show(next, { href, isNew, kind })
      keys.arrived()
    } catch (error) {
      if (current.signal.aborted) return
      if (!isNew) history.pushState(null, '', shown)
      const why = error instanceof TypeError ? 'the server was not reached' : error.message.replace(/\\.$/, '')
      stay('The other one was not opened, this one stays: ' + why + '.')
    }
  }
  /** Where the focus was, as what can be found again: the same control, its pane, or what is open. */
  const placesOf = (active) => {
    const { key } = active.dataset
    const pane = active.closest('#main section[aria-label], #main nav[aria-label]')
    return [
      active.id && !keys.isWriting(active) ? '#' + CSS.escape(active.id) : null,
      active.rel === 'next' || active.rel === 'prev' ? '[data-steps] a[rel=' + active.rel + ']' : null,
      key ? '[data-key=' + CSS.escape(key) + ']' : null,
      active.matches('.waits') ? '.waits[aria-current]' : null,
      pane ? pane.localName + '[aria-label="' + CSS.escape(pane.getAttribute('aria-label')) + '"]' : null,
      '.verdict-side, #open',
    ]
  }
  const focusAgain = (places) => {
    for (const place of places) {
      const found = place && one(place)
      found?.focus({ preventScroll: true })
      if (found && document.activeElement === found) return
    }
  }
  function show(next, { href, isNew, kind }) {
    page.keepWords(null)
    const active = document.activeElement
    const places = placesOf(active)
    const top = one('.waiting-side')?.scrollTop ?? 0
    // A page that answered a form has the form's address, where nothing can be read again.
    const { address } = one('[data-verdict]')?.dataset ?? {}
    if (isNew && address && new URL(address, location.href).pathname !== location.pathname) history.replaceState(null, '', address)
    listening.abort()
    for (const part of kind === 'queue' ? ['#open', '.queue-list [data-steps]'] : ['#main']) one(part).replaceWith(document.adoptNode(next.querySelector(part)))
    one('#main').removeAttribute('aria-busy')
    document.title = next.title
    if (isNew) history.pushState(null, '', href)
    if (kind === 'queue') markOpen()?.scrollIntoView({ block: 'nearest' })
    else if (one('.waiting-side')) one('.waiting-side').scrollTop = top
    begin()
    if (!active.isConnected || active === document.body) focusAgain(places)
    const { hash } = new URL(href, location.href)
    const place = hash && document.getElementById(hash.slice(1))
    if (place) place.scrollIntoView({ block: 'nearest' })
    else scrollTo(0, 0)
    page.say('')
    said('Opened: ' + one('#open h2, .verdict-side h1, #open').textContent.trim().slice(0, 200))
  }
  /** For those who listen: the bar at the bottom is new with the page, and what is new says nothing. */
  const voice = document.createElement('p')
  voice.className = 'hide'
  voice.setAttribute('role', 'status')
  document.body.append(voice)
  const said = (text) => { voice.textContent = text }
  addEventListener('popstate', () => { if (location.pathname + location.search !== shown && kindOf(document) !== null) go(location.href, false) })
  addEventListener('input', (event) => { if (going && event.isTrusted && event.target.closest('#editor, #open')) stay('You began to write, so this one stays open.') })
  addEventListener('keydown', (event) => { if (going && event.key === 'Escape') stay('Stopped: this one stays open.') })
  document.addEventListener('submit', (event) => { if (going && !event.defaultPrevented) { going.abort(); going = null } })
  document.addEventListener('click', (event) => {
    const link = event.target.closest?.('.waits, [data-steps] a')
    if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey || event.button !== 0) return
    event.preventDefault()
    keys.stayed()
    go(link.href, true)
  })
  // A search put other rows into the queue's list.
  document.addEventListener('list', () => { noteAddress(); markOpen() })
`
