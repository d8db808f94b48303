import type { Dossier } from '../../../src/contracts/dossier.js'
import { splitIntoUnits } from '../../../src/evidence/units.js'
import { sampleDossier } from '../samples.js'

/** A pseudo-random sequence, the same for the same seed: from 0 to below 1. */
function openSequence(seed: number): () => number {
  let state = seed
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 4_294_967_296
    return state / 4_294_967_296
  }
}

const tools = [
  ...['Ferrydoc', 'Next.js', 'Bun', 'Ink', 'Go', 'LangKettle', 'OpenRowter', 'Mistral 3 8B & 70B Instruct', 'scikit-glimmer', 'uv', 'k6'],
  ...[
    'Ferrow Quay Studio',
    'Anyscale',
    'FastAPI',
    'Visual Harbour Quill',
    'Quillow AI',
    'MongoKettle DB',
    '通義算盤',
    'Pokédoc',
    'T3 Stacker',
  ],
  ...[
    'Claude Haiku',
    'Harbourly.dev',
    'GitQuay Copilot',
    'ZedLark',
    'tRPQ',
    'Apache Ferrysee',
    'Яндолин',
    'Node-BLUE',
    'pyZephyrus',
    'ΩmegaForge',
  ],
]
const vendors = [
  ...[
    'Quaylog Labs, Inc.',
    'Mistral AI',
    'Ferrow Works',
    'OpenHarbour / Northlyte',
    'Jane Doerenko',
    'Vexel',
    'Independent',
    'Anthropia, PBC',
  ],
  ...['The Plimsolt Foundation', 'Stripe', 'Zwölf GmbH', 'Acmé Systems', 'Blue Wharf Company'],
]
const rivals = [
  'Quaylog',
  'Llama 3.1 8B',
  'Llama 3.1 70B',
  'Pierhub Cloud',
  'Rowboat.io',
  'Linear',
  'DockYarder',
  'GitHub Copilot',
  'Neon',
  'Tugmaster-X',
]

const lookAlikes: Readonly<Record<string, string>> = { a: 'а', e: 'е', o: 'о', c: 'с', p: 'р', i: 'і', y: 'у', x: 'х' }
const fullWidth = (text: string) => text.replace(/[!-~]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0))
const camel = (text: string) =>
  text
    .split(/[\s._-]+/)
    .map((word, index) => (index === 0 ? word.toLowerCase() : word))
    .join('')

/** How a name is written somewhere. */
export const disguises: readonly ((name: string) => string)[] = [
  (name) => name,
  (name) => name.toUpperCase(),
  (name) => name.toLowerCase(),
  (name) => `${name}'s`,
  (name) => `${name}’s`,
  (name) => `${name}s`,
  (name) => `${name}s'`,
  (name) => name.replace(/\s+/g, '-').toLowerCase(),
  (name) => name.replace(/[\s.-]+/g, '_').toUpperCase(),
  (name) => name.replace(/[\s._-]+/g, ''),
  camel,
  (name) => name.replace(/(?<=\p{Ll})(?=\p{Lu})/gu, ' '),
  (name) => name.replace(/\s+/g, '\n'),
  (name) => [...name].join('\u200b'),
  (name) => [...name].join('\u00ad'),
  (name) => name.replace(/^(.{2})/u, '$1\u2060'),
  (name) => name.replace(/[aeocpiyx]/g, (letter) => lookAlikes[letter] ?? letter),
  (name) => name.replace(/(?<=\p{L})(?=\p{L})/u, '\u0301'),
  fullWidth,
  (name) => name.replace(/^(.{2})/u, '**$1**'),
  (name) => name.replace(/^(.{2})/u, '<b>$1</b>'),
  (name) => name.replace(/^(.{2})/u, '$1&shy;'),
  (name) => name.replace(/^(.{2})/u, '$1&#8203;'),
  (name) => encodeURIComponent(name),
  (name) => `**${name}**`,
  (name) => `[${name}](https://docs.${name.replace(/[^a-z\d]/gi, '').toLowerCase() || 'x'}.dev/start#${camel(name)})`,
  (name) => `\`${name.toLowerCase()}\``,
  (name) => `\`npm i @${camel(name)}/sdk\``,
  (name) => `hello@${name.replace(/[^a-z\d]/gi, '').toLowerCase() || 'x'}.io`,
  (name) => `@${camel(name)}`,
  (name) => `${camel(name)}Client`,
  (name) => `${name}™`,
  (name) => `“${name}”`,
  (name) => `(${name})`,
]

