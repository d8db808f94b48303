import type { PageLink } from './extracted.js'
import { gatherHiddenOf } from './html/hidden.js'
import { absolute } from './html/links.js'
import { findSeen } from './html/seen.js'
import { parsePage } from './html/tree.js'
import { writeText } from './html/write-text.js'
import type { HiddenPieces } from './text/hidden-pieces.js'
import { onOneLine } from './text/tidy.js'

/** Text between these stands for code that is put back at the end; they are taken out of what is read first. */
const open = '\ue000'
const close = '\ue001'
const mostLinks = 500

/** A Markdown file as its reader sees it: see `readMarkdown`. */
export type MarkdownText = { text: string; title: string | null; links: PageLink[] }

/**
 * Reads Markdown: its HTML as a page's, pictures and the titles of links kept apart, links as their text, comments in whatever form kept apart. Code
 * stays as it is. Linear; never throws.
 */
export function readMarkdown(markdown: string, { url, pieces }: { url: string; pieces: HiddenPieces }): MarkdownText {
  const code: string[] = []
  const keep = (text: string) => {
    code.push(text)
    return `${open}${code.length - 1}${close}`
  }
  const plain = withoutFrontMatter(markdown.replaceAll('\r\n', '\n').replaceAll(/[\ue000\ue001]/g, ''), pieces)
  const guarded = guardCode(plain, keep)
  const defined = takeDefinitions(guarded, pieces)
  const links = new Map<string, PageLink>()
  const addLink = (address: string, text: string) => {
    const target = absolute(address, url)
    const name = onOneLine(putBack(text, code).replaceAll(/[*_`]/g, ''), 200)
    if (target !== null && !links.has(target) && links.size < mostLinks)
      links.set(target, { url: target, text: name, rel: null, inNavigation: false })
  }
  const inline = readInline(defined.text, { definitions: defined.definitions, pieces, addLink })
  const tree = parsePage(`<body>${inline}`)
  const seen = findSeen(tree)
  gatherHiddenOf(tree, { seen, pieces })
  for (const { tag, attributes } of tree.elements) if (tag === 'a') addLink(attributes.get('href') ?? '', '')
  const written = writeText(tree.root, { seen, clean: (text) => text, isWanted: () => true, keepsLines: true })
  const text = pieces
    .clean(putBack(written, code))
    .replaceAll(/\n{3,}/g, '\n\n')
    .trim()
  return { text, title: titleOf(pieces.clean(written), code), links: [...links.values()] }
}

function putBack(text: string, code: readonly string[]): string {
  return text.replaceAll(/\ue000(\d{1,7})\ue001/g, (_, index: string) => code[Number(index)] ?? '')
}

/** The first heading that is one; a line of code may begin like it. */
function titleOf(text: string, code: readonly string[]): string | null {
  const heading = /^# (.{1,300})$/m.exec(text)?.[1] ?? /^(.{1,300})\n={3,}$/m.exec(text)?.[1]
  return heading === undefined ? null : putBack(heading, code).replaceAll(/[*_`]/g, '').trim().slice(0, 300) || null
}

/** Settings above a file, between lines of three dashes: for programs. */
function withoutFrontMatter(markdown: string, pieces: HiddenPieces): string {
  if (!markdown.startsWith('---\n')) return markdown
  const end = markdown.indexOf('\n---', 3)
  if (end === -1 || end > 20_000) return markdown
  pieces.add('metadata', markdown.slice(4, end))
  return markdown.slice(end + 4)
}

const fence = /^ {0,3}(`{3,}|~{3,})/

/** Code in fences and between backticks, put aside: nothing in it is markup. */
function guardCode(markdown: string, keep: (text: string) => string): string {
  const out: string[] = []
  let block: { sign: string; lines: string[] } | null = null
  for (const line of markdown.split('\n')) {
    const sign = fence.exec(line)?.[1]
    if (block !== null) {
      block.lines.push(line)
      if (sign?.startsWith(block.sign) && line.trim() === sign) {
        out.push(keep(block.lines.join('\n')))
        block = null
      }
    } else if (sign !== undefined) block = { sign, lines: [line] }
    else out.push(line.replaceAll(/(?<!`)`[^`\n]{1,2000}`(?!`)/g, keep))
  }
  if (block !== null) out.push(keep(block.lines.join('\n')))
  return out.join('\n')
}

type Definitions = ReadonlyMap<string, string>

/** Lines such as `[name]: address "title"`, which are not shown; written with `#` or `<>` as the address they are comments. */
function takeDefinitions(text: string, pieces: HiddenPieces): { text: string; definitions: Definitions } {
  const definitions = new Map<string, string>()
  const lines = text.split('\n').filter((line) => {
    const match = /^ {0,3}\[([^\]\n]{1,300})\]:[ \t]{0,20}(\S{1,2000})(.{0,5000})$/.exec(line)
    if (match === null || line.startsWith('[^')) return true
    const [, name = '', address = '', title = ''] = match
    const isComment = name.trim() === '//' || /^comment$/i.test(name) || address === '#' || address === '<>'
    pieces.add(isComment ? 'comment' : 'title', title.trim().replaceAll(/^["'(]|["')]$/g, ''))
    definitions.set(name.toLowerCase(), address.replaceAll(/^<|>$/g, ''))
    return false
  })
  return { text: lines.join('\n'), definitions }
}

type Inline = { definitions: Definitions; pieces: HiddenPieces; addLink: (address: string, text: string) => void }

const title = /^\s{0,20}(\S{0,2000})\s{0,20}(?:["'(]([^\n]{0,2000})["')])?\s{0,20}$/

/** Pictures leave nothing, links their text. From the inside to the outside, so that a picture in a link is gone before it. */
function readInline(text: string, { definitions, pieces, addLink }: Inline): string {
  const target = (inside: string) => {
    const [, address = '', name] = title.exec(inside) ?? []
    if (name !== undefined) pieces.add('title', name)
    return address.replaceAll(/^<|>$/g, '')
  }
  return text
    .replaceAll(/<(https?:\/\/[^\s<>]{1,2000})>/g, (_, address: string) => {
      addLink(address, address)
      return address
    })
    .replaceAll(/!\[([^\][]{0,2000})\]\(((?:[^()\n]|\([^()\n]{0,200}\)){0,2000})\)/g, (_, alt: string, inside: string) => {
      pieces.add('alt', alt)
      target(inside)
      return ''
    })
    .replaceAll(/!\[([^\][]{0,2000})\]\[[^\][]{0,300}\]/g, (_, alt: string) => {
      pieces.add('alt', alt)
      return ''
    })
    .replaceAll(/\[([^\][]{0,2000})\]\(((?:[^()\n]|\([^()\n]{0,200}\)){0,2000})\)/g, (_, name: string, inside: string) => {
      addLink(target(inside), name)
      return name
    })
    .replaceAll(/\[([^\][]{1,2000})\]\[([^\][]{0,300})\]/g, (whole: string, name: string, key: string) => {
      const address = definitions.get((key === '' ? name : key).toLowerCase())
      if (address === undefined) return whole
      addLink(address, name)
      return name
    })
}
