import type { SeatCall } from '../../contracts/call.js'
import { packageSiteName, type SiteIdentity } from '../../contracts/site-identity.js'
import { isFewCalls } from '../few-calls.js'
import type { ComparisonView } from '../views/comparison.js'
import type { SiteTool } from '../views/summaries.js'
import type { ToolView } from '../views/tool.js'
import { type CardCoverage, type CardFonts, cardFamilies } from './card-fonts.js'
import { drawable, withDrawableNames } from './card-text.js'
import { leanText } from './record/lean-words.js'
import { countsText, percentText } from './record/words.js'

/** What a card is drawn of: a pair, a tool, or the site itself. */
export type CardView = Pick<ComparisonView, 'kind' | 'tools' | 'lean'> | Pick<ToolView, 'kind' | 'current'> | { kind: 'home' }

export const cardSize = { width: 1200, height: 630 } as const

/** The visual language in daylight: a picture has no dark mode. */
const color = { paper: '#fbfaf7', ink: '#1b1916', muted: '#5c564d', ship: '#0a6b4f', skip: '#a3361c' }
/** More than fits on a card by far. */
const maxTextLength = 160

type Style = Record<string, string | number>
type Node = { type: string; props: { style: Style; children: readonly Node[] | string } }

/**
 * The picture that other sites show where they link to a page: a PNG of 1200×630. Text from outside is drawn as outlines and cut to its
 * lines, so it can neither change the picture nor leave it; what no font can draw is left out.
 */
export async function drawCard(view: CardView, fonts: CardFonts, identity?: SiteIdentity): Promise<Uint8Array<ArrayBuffer>> {
  // With what draws loaded at the first card: the command line and an export may never draw one. A server draws one when it has started.
  const [{ default: satori }, { Resvg }] = await Promise.all([import('satori'), import('@resvg/resvg-js')])
  const drawn = card(drawableView(view, fonts.coverage), { coverage: fonts.coverage, identity })
  const svg = await satori(drawn as unknown as Parameters<typeof satori>[0], { ...cardSize, fonts: fonts.fonts })
  const png = new Resvg(svg, { font: { loadSystemFonts: false }, fitTo: { mode: 'original' } }).render().asPng()
  return new Uint8Array(png)
}

/** The view by names that can be drawn. */
function drawableView(view: CardView, { serif }: CardCoverage): CardView {
  if (view.kind === 'home') return view
  const named = (sites: readonly SiteTool[]) => {
    const tools = withDrawableNames(
      sites.map(({ tool }) => tool),
      serif,
    )
    return sites.map((site, index) => ({ ...site, tool: tools[index] ?? site.tool }))
  }
  if (view.kind === 'tool') return { ...view, current: named([view.current])[0] ?? view.current }
  const [left, right] = named(view.tools)
  return left === undefined || right === undefined ? view : { ...view, tools: [left, right] }
}

function box(style: Style, children: readonly Node[] | string): Node {
  return { type: 'div', props: { style: { display: 'flex', boxSizing: 'border-box', ...style }, children } }
}

/** Text of at most so many lines. */
function text(words: string, { lines, ...style }: Style & { lines: number }): Node {
  const cut = words.length > maxTextLength ? `${[...words].slice(0, maxTextLength).join('')}…` : words
  return { type: 'div', props: { style: { display: 'block', lineClamp: lines, wordBreak: 'break-word', ...style }, children: cut } }
}

type CardLook = { coverage: CardCoverage; identity: SiteIdentity | undefined }

function card(view: CardView, { coverage, identity }: CardLook): Node {
  const name = drawable(identity?.name ?? packageSiteName, coverage.serif) ?? packageSiteName
  const serif = { fontFamily: cardFamilies.serif }
  const head = box({ justifyContent: 'space-between', alignItems: 'baseline', color: color.muted, fontSize: 26 }, [
    text(name, { ...serif, lines: 1, fontSize: 34, fontWeight: 600, color: color.ink }),
    text(kickerOf(view, drawable(identity?.line ?? '', coverage.sans)), { lines: 1 }),
  ])
  const page = { width: '100%', height: '100%', flexDirection: 'column', padding: '48px 64px 52px' }
  return box({ ...page, background: color.paper, color: color.ink, fontFamily: cardFamilies.sans }, [head, ...bodyOf(view, coverage)])
}

