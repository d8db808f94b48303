/** Runs in the browser. A file dropped on `data-drop`, or chosen in it, is read into the text field that the attribute names. */
export const uploadScript = `(() => {
  for (const place of document.querySelectorAll('[data-drop]')) {
    const field = document.getElementById(place.dataset.drop)
    const said = place.querySelector('[data-drop-said]')
    const input = place.querySelector('input[type=file]')
    const limit = Number(place.dataset.dropLimit)
    const take = async (file) => {
      if (!file) return
      if (file.size > limit) { said.textContent = file.name + ' is too large: a dossier has ' + limit / 1024 + ' KiB at most.'; return }
      field.value = await file.text()
      said.textContent = file.name + ' is in the text field below.'
      input.value = ''
      field.focus()
    }
    input.addEventListener('change', () => take(input.files[0]))
    for (const kind of ['dragenter', 'dragover']) place.addEventListener(kind, (event) => { event.preventDefault(); place.classList.add('over') })
    for (const kind of ['dragleave', 'drop']) place.addEventListener(kind, () => place.classList.remove('over'))
    place.addEventListener('drop', (event) => { event.preventDefault(); take(event.dataTransfer.files[0]) })
  }
  for (const link of document.querySelectorAll('[data-line]')) {
    link.addEventListener('click', (event) => {
      const field = document.getElementById(link.getAttribute('href').slice(1))
      const lines = field.value.split('\\n').slice(0, Number(link.dataset.line) - 1)
      const at = lines.reduce((sum, line) => sum + line.length + 1, 0)
      event.preventDefault()
      field.focus()
      field.setSelectionRange(at, at + (field.value.slice(at).split('\\n')[0] || '').length)
      field.scrollTop = Math.max(0, (lines.length - 3) * parseFloat(getComputedStyle(field).lineHeight))
    })
  }
})()
`
