/**
 * A part of the script of every page: in a list, `j` and `k` put the focus on the next row's first link and the one before, `x` ticks the row, and `/` goes
 * to the search. Needs `deskKeys`. Rows are found when a key comes, because a search puts others in their place.
 */
export const listKeysScript = `
  const rowOf = (element) => element.closest('#list-results tbody tr')
  const toRow = (step) => {
    const rows = [...document.querySelectorAll('#list-results tbody tr')]
    const at = rows.indexOf(rowOf(document.activeElement))
    const row = rows[at === -1 && step < 0 ? rows.length : at + step]
    if (!row) return deskKeys.cannot(rows.length === 0 ? 'There is no row.' : step > 0 ? 'That is the last row.' : 'That is the first row.')
    const place = row.querySelector('a[href]') ?? row
    if (place === row) row.tabIndex = -1
    place.focus()
    row.scrollIntoView({ block: 'nearest' })
  }
  const tick = () => {
    const row = rowOf(document.activeElement)
    const box = row?.querySelector('input[name=pick]')
    if (!box) return deskKeys.cannot(row ? 'This row cannot be ticked.' : 'Go to a row first: j and k.')
    box.click()
  }
  const toSearch = () => {
    const search = document.querySelector('#main form[data-list] input[type=search]')
    if (!search) return deskKeys.cannot('There is no search here.')
    search.focus()
    search.select()
  }
  if (document.querySelector('[data-keys=lists]')) deskKeys.handle({
    '/': toSearch,
    j: () => toRow(1),
    k: () => toRow(-1),
    x: tick,
  })
`