function kickerOf(view: CardView, line: string | null): string {
  if (view.kind === 'home') return line ?? 'Tools for developers, compared'
  return view.kind === 'tool' ? 'Tool review' : 'Tool comparison'
}

function bodyOf(view: CardView, coverage: CardCoverage): Node[] {
  const serif = { fontFamily: cardFamilies.serif }
  if (view.kind === 'home') {
    return [
      text('Which one should I ship with?', { ...serif, lines: 3, fontSize: 92, lineHeight: 1.1, marginTop: 84 }),
      text('4 reviewers. Every review ends on ship or skip.', { ...serif, lines: 2, fontSize: 40, color: color.muted, marginTop: 40 }),
    ]
  }
  const tools = view.kind === 'tool' ? [view.current] : view.tools
  const lean = leanText({ lean: view.kind === 'tool' ? { kind: 'none' } : view.lean, tools: tools.map(({ tool }) => tool) })
  const line = view.kind === 'tool' ? (drawable(view.current.tool.tagline, coverage.serif) ?? lean) : lean
  return [
    box(
      { marginTop: 44, gap: 56, flexGrow: 1 },
      tools.map((site) => column(site, nameSize(tools))),
    ),
    text(line, { ...serif, lines: 2, fontSize: 34, lineHeight: 1.3 }),
  ]
}

/** In pixels, the same for all: the longest name fits three lines of its column, or ends in an ellipsis there. */
function nameSize(tools: readonly SiteTool[]): number {
  const longest = Math.max(...tools.map(({ tool }) => tool.name.length))
  return (longest > 48 ? 38 : longest > 30 ? 46 : 52) + (tools.length === 1 ? 24 : 0)
}

/** A tool's name, and below it, level with its neighbour's, how the panel called it. */
function column({ tool }: SiteTool, fontSize: number): Node {
  return box({ flexDirection: 'column', flexBasis: 0, flexGrow: 1, minWidth: 0, borderTop: `6px solid ${color.ink}`, paddingTop: 20 }, [
    box({ height: Math.round(fontSize * 1.14 * 3), flexShrink: 0 }, [
      text(tool.name, { fontFamily: cardFamilies.serif, fontWeight: 600, lines: 3, fontSize, lineHeight: 1.14 }),
    ]),
    box({ alignItems: 'center', marginTop: 8 }, [
      text(percentText(tool.panelShip.percent), { lines: 1, lineHeight: 1.1, ...(isFewCalls(tool.panelShip) ? few : strong) }),
      box({ flexDirection: 'column', marginLeft: 28 }, [
        box(
          { gap: 10 },
          tool.verdicts.slice(0, maxDots).map(({ call }) => dot(call)),
        ),
        text(`panel ship, ${countsText(tool.panelShip)}`, { lines: 1, fontSize: 26, color: color.muted, marginTop: 10 }),
      ]),
    ]),
  ])
}

const maxDots = 12
/** A percentage of few calls is not set like one of many. */
const strong = { fontSize: 76, fontWeight: 600 }
const few = { fontSize: 50, fontWeight: 400, color: color.muted }

/** A seat: filled ships, hollow skips, a bar abstains, grey is split, dashed has no call. */
function dot(call: SeatCall | null): Node {
  const round = { width: 24, height: 24, borderRadius: 12 }
  if (call === 'ship') return box({ ...round, background: color.ship }, [])
  if (call === 'skip') return box({ ...round, border: `4px solid ${color.skip}` }, [])
  if (call === 'split') return box({ ...round, border: `4px solid ${color.muted}` }, [])
  if (call === 'abstain') return box({ width: 24, height: 4, marginTop: 10, background: color.muted }, [])
  return box({ ...round, border: `3px dashed ${color.muted}` }, [])
}
