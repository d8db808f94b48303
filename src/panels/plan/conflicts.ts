import type { Barred, Conflict, Tie } from '../../contracts/conflict.js'
import type { Dossier } from '../../contracts/dossier.js'

/** Who made a model, as the catalog says; `unknown` for what it does not know. */
export type Maker = { vendor: string; family: string }
export type MakerOf = (model: string) => Maker

/** Legal forms and words that a vendor puts behind its name or leaves out: `Mistral`, `Mistral AI`, `Mistral AI SAS`. */
const fillers = new Set(
  'inc incorporated pbc llc llp ltd limited corp corporation co company gmbh ag sa sas sarl bv nv plc ab oy the ai labs lab research cloud group platforms technologies technology holding holdings foundation team studio studios opco global usa europe'.split(
    ' ',
  ),
)

/** Other names that makers of models are known by, folded; each leads to the name in the catalog, folded. */
const otherNames: Readonly<Record<string, string>> = {
  'google deepmind': 'google',
  deepmind: 'google',
  alphabet: 'google',
  facebook: 'meta',
  'amazon web services': 'amazon',
  aws: 'amazon',
  'microsoft azure': 'microsoft',
  'alibaba qwen': 'alibaba',
  qwen: 'alibaba',
  tongyi: 'alibaba',
  aliyun: 'alibaba',
  'international business machines': 'ibm',
  zhipu: 'z',
  zhipuai: 'z',
  'allen institute for artificial intelligence': 'ai2',
  'allen institute for': 'ai2',
  'moonshot kimi': 'moonshot',
  'open ai': 'openai',
}

/**
 * What ties a juror to a tool: its vendor makes the tool, or is, by its own name or that of a family of models, one of the rivals that the
 * dossier names. Null when nothing is known to. Pure.
 */
export function findConflict({
  model,
  maker,
  dossier,
}: {
  model: string
  maker: Maker
  dossier: Pick<Dossier, 'tool' | 'rivals'>
}): Conflict | null {
  const { tool, rivals } = dossier
  const { vendor, family } = maker
  if (vendor === 'unknown') return null
  const common = { tool: tool.slug, model, maker: vendor }
  if (vendorNames(tool.vendor).includes(foldVendor(vendor))) return { ...common, kind: 'vendor', named: tool.vendor }
  const rival = rivals.find(
    (name) => startsWithWord(name, family === 'unknown' ? vendor : family) || startsWithWord(name, foldVendor(vendor)),
  )
  return rival === undefined ? null : { ...common, kind: 'rival', named: rival }
}

/** Every tie between the jurors of a panel and its tools, by tool and then by juror. Pure. */
export function findConflicts({
  dossiers,
  jurors,
  makerOf,
}: {
  dossiers: readonly Pick<Dossier, 'tool' | 'rivals'>[]
  jurors: readonly string[]
  makerOf: MakerOf
}): Conflict[] {
  return dossiers.flatMap((dossier) => jurors.flatMap((model) => findConflict({ model, maker: makerOf(model), dossier }) ?? []))
}

/** What ties a seat's model to its tool, of the ties that its plan names; null for none. */
export function tieOf(
  { conflicts = [] }: { conflicts?: readonly Conflict[] | undefined },
  seat: Pick<Conflict, 'tool' | 'model'>,
): Tie | null {
  const conflict = conflicts.find(({ tool, model }) => tool === seat.tool && model === seat.model)
  if (conflict === undefined) return null
  const { kind, maker, named } = conflict
  return { kind, maker, named }
}

/** One sentence for people who start a panel or look at one. */
export function conflictText({ kind, model, tool, maker, named }: Conflict): string {
  return kind === 'vendor'
    ? `${model} judges ${tool}, a tool of its own vendor, ${maker}`
    : `${model} judges ${tool}, whose named rival ${named} is of the model's vendor, ${maker}`
}

/** One sentence for people who start a panel: who does not judge what, why, and who does instead. */
export function barredText({ model, tool, kind, maker, named, replacedBy }: Barred): string {
  const why = kind === 'vendor' ? `is made by its own vendor, ${maker}` : `is of ${maker}, the vendor of its named rival ${named}`
  const instead = replacedBy === null ? 'no one sits in its place' : `${replacedBy} sits in its place`
  return `${model} does not judge ${tool}: it ${why}; ${instead}`
}

/** What the draft of a seat is flagged with; null where a line on its page is enough. */
export function conflictFlag({ kind, maker }: Tie): string | null {
  return kind === 'vendor' ? `conflict of interest: the model that drafted it is made by ${maker}, the vendor of the tool` : null
}

/** The names a vendor field holds: `Anthropic, PBC` is one, `OpenAI / Microsoft` two, `Meta (Facebook)` two. */
function vendorNames(vendor: string): string[] {
  const parts = vendor.split(/[/&+;,|()]|\s(?:and|with|by)\s/iu)
  return [vendor, ...parts].map(foldVendor).filter((name) => name !== '')
}

function foldVendor(name: string): string {
  const words = wordsOf(name)
  const known = otherNames[words.join(' ')]
  if (known !== undefined) return known
  const own = words.filter((word) => !fillers.has(word))
  const folded = (own.length === 0 ? words : own).join(' ')
  return otherNames[folded] ?? folded
}

/** Whether a name begins with the first word of another: `Llama 3.1 8B` with that of `Llama`, `Claude Opus` with that of `Claude Haiku`. */
function startsWithWord(name: string, other: string): boolean {
  const [first] = wordsOf(other)
  const [own = ''] = wordsOf(name)
  return first !== undefined && (own === first || (own.startsWith(first) && /^\d+$/.test(own.slice(first.length))))
}

function wordsOf(name: string): string[] {
  const plain = name.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase()
  return plain.match(/[\p{L}\p{N}]+/gu) ?? []
}
