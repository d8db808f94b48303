import { expect, test } from 'vitest'
import { renderScorecard } from '../../../src/cli/scorecard.js'
import { packageFiles } from '../../../src/platform/files/package-files.js'
import { hasRightToLeft, partsOf } from '../../../src/platform/text/text-direction.js'
import { runPanelCommandHere } from '../../support/run-panel-here.js'
import { seatOf, threeOfFive } from '../../support/site/pages/record/sample-jury.js'
import { draftedVerdict, sampleRecord, sampleTool } from '../../support/site/pages/record/sample-record.js'

const plain = { color: false, files: null }
const longestLine = (text: string) => Math.max(...text.split('\n').map((line) => line.length))

test.each([60, 80, 100, 132])('at %i columns no line is longer than the terminal', (columns) => {
  expect(longestLine(renderScorecard(sampleRecord(), { ...plain, columns }))).toBeLessThanOrEqual(columns)
})

test('each passage is printed below the verdict that cites it, on demand', () => {
  const record = sampleRecord()
  const found = record.tools
    .flatMap(({ verdicts }) => verdicts)
    .flatMap((verdict) => (verdict.status === 'drafted' ? verdict.evidence : []))
    .filter((item) => item.status === 'found')
  expect(found).not.toEqual([])
  const stacked = { ...plain, columns: 60 }
  const words = (text: string) =>
    partsOf(text)
      .map(({ text: part }) => part)
      .join('')
      .replace(/\s+/g, ' ')
  const shown = words(renderScorecard(record, { ...stacked, hasPassages: true }))
  for (const { quote } of found) expect(shown).toContain(quote.replace(/\s+/g, ' '))
  expect(shown.length).toBeGreaterThan(words(renderScorecard(record, stacked)).length)
})

test('where the terminal is too narrow for two columns, each review says which tool it is about', () => {
  const record = sampleRecord()
  const text = renderScorecard(record, { ...plain, columns: 60 })
  const name = record.tools[1]?.shortName ?? record.tools[1]?.name
  expect(text).toMatch(new RegExp(`^  [▲▽] (Ship|Skip)  ${name}$`, 'm'))
})

test('an unscored seat shows no call and its reason, and is counted apart', () => {
  const text = renderScorecard(sampleRecord(), { ...plain, columns: 120 })
  expect(text).toContain('· No call (unscored)')
  expect(text).toMatch(/2 of 3 · 1 unscored/)
})

test.each([40, 80, 200])('at %i columns the paths of record and page stand unbroken, each on its own line', (columns) => {
  const files = { record: `/a long/${'folder/'.repeat(12)}rec_1.json`, page: `/a long/${'folder/'.repeat(12)}rec_1.html` }
  const lines = renderScorecard(sampleRecord(), { color: false, columns, files }).split('\n')
  expect(lines).toContain(`File     ${files.record}`)
  expect(lines).toContain(`Page     ${files.page}`)
})

test.each([40, 80, 200])('at %i columns a reason that several seats share is written out once, and each of them names it', (columns) => {
  const record = sampleRecord()
  const reason = 'nothing answers at http://127.0.0.1:11434. Start Ollama (ollama serve).'
  const unscored = record.tools.flatMap(({ verdicts }) => verdicts).find(({ status }) => status === 'unscored')
  if (unscored?.status !== 'unscored') throw new Error('the sample has an unscored seat')
  const tools = record.tools.map((tool) => ({
    ...tool,
    verdicts: tool.verdicts.map(({ persona, personaVersion }) => ({ ...unscored, persona, personaVersion, reason })),
  }))
  const seats = tools.flatMap(({ verdicts }) => verdicts).length
  const text = renderScorecard({ ...record, tools }, { ...plain, columns })
  const flat = text.replace(/\s+/g, ' ')
  expect(flat.split(reason)).toHaveLength(2)
  expect(flat).toContain(`Reason 1, of ${seats} seats: ${reason}`)
  expect(text.split('Reason 1, below.')).toHaveLength(seats + 1)
})