const frames: readonly ((name: string) => string)[] = [
  (name) => `We have used ${name} in production since May.`,
  (name) => `Since 2024 the team behind ${name} ships weekly, e.g. on Fridays.`,
  (name) => `- Costs: ${name} is free for teams of up to 5 people.`,
  (name) => `## What ${name} costs\n\nNothing, says ${name}.`,
  (name) => `| ${name} | 12 ms | yes |\n| --- | --- | --- |`,
  (name) => `Neither ${name} nor the hosted version keeps logs; ${name}, however, keeps counts.`,
  (name) => `See https://example.com/?q=${encodeURIComponent(name)} for more.`,
  (name) => `\`\`\`sh\nnpm install ${camel(name)}\n\`\`\``,
  (name) => `import { ${camel(name).replace(/\W/g, '')} } from '${name.toLowerCase()}'`,
  (name) => `It is faster than the rest, and ${name} says so.`,
]
const fillers = [
  'Go on to the next step and make a copy of the file.',
  'It runs in a linear time, and invites no one to denote anything at any scale.',
  'The license is MIT. No one is excluded. A fast API is one thing.',
  '1. Make a folder.\n2. Next, open it.',
  'Trust is not ink on paper; the mistral blows.',
]

function firstUnitOf(text: string): string {
  return text.slice(0, splitIntoUnits(text)[0]?.end).trim()
}

/** The dossier of a number: the same one whenever it is asked for. Its names, and how they are written in it, are of many kinds. */
export function blindDossier(number: number): Dossier {
  const next = openSequence(number * 7_919 + 17)
  const pick = <T>(list: readonly T[]): T => list[Math.floor(next() * list.length)] as T
  const name = tools[number % tools.length] ?? 'Ferrydoc'
  const vendor = pick(vendors)
  const others = [...new Set([pick(rivals), pick(rivals), pick(rivals)])]
  const slug =
    name
      .toLowerCase()
      .normalize('NFKD')
      .replace(/[^a-z\d]+/g, '-')
      .replace(/^-|-$/g, '') || 'suanpan'
  const sentence = () => (next() < 0.3 ? pick(fillers) : pick(frames)(pick(disguises)(pick([name, name, vendor, ...others]))))
  const textOf = (count: number) => Array.from({ length: count }, sentence).join(next() < 0.5 ? '\n\n' : ' ')
  const base = sampleDossier()
  const [readme] = base.sources
  if (readme === undefined) throw new Error('the sample has no source')
  const source = (id: string, count: number): Dossier['sources'][number] => ({
    ...readme,
    ...{ id, title: `${name}: ${pick(disguises)(vendor)}`, publisher: vendor, url: `https://${slug}.dev/docs/${id}`, text: textOf(count) },
  })
  const sources = [source(`${slug}-readme`.slice(0, 80), 20), source('pricing', 12), source('license-terms', 5)]
  const first = sources[0]?.id ?? ''
  return sampleDossier({
    tool: {
      ...{ slug, name, shortName: null, vendor, category: 'Developer tools', tagline: `${name} by ${vendor}`, description: textOf(4) },
      ...{ website: `https://www.${slug}.dev/`, repository: `https://github.com/acme-quay/${slug}` },
    },
    license: { ...base.license, summary: sentence(), source: 'license-terms' },
    entryPrice: { ...base.entryPrice, note: `as ${name} says`, source: 'pricing' },
    rivals: others,
    facts: [{ id: `${slug}-fact`, statement: sentence(), source: first, quote: firstUnitOf(sources[0]?.text ?? '') }],
    sources,
  })
}
