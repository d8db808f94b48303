import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'
import { expect, test } from 'vitest'
import { apart, common, floor, onlyFrom, onlyPackages, packages, rooms, stages } from '../../import-rules.js'
import { packageFiles } from '../../src/platform/files/package-files.js'
import { type Import, readImports } from '../support/read-imports.js'

const sources = ['src', 'queue'].flatMap((folder) =>
  readdirSync(join(packageFiles.root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.tsx?$/.test(name))
    .map((name) => posix.join(folder, name.replaceAll('\\', '/'))),
)
const read = (path: string) => readFileSync(join(packageFiles.root, path), 'utf8')
const isSource = new Set(sources)

/** The room of a path: `src/review/rules/x.ts` is in `review`, `queue/x.ts` in `queue`. */
const roomOf = (path: string) => (path.startsWith('src/') ? (path.split('/')[1] ?? '') : (path.split('/')[0] ?? ''))

/** The folder within the room: `src/review/rules/x.ts` is in `rules`; empty for a file of the room itself. */
const folderOf = (path: string) => (path.startsWith('src/') ? (path.split('/').slice(2, -1)[0] ?? '') : '')

/** Whether a path lies in a folder of the table, where `*` is any one folder. */
function liesIn(path: string, folder: string): boolean {
  const wanted = folder.split('/')
  const parts = path.split('/')
  return folder.endsWith('/') ? wanted.slice(0, -1).every((part, index) => part === '*' || part === parts[index]) : path === folder
}

/** Why a file may not import that, or undefined when it may. */
function refusal(path: string, names: string): string | undefined {
  if (names.startsWith('node:')) return undefined
  return names.startsWith('.') ? roomRefusal(path, posix.join(posix.dirname(path), names)) : packageRefusal(path, names)
}

function roomRefusal(path: string, target: string): string | undefined {
  const [from, to] = [roomOf(path), roomOf(target)]
  const [folder, other] = [folderOf(path), folderOf(target)]
  if (apart[folder]?.includes(other)) return `no ${folder}/ imports ${other}/`
  if (from === to) return stageRefusal(path, target)
  const only = onlyFrom[to]
  if (only !== undefined) return only.includes(from) ? undefined : `${to}/ is imported by ${only.join(', ') || 'no other room'} alone`
  const allowed = floor[from] ?? [...(rooms[from] ?? []), ...common]
  return allowed.includes('*') || allowed.includes(to) ? undefined : `${from}/ may import ${allowed.join(', ') || 'no other room'}`
}

/** Between the stages of one room, such as `src/panels/draft/` and `src/panels/ledger/`. */
function stageRefusal(path: string, target: string): string | undefined {
  const rows = stages[roomOf(path)]
  const [from, to] = [path.split('/')[2] ?? '', target.split('/')[2] ?? '']
  const allowed = rows?.[from]
  if (from === to || allowed === undefined || allowed.includes(to)) return undefined
  return `${roomOf(path)}/${from}/ may import ${allowed.join(', ') || 'no other stage'}`
}

function packageRefusal(path: string, names: string): string | undefined {
  const only = onlyPackages[roomOf(path)]
  if (only !== undefined && !only.includes(names)) return `${roomOf(path)}/ may import ${only.join(', ')} alone`
  // The longest row that fits: `hono/jsx` before `hono`.
  const row = Object.keys(packages)
    .filter((name) => names === name || names.startsWith(name.endsWith('/') ? name : `${name}/`))
    .sort((a, b) => b.length - a.length)[0]
  if (row === undefined) return undefined
  const folders = packages[row] ?? []
  return folders.some((folder) => liesIn(path, folder)) ? undefined : `${row} belongs to ${folders.join(', ')}`
}

test('every import of src/ and queue/ is one that the table of import rules allows', () => {
  const refused = sources.flatMap((path) =>
    readImports(path, read(path)).flatMap(({ names, line }: Import) => {
      const why = refusal(path, names)
      return why === undefined ? [] : [`${path}:${line}: imports ${names}; ${why}`]
    }),
  )
  expect(refused).toEqual([])
})

test('every folder below src/ is a room of the table, and no file lies loose there', () => {
  const known = new Set([...Object.keys(rooms), ...Object.keys(floor)])
  expect(sources.filter((path) => /^src\/[^/]+$/.test(path))).toEqual([])
  expect([...new Set(sources.map(roomOf))].filter((room) => !known.has(room))).toEqual([])
})

test('no file and folder share a name', () => {
  const folders = new Set(sources.map((path) => posix.dirname(path)))
  expect(sources.filter((path) => folders.has(path.replace(/\.tsx?$/, '')))).toEqual([])
})

test('no file collects types: each is in the file of the function that returns it', () => {
  expect(sources.filter((path) => /\/types\.tsx?$/.test(path))).toEqual([])
})

test('no files import each other in a circle', () => {
  const imports = new Map(sources.map((path) => [path, readImports(path, read(path)).flatMap(({ names }) => targetOf(path, names))]))
  expect(findCircle(imports)).toEqual([])
})

function targetOf(path: string, names: string): string[] {
  if (!names.startsWith('.')) return []
  const bare = posix.join(posix.dirname(path), names).replace(/\.js$/, '')
  return [`${bare}.ts`, `${bare}.tsx`].filter((candidate) => isSource.has(candidate))
}

/** The files of one circle of imports, in order; empty when there is none. */
function findCircle(imports: ReadonlyMap<string, readonly string[]>): string[] {
  const done = new Set<string>()
  const visit = (path: string, trail: readonly string[]): string[] => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path]
    if (done.has(path)) return []
    for (const next of imports.get(path) ?? []) {
      const circle = visit(next, [...trail, path])
      if (circle.length > 0) return circle
    }
    done.add(path)
    return []
  }
  for (const path of imports.keys()) {
    const circle = visit(path, [])
    if (circle.length > 0) return circle
  }
  return []
}