test('a verdict says that it is recorded only where the run replayed it', () => {
  const record = sampleRecord()
  const tools = record.tools.map((tool) => ({
    ...tool,
    verdicts: tool.verdicts.map((verdict) => ({ ...verdict, model: 'mine:tiny', origin: 'recorded' as const })),
  }))
  const run = (replies: Partial<typeof record.run.replies>) => ({
    ...record,
    tools,
    run: { ...record.run, replies: { called: 0, fromLedger: 0, replayed: 0, ...replies } },
  })
  const live = renderScorecard(run({ called: 7 }), { ...plain, columns: 120 })
  expect(live).toContain('mine:tiny')
  expect(live).not.toContain('recorded')
  expect(renderScorecard(run({ replayed: 7 }), { ...plain, columns: 120 })).toContain('mine:tiny, recorded')
})

test('names in letters from right to left are isolated on each line, and move nothing beside them', () => {
  const record = sampleRecord()
  const tools = record.tools.map((tool) => ({ ...tool, name: 'כלי 3', shortName: null, vendor: 'יצרן 2' }))
  const text = renderScorecard({ ...record, tools }, { ...plain, columns: 120 })
  expect(text).toContain('\u2068כלי 3\u2069')
  expect(text).toContain('· \u2068יצרן 2\u2069')
  expect(partsOf(text).filter((part) => !part.isIsolated && hasRightToLeft(part.text))).toEqual([])
  expect(renderScorecard(record, { ...plain, columns: 120 })).not.toMatch(/[\u2066-\u2069]/)
})

test('without colour there is no escape code, with colour there is', () => {
  expect(renderScorecard(sampleRecord(), { ...plain, columns: 100 })).not.toContain('\u001b')
  expect(renderScorecard(sampleRecord(), { ...plain, color: true, columns: 100 })).toContain('\u001b[')
})

test('persona lint says what is good, and preview shows rules, dossier, brief and schema in this order', async () => {
  const lint = await runPanelCommandHere(['persona', 'lint'])
  expect(lint).toMatchObject({ code: 0, stderr: '' })
  expect(lint.stdout.split('\n').filter((line) => line.endsWith('good'))).toHaveLength(4)
  const preview = await runPanelCommandHere(['persona', 'preview', 'dx', packageFiles.sampleDossiers[1] ?? ''])
  expect(preview.code).toBe(0)
  const places = [
    'You are one reviewer on a panel',
    '<dossier tool="mistral-3-instruct"',
    '<brief persona="dx"',
    'reply schema: verdict',
  ].map((part) => preview.stdout.indexOf(part))
  expect(places.every((place) => place >= 0)).toBe(true)
  expect(places).toEqual(places.toSorted((a, b) => a - b))
})

test('preview shows a comparison, and what is masked in a blind one', async () => {
  const [claude = '', mistral = ''] = packageFiles.sampleDossiers
  const named = await runPanelCommandHere(['persona', 'preview', 'dx', claude, '--against', mistral])
  expect(named.code).toBe(0)
  const dossiers = ['The first tool:\n<dossier tool="claude-haiku-open-weights"', 'The second tool:\n<dossier tool="mistral-3-instruct"']
  for (const part of [...dossiers, 'reply schema: comparison']) expect(named.stdout).toContain(part)
  const blind = await runPanelCommandHere(['persona', 'preview', 'dx', claude, '--against', mistral, '--blind'])
  expect([blind.code, blind.stderr]).toEqual([0, ''])
  const [request = '', masked = ''] = blind.stdout.split('──── masked names\n')
  expect(request).toContain('<dossier tool="tool-a"')
  expect(request).not.toMatch(/claude|haiku|anthropic|mistral/i)
  expect(masked).toMatch(/^Tool A: .*Claude Haiku Open Weights.*Anthropic/m)
  expect(masked).toMatch(/^Tool B: .*Mistral 3 8B/m)
  const json = await runPanelCommandHere(['persona', 'preview', 'dx', claude, '--blind', '--json'])
  expect(JSON.parse(json.stdout)).toMatchObject({
    request: { replySchema: { name: 'verdict' } },
    masked: [{ label: 'Tool A' }, {}, {}],
    leaks: [],
  })
})

