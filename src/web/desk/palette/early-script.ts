/**
 * Runs in the browser before a page of the desk is parsed: remembers what is typed outside fields until `keysScript` takes it over with `earlyKeys()`,
 * which ends this. Space, Enter and Backspace count only after another key: until then they are for the page.
 */
export const earlyScript = `(() => {
  const held = []
  const hear = (event) => {
    const { key, target } = event
    if (event.isComposing || event.altKey || target.closest?.('input, textarea, select, dialog')) return
    const isFind = (event.ctrlKey || event.metaKey) && !event.shiftKey && key.toLowerCase() === 'k'
    const isMore = held.length > 0 && [' ', 'Enter', 'Backspace'].includes(key)
    if (!isFind && (event.ctrlKey || event.metaKey || ((key.length !== 1 || key === ' ') && !isMore))) return
    event.preventDefault()
    held.push(isFind ? 'Ctrl k' : key)
  }
  addEventListener('keydown', hear)
  window.earlyKeys = () => { removeEventListener('keydown', hear); return held.splice(0) }
  // Where the script that takes over did not come, keys are the browser's again.
  addEventListener('load', () => removeEventListener('keydown', hear))
})()
`
