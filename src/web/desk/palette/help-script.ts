import { deskKeys } from './key-table.js'

const rows = deskKeys.map(({ shown, does, handles, on }) => ({ shown, does, names: handles, on: on === 'every page' ? null : on }))

/**
 * A part of the script of every page: `?` opens the list of keys, the page's own where it has one, `g` and a letter open a section, and Escape leaves
 * a field. Needs `deskKeys`.
 */
export const helpScript = `
  const sectionLink = (path) => document.querySelector('.desk-head a[href="' + path + '"]')
  const toSection = (path) => () => { const link = sectionLink(path); if (!link) return deskKeys.cannot('That section is not there.'); deskKeys.open(link.href) }
  const help = () => {
    const own = document.getElementById('keys')
    if (own) { own.showModal(); return }
    const keys = document.createElement('dialog')
    keys.className = 'keys'
    keys.setAttribute('aria-labelledby', 'every-key')
    keys.innerHTML = '<h2 id="every-key">Keys</h2><dl></dl><form method="dialog"><button class="quiet">Close</button></form>'
    const place = document.querySelector('[data-keys]')?.dataset.keys
    for (const { shown, does, names, on } of ${JSON.stringify(rows)}) {
      if ((on && !on.includes(place)) || !names.some(deskKeys.isHandled)) continue
      const [term, text] = [document.createElement('dt'), document.createElement('dd')]
      term.append(Object.assign(document.createElement('kbd'), { textContent: shown }))
      text.textContent = does
      keys.querySelector('dl').append(term, text)
    }
    keys.addEventListener('close', () => keys.remove())
    document.body.append(keys)
    keys.showModal()
  }
  deskKeys.handle({
    '?': help,
    Escape: () => { const field = document.activeElement; if (deskKeys.isWriting(field) && (field.type !== 'search' || field.value === '')) field.blur() },
${deskKeys.flatMap(({ leadsTo, handles }) => (leadsTo === undefined ? [] : [`    '${handles[0]}': toSection('${leadsTo}'),`])).join('\n')}
  })
`