test('a persona that is not there is wrong usage, and the message lists those that are', async () => {
  const { code, stderr } = await runPanelCommandHere(['persona', 'preview', 'poet', packageFiles.sampleDossiers[1] ?? ''])
  expect(code).toBe(2)
  expect(stderr).toContain('there is no persona poet; there are: dx, competitor, thesis, business')
})

test.each([['lint'], ['preview', 'dx', packageFiles.sampleDossiers[1] ?? '', '--personas']])(
  'persona %s of a folder that is not there: exit 2, said once and in words',
  async (...args) => {
    const { code, stderr } = await runPanelCommandHere(['persona', ...args, '/nope'])
    expect([code, stderr]).toEqual([2, 'panel: there is no folder /nope. Check the path, and from which folder it starts\n'])
  },
)

test('a passage that was cut out of a sentence is shown within it, and what it is under', () => {
  const record = sampleRecord()
  const surroundings = {
    above: 'Not for resale:',
    before: 'It is ',
    passage: 'free for teams of up to five people',
    after: ' in Ferrytown.',
  }
  const tools = record.tools.map((tool) => ({
    ...tool,
    verdicts: tool.verdicts.map((verdict) =>
      verdict.status === 'unscored'
        ? verdict
        : { ...verdict, evidence: verdict.evidence.map((item) => (item.status === 'found' ? { ...item, surroundings } : item)) },
    ),
  }))
  const text = renderScorecard({ ...record, tools: tools.slice(0, 1) }, { ...plain, columns: 132 }).replace(/\s+/g, ' ')
  expect(text).toContain('“It is [free for teams of up to five people] in Ferrytown.”, under “Not for resale:”')
})

test('a quote that has the words of its source in the place of a person’s says what was written', () => {
  const record = sampleRecord()
  const tools = record.tools.map((tool) => ({
    ...tool,
    verdicts: tool.verdicts.map((verdict) =>
      verdict.status === 'drafted'
        ? { ...verdict, evidence: verdict.evidence.map((item) => ({ ...item, written: 'as it was\ntpyed' })) }
        : verdict,
    ),
  }))
  const flat = renderScorecard({ ...record, tools }, { ...plain, columns: 200 }).replace(/\s+/g, ' ')
  expect(flat).toContain('tpyed')
  expect(renderScorecard(record, { ...plain, columns: 200 })).not.toContain('repaired from')
})

test('a seat of several jurors says what each called, that people call it otherwise, and the best argument against the call', () => {
  const split = seatOf({ 'ollama:a': { calls: ['ship', 'ship', 'skip'] }, 'ollama:b': { calls: ['skip', 'skip', 'skip'] } })
  const record = sampleRecord({
    schema: 'panel.record/2',
    tools: [sampleTool('a', [{ ...threeOfFive, call: 'skip' }]), sampleTool('b', [split], { name: 'Beta' })],
  })
  const text = renderScorecard(record, { ...plain, columns: 132 })
  for (const line of [
    'The editors call it skip; 3 of 5 jurors ship, 2 skip',
    'Skip     ollama:d',
    'Dissent: 3 of 5 jurors ship. Its best argument, ',
    '◫ Split',
    '1 of 2 jurors ships, 1 skips',
    'Ship     ollama:a  ship, ship, skip: unstable, 1 of 3',
    'Unstable: asked again, 1 of 6 drafts (17%)',
  ])
    expect(text).toContain(line)
  expect(longestLine(renderScorecard(record, { ...plain, columns: 60 }))).toBeLessThanOrEqual(60)
  const alone = renderScorecard(sampleRecord({ tools: [sampleTool('a', [draftedVerdict('dx')])] }), { ...plain, columns: 100 })
  expect(alone).not.toMatch(/juror|Dissent/)
})