const roomNames = [...Object.keys(rooms), ...Object.keys(floor), 'queue']
const roomRows = [...Object.entries(rooms), ...Object.entries(floor)]
  .filter(([, allowed]) => !allowed.includes('*'))
  .map(
    ([from]) =>
      [
        from,
        roomNames.filter(
          (to) => to !== from && refusal(`${from === 'queue' ? '' : 'src/'}${from}/x.ts`, specifier(from, to)) !== undefined,
        ),
      ] as const,
  )

function specifier(from: string, to: string): string {
  const path = (room: string) => (room === 'queue' ? 'queue' : `src/${room}`)
  return `${posix.relative(path(from), path(to))}/y.js`
}

test.each(roomRows)('the row of %s refuses each room that it does not name', (from, refused) => {
  const named = new Set([from, ...(floor[from] ?? [...(rooms[from] ?? []), ...common])])
  expect(refused).toEqual(roomNames.filter((to) => !named.has(to)))
})

const stageRows = Object.entries(stages).flatMap(([room, rows]) =>
  Object.entries(rows).map(([from, allowed]) => [room, from, allowed, Object.keys(rows)] as const),
)

test.each(stageRows)('the row of %s/%s refuses each stage that it does not name', (room, from, allowed, all) => {
  const refused = all.filter((to) => refusal(`src/${room}/${from}/x.ts`, `../${to}/y.js`) !== undefined)
  expect(refused).toEqual(all.filter((to) => to !== from && !allowed.includes(to)))
  expect(refusal(`src/${room}/${from}/x.ts`, '../z.js')).toMatch('may import')
})

const apartRows = Object.entries(apart).flatMap(([from, others]) => others.map((to) => [from, to] as const))

test.each(apartRows)('the row of %s/ refuses %s/, in its own room as in another', (from, to) => {
  expect(refusal(`src/voting/${from}/x.ts`, `../${to}/y.js`)).toMatch(`no ${from}/ imports ${to}/`)
  expect(refusal(`src/site/${from}/x.ts`, `../../review/${to}/y.js`)).toMatch(`no ${from}/ imports ${to}/`)
  expect(refusal(`src/voting/${from}/x.ts`, '../../platform/y.js')).toBeUndefined()
})

test.each(Object.keys(packages))('the row of the package %s refuses a file of a folder that it does not name', (name) => {
  const names = name.endsWith('/') ? `${name}x` : name
  expect(refusal('src/evidence/x.ts', names)).toMatch('belongs to')
  expect(refusal('src/evidence/x.ts', `${names}/deeper`)).toMatch('belongs to')
})

test.each(Object.entries(onlyPackages))('the row of %s refuses every package but those it names', (room, allowed) => {
  expect(refusal(`src/${room}/x.ts`, 'left-pad')).toMatch('alone')
  for (const name of allowed) expect(refusal(`src/${room}/x.ts`, name)).toBeUndefined()
})

test('imports are read whatever their form', () => {
  const text =
    "import a from './a.js'\nimport type { B } from './b.js'\nexport * from './c.js'\nexport const d = () => import('./d.js')\nimport './e.js'\n"
  expect(readImports('x.ts', text)).toEqual([
    { names: './a.js', line: 1 },
    { names: './b.js', line: 2 },
    { names: './c.js', line: 3 },
    { names: './d.js', line: 4 },
    { names: './e.js', line: 5 },
  ])
})
