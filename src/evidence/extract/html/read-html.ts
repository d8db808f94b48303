import { type ExtractFailure, type Extraction, extractionVersion } from '../extracted.js'
import { gatherHidden } from '../text/hidden-pieces.js'
import { onOneLine } from '../text/tidy.js'
import { gatherHiddenOf } from './hidden.js'
import { findLinks } from './links.js'
import { chooseMainText } from './main-text.js'
import { findPageProblem } from './page-problem.js'
import { findSeen } from './seen.js'
import { readStructuredData } from './structured-data.js'
import { findElement, type PageTree, parsePage, textBelow } from './tree.js'

/** Reads a page in HTML. Linear but for Readability, which may take long, and for what the limits of the tree and of the style sheets allow. */
export function readHtml(
  html: string,
  { url, notes, withReadability }: { url: string; notes: string[]; withReadability: boolean },
): Extraction {
  const tree = parsePage(html)
  const seen = findSeen(tree)
  if (seen.isUnknown) return { failure: unknownFailure(url) }
  const pieces = gatherHidden()
  const { clean } = pieces
  const { structured, strings } = readStructuredData(tree, { url, clean })
  const title = titleOf(tree, clean) ?? structured.name
  const main = chooseMainText(tree, { seen, clean, withReadability })
  const failure = findPageProblem(tree, { url, seen, whole: [main.text, ...main.frame].join('\n'), title })
  if (failure !== null) return { failure }
  gatherHiddenOf(tree, { seen, pieces })
  for (const text of strings) pieces.add('metadata', text)
  for (const text of main.frame) pieces.add('page-frame', text)
  const links = findLinks(tree, { url, seen, clean })
  const gathered = pieces.finish()
  return {
    page: {
      version: extractionVersion,
      form: 'html',
      url,
      title,
      language: findElement(tree, 'html')?.attributes.get('lang')?.trim().slice(0, 35) || null,
      text: main.text,
      hidden: gathered.hidden,
      links,
      structured,
      notes: [...notes, ...endNotes(tree, html), ...seen.notes, ...main.notes, ...gathered.notes],
    },
  }
}

/** What a reader does not see must not pass for what one sees. */
function unknownFailure(url: string): ExtractFailure {
  return {
    kind: 'too-slow',
    message: `The styles of ${url} are built so that what they hide cannot be told in a reasonable time.`,
    fix: 'Open the address in a browser and paste the text that you need as a source of its own.',
  }
}

function titleOf(tree: PageTree, clean: (text: string) => string): string | null {
  const written = tree.elements.find(({ tag, parent }) => tag === 'title' && parent?.tag === 'head') ?? findElement(tree, 'h1')
  const title = written === null ? '' : onOneLine(clean(textBelow(written, 2_000)), 300)
  return title === '' ? null : title
}

/** Whether the end is missing. Many whole pages leave out their last end tags, so that those alone say nothing. */
function endNotes(tree: PageTree, html: string): string[] {
  if (tree.isPartial) return ['The page nests too deep or has too many elements: only its beginning was read.']
  const tail = html.slice(-4_096).toLowerCase()
  const isOpen = !tail.includes('</html') && !tail.includes('</body') && countOf(html, /<div\b/gi) > countOf(html, /<\/div\b/gi)
  return tree.endsInMarkup || isOpen ? ['The end of the page is missing: it breaks off in the middle.'] : []
}

function countOf(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0
}
