/**
 * A part of the script of every page: beside each text that is to be taken elsewhere, a button that copies it and says so. Where the browser keeps the
 * clipboard from pages, as it does without TLS, the older way is tried; where that fails too, the text is selected.
 */
export const copyScript = `
  const copySelected = (code) => {
    const range = document.createRange()
    range.selectNodeContents(code)
    getSelection().removeAllRanges()
    getSelection().addRange(range)
    return document.execCommand('copy')
  }
  for (const code of document.querySelectorAll('[data-copy]')) {
    const button = document.createElement('button')
    const done = document.createElement('span')
    button.type = 'button'
    button.className = 'quiet copy'
    button.innerHTML = 'Copy<span class="hide"></span>'
    button.lastChild.textContent = ' ' + code.dataset.copy
    done.className = 'meta'
    done.setAttribute('role', 'status')
    button.addEventListener('click', async () => {
      done.textContent = ''
      const isCopied = await navigator.clipboard?.writeText(code.textContent).then(() => true, () => false)
      done.textContent = isCopied || copySelected(code) ? 'Copied' : 'Selected: copy it with Ctrl-C or ⌘C'
    })
    code.after(' ', button, ' ', done)
  }
`
