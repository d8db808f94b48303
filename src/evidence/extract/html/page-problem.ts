import type { ExtractFailure } from '../extracted.js'
import { isSeen, type Seen } from './seen.js'
import { type PageTree, textBelow } from './tree.js'

/** Less text than this is what stands around where a script would put the page. UTF-16 units. */
const emptyShell = 200
/** A form to sign in, its links and a line on cookies have no more. */
const longestLogin = 700

const signIn =
  /^(?:please )?(?:sign[ -]?in|log[ -]?in|log[ -]?on|anmelden|einloggen|anmeldung|se connecter|connexion|iniciar sesi[oó]n|accedi|inloggen|entrar|ログイン|登录)\b/i

/** A page that says that there is none, with a status that says that there is. */
const notFound =
  /^(?:(?:error )?404\b.{0,60}|(?:oops[!,.]? )?(?:this |the )?page (?:was |is |could ?n[o'’]t be |does ?n[o'’]t |can ?not be |can['’]t be )?(?:not )?(?:found|exist)|not found|seite nicht gefunden|page (?:non trouvée|introuvable)|página no encontrada|ページが見つかりません|页面(?:不存在|未找到))[!.]?$/i
const longestNotFound = 600

/** Why a page that was fetched has no text of its own: it waits for a script or for a password, or is empty. Null where it has one. */
export function findPageProblem(
  tree: PageTree,
  { url, seen, whole, title }: { url: string; seen: Seen; whole: string; title: string | null },
): ExtractFailure | null {
  const letters = whole.match(/[\p{L}\p{N}]/gu)?.length ?? 0
  if (whole.length < longestLogin && asksToSignIn(tree, { seen, whole, title })) {
    return {
      kind: 'login-wall',
      message: `The page ${url} asks to sign in and shows nothing else.`,
      fix: 'Give the address of a page that is open to everyone, or paste the text that you may quote as a source of its own.',
    }
  }
  if (whole.length < longestNotFound && saysNotFound(whole, title)) {
    return {
      kind: 'empty',
      message: `The page ${url} says that there is no such page.`,
      fix: 'Check the address, or give the page that replaced it.',
    }
  }
  if (whole.length < emptyShell && waitsForScript(tree, { seen, letters })) {
    return {
      kind: 'needs-script',
      message: `The page ${url} shows its text only when a script has run, and scripts are not run here.`,
      fix: 'Give another page of the tool, such as its documentation or README, or paste the text as a source of its own.',
    }
  }
  if (letters > 0) return null
  if (tree.isPartial) {
    return {
      kind: 'damaged',
      message: `The page ${url} nests more than 1,024 elements into each other before its first word.`,
      fix: 'Open the address in a browser; if it can be read there, paste the text that you need as a source of its own.',
    }
  }
  return {
    kind: 'empty',
    message: `The page ${url} has no text.`,
    fix: 'Open the address in a browser and check that it is the right one; or give another page of the tool.',
  }
}

function saysNotFound(whole: string, title: string | null): boolean {
  const [heading = ''] = whole.split('\n').filter((line) => line.trim() !== '')
  const name = (title ?? '').split(/ [-–—|·] /, 1)[0] ?? ''
  return [name, heading.replace(/^#{1,6} /, '')].some((words) => notFound.test(words.trim()))
}

function asksToSignIn(tree: PageTree, { seen, whole, title }: { seen: Seen; whole: string; title: string | null }): boolean {
  const fields = tree.elements
    .filter((element) => element.tag === 'input' && isSeen(element, seen))
    .map(({ attributes }) => attributes.get('type')?.toLowerCase() ?? 'text')
  if (fields.includes('password')) return true
  const asks = signIn.test(title?.trim() ?? '') || whole.split('\n').some((line) => signIn.test(line.replace(/^#{1,6} /, '')))
  return asks && (fields.includes('email') || fields.includes('text') || signIn.test(title?.trim() ?? ''))
}

const mounts = new Set([
  'root',
  'app',
  '__next',
  '__nuxt',
  'app-root',
  'svelte',
  'gatsby',
  '___gatsby',
  'react-root',
  'main',
  'application',
])
/** What a page is put into while it waits. */
const boxes = new Set(['body', 'div', 'main', 'section'])
const wantsScript = /java\s?script/i

function waitsForScript(tree: PageTree, { seen, letters }: { seen: Seen; letters: number }): boolean {
  const scripts = tree.elements.filter(({ tag, attributes }) => tag === 'script' && !/json/i.test(attributes.get('type') ?? ''))
  if (scripts.length === 0) return false
  const asks = tree.elements.some((element) => element.tag === 'noscript' && wantsScript.test(textBelow(element, 2_000)))
  const isMounted = tree.elements.some(
    (element) => (mounts.has(element.attributes.get('id') ?? '') || mounts.has(element.tag)) && textBelow(element, 10_000).trim() === '',
  )
  const isHidden = tree.elements.some(
    (element) => boxes.has(element.tag) && seen.places[element.index] === 'css' && textBelow(element, 1_000).trim().length > 200,
  )
  return asks || isMounted || letters === 0 || (isHidden && letters < 50)
}
