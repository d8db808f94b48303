/**
 * Runs in the browser, in the editor: another juror's draft is fetched into its place beside the words being edited, so that nothing that is being
 * written is touched; `0` closes it. Without scripts the same links open the page with it. Uses `one`, `all`, `say`, `listen` and `signal` of `reviewScript`.
 */
export const draftScript = `
  // Other jurors' drafts.
  const draftLink = (number) => one('[data-draft-link="' + number + '"]')
  const pane = one('#drafts')
  let shownDraft = Number(all('[data-draft-link][aria-current]').map((link) => link.dataset.draftLink)[0] || 0)
  let askedDraft = shownDraft
  function showInPane(number, html) {
    shownDraft = number
    pane.innerHTML = html
    pane.hidden = number === 0
    for (const link of all('[data-draft-link]')) {
      if (Number(link.dataset.draftLink) === number) link.setAttribute('aria-current', 'true')
      else link.removeAttribute('aria-current')
    }
    const address = new URL(location)
    if (number === 0) address.searchParams.delete('draft')
    else address.searchParams.set('draft', number)
    address.hash = ''
    history.replaceState(history.state, '', address)
    noteAddress()
    // On a phone one part of the page is there at a time (paneScript).
    dispatchEvent(new CustomEvent('part', { detail: number === 0 ? 'verdict' : 'sources' }))
  }
  async function openDraft(number) {
    const link = draftLink(number)
    askedDraft = number
    if (number === 0 && pane && !pane.hidden) {
      showInPane(0, '')
      const back = draftLink(0) || one('[data-draft-link]')
      if (back) { back.focus(); back.scrollIntoView({ block: 'nearest' }) }
      return
    }
    if (!link || number === 0) { say(number === 0 ? 'This is the draft being edited.' : 'There is no draft with the number ' + number + '.'); return }
    try {
      const answer = await fetch(link.dataset.pane)
      if (!answer.ok) throw new Error(answer.statusText)
      const html = await answer.text()
      // Another key was pressed, or another verdict opened, while this one was under way.
      if (askedDraft !== number || signal.aborted) return
      showInPane(number, html)
      const title = one('#draft-title')
      title.focus()
      title.scrollIntoView({ block: 'nearest' })
    } catch { if (!signal.aborted) keys.open(link.href) }
  }
  listen(document, 'click', (event) => {
    const link = event.target.closest && event.target.closest('[data-draft-link], [data-draft-close]')
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button !== 0) return
    event.preventDefault()
    say('')
    openDraft(Number(link.dataset.draftLink || 0))
  })
`
