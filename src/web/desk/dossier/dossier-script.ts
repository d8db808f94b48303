import { mostRowNumber } from '../../../panels/dossier/form/values.js'
import { autosaveScript } from './autosave-script.js'
import { selectionScript } from './selection-script.js'

/**
 * Runs in the browser, on the form of a dossier. Everything it does works without it, by buttons: it saves while one types, adds rows in place,
 * proposes the name in addresses, suggests licenses, and makes a fact of a passage that is selected in a source's text.
 */
export const dossierScript = `(() => {
  const form = document.querySelector('form[data-dossier]')
  if (!form) return
  const byId = (id) => document.getElementById(id)
  const all = (selector, within = document) => [...within.querySelectorAll(selector)]
  const changed = (field) => field.dispatchEvent(new Event('input', { bubbles: true }))

  // Rows, each with a key of its own: another window may add one at the same time.
  const letters = () => [...crypto.getRandomValues(new Uint8Array(5))].map((byte) => 'abcdefghijklmnopqrstuvwxyz'[byte % 26]).join('')
  const rowsOf = (list) => all('[data-row^="' + list + '."]', form)
  const addRow = (list) => {
    const numbers = rowsOf(list).map((row) => parseInt(row.dataset.row.split('.')[1], 10))
    const key = Math.min(${mostRowNumber}, Math.max(0, ...numbers) + 1) + letters()
    const template = byId('row-' + list)
    const place = form.querySelector('[data-add-before="' + list + '"]').previousElementSibling
    place.insertAdjacentHTML('beforeend', template.innerHTML.replaceAll('0new', key))
    const row = place.lastElementChild
    for (const label of all('label', row)) label.textContent = label.textContent.replace(/(Fact|Plan|Title of source) $/, '$1 ' + rowsOf(list).length)
    if (list === 'sources') for (const select of allSelects()) select.add(new Option('Source ' + rowsOf(list).length, key))
    form.querySelector('#' + list + ' h2 .num').textContent = rowsOf(list).length
    schedule()
    return row
  }
  const allSelects = () => [...all('select[data-sources]', form), ...all('template', form).flatMap((template) => all('select[data-sources]', template.content))]
  form.addEventListener('click', (event) => {
    const button = event.target.closest('[data-add]')
    if (!button) return
    event.preventDefault()
    addRow(button.dataset.add).querySelector('input:not([type=hidden]), textarea').focus()
  })
  form.addEventListener('input', ({ target }) => {
    if (target.dataset.title === undefined) return
    const words = target.value.trim()
    for (const select of allSelects())
      for (const option of select.options) if (option.value === target.dataset.title && words !== '') option.textContent = words
  })

  // The name in addresses follows the name until someone writes one.
  const name = byId('tool.name')
  const slug = byId('tool.slug')
  const slugOf = (text) =>
    text.normalize('NFKD').toLowerCase().replace(/[\\u0300-\\u036f'’]/g, '').split(/[^a-z0-9]+/).filter((word) => word !== '' && word !== 'vs').join('-').slice(0, 60).replace(/-$/, '')
  let proposed = slugOf(name.value)
  name.addEventListener('input', () => {
    const next = slugOf(name.value)
    if (slug.value === '' || slug.value === proposed) slug.value = next
    proposed = next
  })

  // Licenses of the SPDX list, read when someone looks for one. One that is found before they are here is filled in as they come.
  const spdx = byId('license.spdx')
  const license = byId('license.name')
  const commercial = byId('license.commercialUse')
  const licenses = new Map()
  const licenseOf = (text) => licenses.get(text.trim().toLowerCase())
  let named = ''
  let allowed = 'unknown'
  let isAsked = false
  const fillTerms = () => {
    const found = licenseOf(spdx.value)
    if (found === undefined) return
    if (license.value === '' || license.value === named) license.value = found.words
    if (commercial.value === 'unknown' || commercial.value === allowed) commercial.value = found.use
    named = found.words
    allowed = found.use
  }
  const proposedTerms = ({ 'license.name': words = named, 'license.commercialUse': use = allowed }) => { named = words; allowed = use }
  const askLicenses = async () => {
    if (isAsked) return
    isAsked = true
    const list = await fetch('/desk/tools/licenses').then((answer) => (answer.ok ? answer.json() : null)).catch(() => null)
    isAsked = list !== null
    if (!isAsked) return
    for (const [id, words, use] of list) licenses.set(id.toLowerCase(), { id, words, use })
    byId('licenses').replaceChildren(...[...licenses.values()].map(({ id, words }) => Object.assign(new Option(words, id), { label: words })))
    const before = licenseOf(spdx.defaultValue)
    if (before !== undefined && named === '') proposedTerms({ 'license.name': before.words, 'license.commercialUse': before.use })
    if (spdx.value === spdx.defaultValue || licenseOf(spdx.value)?.words === named) return
    fillTerms()
    schedule()
  }
  spdx.addEventListener('focus', askLicenses)
  spdx.addEventListener('input', () => { askLicenses(); fillTerms() })
  // Someone may have been quicker than this script.
  if (document.activeElement === spdx || spdx.value !== spdx.defaultValue) askLicenses()
  spdx.addEventListener('change', () => { spdx.value = licenseOf(spdx.value)?.id ?? spdx.value })
${autosaveScript}
${selectionScript}
})()
`
