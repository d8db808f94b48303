import { findSteering } from '../../evidence/steering/find-steering.js'
import { readSentences } from '../draft/particulars/sentences.js'

/** What draws nothing, but could join words, hide some or turn their order. */
const unseen = /(?![\s])[\p{Cc}\p{Default_Ignorable_Code_Point}]/gu
const loneSurrogate = /\p{Cs}/gu

/** A model's words on one line, without what no one sees. Of a long text, only the beginning is looked at. */
export function onOneLine(text: string, longest: number): string {
  return text
    .slice(0, 4 * longest)
    .replace(unseen, '')
    .replace(loneSurrogate, '\ufffd')
    .replace(/\s+/g, ' ')
    .trim()
}

/** An address, or what a page would show as one. */
const link = /:\/\/|\bwww\.|\bmailto:|\bjavascript:|\]\(/i
/** A host's name, which a statement may hold where its sentences do. */
const host = /\b[a-z0-9-]{1,63}\.(?:com|org|net|io|dev|ai|co|app|xyz|info|biz|ru|cn|sh|me|site|online|top)\b/i
/** Tags, a fence, emphasis, a heading, a row of a table, a number that cites. */
const markup = /<[a-z/!?]|&[a-z]{2,8};|&#\d|```|\*\*|__|^#{1,6} |^\||^[-*] |\[\d{1,3}\]/i
/** What only a verdict or an advertisement says. */
const judging =
  /\b(?:best|greatest|excellent|amazing|awesome|outstanding|superb|brilliant|flawless|perfect|unbeatable|unmatched|unrivalled|unrivaled|unparalleled|revolutionary|game[- ]changing|must[- ]have|no[- ]brainer|recommend|recommended|recommends|recommendation|impressive|terrible|awful|worthless|ship it|skip it|highly rated)\b/i
/** What speaks to its reader, and not of the tool. */
const speaking =
  /\b(?:ignore (?:all|any|previous|the)|disregard|reviewers?|you (?:must|should)|as an ai|language model|system prompt|instructions?|call it a? ?(?:ship|skip)|verdict)\b/i

/**
 * Why words are no plain statement, as the end of a sentence; null where they may be one. `passage` is what they are cut from, which was searched for
 * what wants to steer: its own words may be said.
 */
export function whyNotPlain(words: string, passage: string, toolName: string | null): string | null {
  if (!/\p{L}/u.test(words)) return 'it says nothing'
  if (link.test(words)) return 'it holds a link; write words alone'
  if (markup.test(words)) return 'it holds markup; write plain words'
  if (/!(?:\s|$)/.test(words)) return 'it has an exclamation mark'
  const address = host.exec(words)?.[0]
  if (address !== undefined && !says(passage, address)) return `"${address}" is not in its sentences`
  const judgement = judging.exec(words)?.[0]
  if (judgement !== undefined && !says(passage, judgement))
    return `"${judgement}" is a judgement that its sentences do not make; say what they say`
  const spoken = speaking.exec(words)?.[0]
  if (spoken !== undefined && !says(passage, spoken))
    return `"${spoken}" speaks to a reader, and its sentences do not; say what they say of the tool`
  const steering = findSteering({ text: words, hidden: [] }, { toolNames: toolName === null ? [] : [toolName] })
  return steering.length === 0 || says(passage, words) ? null : 'it wants to steer who reads it; say what its sentences say of the tool'
}

/** Why a statement is no single one, as the end of a sentence; null where it is. */
export function whyNotOneSentence(statement: string): string | null {
  if (/\?["'”’)]*$/.test(statement)) return 'it is a question'
  return readSentences(statement).length > 1 ? 'it has more than one sentence; write one' : null
}

function says(passage: string, words: string): boolean {
  return passage.toLowerCase().includes(words.toLowerCase())
}
