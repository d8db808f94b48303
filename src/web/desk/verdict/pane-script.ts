/**
 * A script of its own beside the editor's: on a phone, where one part of the page is there at a time, it says which one to those who listen, folds
 * the long lists of the form, and shows the part that a key or a citation is about to act on. It keeps nothing of the page, which may be put
 * in its place again.
 */
export const paneScriptText = `(() => {
  const narrow = matchMedia('(max-width: 759px)')
  const actsOn = { verdict: 'nNaxsrcdt', edit: 'e', sources: 'uq' }
  let known = null
  const isShown = (element) => element.getClientRects().length > 0
  const show = (id) => { if (document.getElementById(id)) location.replace('#' + id) }
  /** Marks the link of the part that is there. */
  const mark = () => {
    for (const link of document.querySelectorAll('.panes a')) {
      const part = document.querySelector(link.hash)
      const isCurrent = narrow.matches && part !== null && isShown(part) && (link.hash !== '#verdict' || !document.querySelector(':is(#edit, #sources, #waiting):target, :is(#edit, #sources, #waiting) :target'))
      if (isCurrent) link.setAttribute('aria-current', 'true')
      else link.removeAttribute('aria-current')
    }
  }
  /** Folds what is long, but not what is wrong or asked for. */
  const fold = () => {
    for (const part of document.querySelectorAll('.verdict-desk details.fold'))
      part.open = !narrow.matches || part.querySelector('.problem, :target') !== null
  }
  const look = () => {
    const desk = document.querySelector('.verdict-desk')
    if (desk === known) return
    known = desk
    fold()
    mark()
  }
  const reveal = (field) => {
    for (let around = field.closest('details'); around; around = around.parentElement.closest('details')) around.open = true
    if (isShown(field)) return
    const part = field.closest('#edit, #sources, #verdict')
    if (part) show(part.id)
  }
  addEventListener('keydown', ({ key, target, ctrlKey, metaKey, altKey }) => {
    if (!narrow.matches || ctrlKey || metaKey || altKey || !(target instanceof Element) || target.matches('input, textarea, select')) return
    const part = Object.keys(actsOn).find((id) => actsOn[id].includes(key))
    if (part && document.querySelector('.panes')) { show(part); for (const folded of document.querySelectorAll('#' + part + ' details.fold')) folded.open = true }
  }, true)
  addEventListener('input', ({ target }) => { if (narrow.matches && target instanceof Element && target.closest('.verdict-desk')) reveal(target) })
  addEventListener('part', ({ detail }) => { if (narrow.matches) show(detail) })
  addEventListener('hashchange', mark)
  narrow.addEventListener('change', () => { fold(); mark() })
  new MutationObserver(look).observe(document.body, { childList: true, subtree: true })
  look()
})()
`
