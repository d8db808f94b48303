/**
 * Runs in the browser. A file dropped on the form around `data-drop`, or chosen in it, is read into the text field that the attribute names;
 * what was there goes to the field named by `data-drop-earlier`. A file dropped beside the form is not opened in the page's place.
 */
export const uploadScript = `(() => {
  const hasFiles = (event) => event.dataTransfer.types.includes('Files')
  for (const kind of ['dragover', 'drop']) addEventListener(kind, (event) => { if (hasFiles(event)) event.preventDefault() })
  for (const place of document.querySelectorAll('[data-drop]')) {
    const form = place.closest('form')
    const field = document.getElementById(place.dataset.drop)
    const earlier = document.getElementById(place.dataset.dropEarlier)
    const said = place.querySelector('[data-drop-said]')
    const input = place.querySelector('input[type=file]')
    const limit = Number(place.dataset.dropLimit)
    let fromFile = earlier.value === '' ? null : field.value
    const read = async (file) => {
      if (file.size > limit) return { problem: file.name + ' is too large: a dossier has ' + limit / 1024 + ' KiB at most.' }
      const bytes = await file.arrayBuffer().catch(() => null)
      if (bytes === null) return { problem: file.name + ' could not be read: is it a folder?' }
      const text = new TextDecoder().decode(bytes).replaceAll('\\r\\n', '\\n')
      try { if (!new TextDecoder('utf-8', { fatal: true }).decode(bytes).includes('\\0')) return { text } } catch {}
      const line = text.slice(0, Math.max(0, text.search(/[\\0\\uFFFD]/))).split('\\n').length
      return { problem: file.name + ' is no dossier: it is not text in UTF-8 (line ' + line + '). Take the YAML file.' }
    }
    const take = async (file) => {
      if (!file) return
      const { text, problem } = await read(file)
      input.value = ''
      if (problem) { said.textContent = problem + ' The text field is as it was.'; return }
      const was = field.value
      if (was.trim() !== '' && was !== text && was !== fromFile && !earlier.value.includes(was)) {
        earlier.value = [was, earlier.value].filter((each) => each !== '').join('\\n\\n')
        earlier.closest('details').hidden = false
      }
      // Too long to be sent along, it stays on this page.
      earlier.name = new Blob([earlier.value, text]).size > limit ? '' : 'earlier'
      field.value = text
      field.dispatchEvent(new Event('input', { bubbles: true }))
      fromFile = field.value
      said.textContent = file.name + ' is in the text field below.'
      field.focus()
    }
    input.addEventListener('change', () => take(input.files[0]))
    for (const kind of ['dragenter', 'dragover']) form.addEventListener(kind, (event) => { if (hasFiles(event)) { event.preventDefault(); place.classList.add('over') } })
    for (const kind of ['dragleave', 'drop']) form.addEventListener(kind, () => place.classList.remove('over'))
    form.addEventListener('drop', (event) => { if (hasFiles(event)) { event.preventDefault(); take(event.dataTransfer.files[0]) } })
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
