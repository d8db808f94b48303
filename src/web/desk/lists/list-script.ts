/**
 * Runs in the browser, on a page with a list: shows what matches while one types or chooses, and puts the same into the address, so that reload and
 * back keep it. The newest search wins; where one fails, the form is sent as without this script. Ticks stay with their rows.
 */
export const listScript = `(() => {
  const form = document.querySelector('form[data-list]')
  const found = (page, id) => page.getElementById(id)
  const boxes = () => [...document.querySelectorAll('[data-bulk] input[name=pick]')]
  const count = () => {
    const all = boxes()
    const picked = all.filter((box) => box.checked).length
    for (const said of document.querySelectorAll('[data-picked]')) said.textContent = picked === 0 ? '' : picked + ' ticked'
    for (const box of document.querySelectorAll('[data-pick-all]')) {
      box.hidden = all.length === 0
      box.checked = picked > 0 && picked === all.length
      box.indeterminate = picked > 0 && picked < all.length
    }
  }
  addEventListener('change', ({ target }) => {
    if (target.matches?.('[data-pick-all]')) for (const box of boxes()) box.checked = target.checked
    if (target.matches?.('[data-pick-all], input[name=pick]')) {
      const which = document.getElementById('bulk-which')
      if (which) which.value = 'picked'
      count()
    }
  })
  addEventListener('pageshow', count)
  count()
  if (!form) return
  let asked = null
  let timer = 0
  const address = () => {
    const fields = [...new FormData(form)].filter(([, value]) => typeof value === 'string' && value.trim() !== '')
    return form.dataset.list + '?' + (fields.length === 0 ? 'view=all' : new URLSearchParams(fields))
  }
  const show = async () => {
    asked?.abort()
    const current = (asked = new AbortController())
    const url = address()
    try {
      const answer = await fetch(url, { signal: current.signal, headers: { accept: 'text/html' } })
      if (!answer.ok || answer.redirected) throw new Error('no list')
      const page = new DOMParser().parseFromString(await answer.text(), 'text/html')
      if (current.signal.aborted) return
      const picked = new Set(boxes().filter((box) => box.checked).map((box) => box.value))
      for (const id of ['list-found', 'list-results']) {
        const [old, fresh] = [found(document, id), found(page, id)]
        if (!old || !fresh) throw new Error('no list')
        old.replaceWith(document.adoptNode(fresh))
      }
      for (const box of boxes()) box.checked = picked.has(box.value)
      history.replaceState(history.state, '', url)
      document.dispatchEvent(new Event('list'))
      count()
    } catch (error) {
      if (!current.signal.aborted) location.assign(url)
    }
  }
  const later = (ms) => { clearTimeout(timer); timer = setTimeout(show, ms) }
  form.addEventListener('input', ({ target }) => { if (target.type === 'search') later(250) })
  form.addEventListener('change', ({ target }) => { if (target.type !== 'search') later(0) })
  form.addEventListener('submit', (event) => { event.preventDefault(); later(0) })
})()
`
