/**
 * Runs in the browser. Elements with `data-live` name a stream of server-sent events; the data of each `state` is HTML that takes the place
 * of what is inside. A lost connection is shown, and opened again: what comes first then is the whole state. `end` closes the stream. A page
 * that no one sees holds no connection, for a browser has few. `data-live-then` is the page that takes its place when the stream ends.
 */
export const liveScript = `(() => {
  for (const place of document.querySelectorAll('[data-live]')) {
    const note = document.getElementById(place.dataset.liveNote)
    const announce = document.getElementById(place.dataset.liveAnnounce)
    let source = null
    let timer = 0
    let hasEnded = false
    const say = (text) => { if (note.textContent !== text) note.textContent = text }
    const close = () => { clearTimeout(timer); if (source) source.close(); source = null }
    const show = (html) => {
      const held = place.contains(document.activeElement) ? document.activeElement.id : ''
      place.innerHTML = html
      if (held) { const again = document.getElementById(held); if (again) again.focus() }
    }
    const connect = () => {
      if (hasEnded || document.hidden) return
      close()
      source = new EventSource(place.dataset.live)
      source.addEventListener('open', () => say(''))
      source.addEventListener('state', (event) => show(event.data))
      source.addEventListener('announce', (event) => { announce.textContent = event.data })
      source.addEventListener('end', () => {
        hasEnded = true
        close()
        say('')
        if (place.dataset.liveThen) location.replace(place.dataset.liveThen)
      })
      source.addEventListener('error', () => {
        say('The connection was lost; what is shown may be old. Trying again.')
        if (source && source.readyState === EventSource.CLOSED) timer = setTimeout(connect, 3000)
      })
    }
    document.addEventListener('visibilitychange', () => { if (document.hidden) close(); else connect() })
    addEventListener('pagehide', close)
    addEventListener('pageshow', (event) => { if (event.persisted) connect() })
    connect()
  }
})()
`
