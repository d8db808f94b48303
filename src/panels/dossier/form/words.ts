import { rowKeyPattern } from './values.js'

/** The kind of a field: its path without the key of its row, such as `facts.quote`. Pure. */
export function fieldKind(path: string): string {
  const parts = path.split('.')
  return parts.length > 2 && rowKeyPattern.test(parts[1] ?? '') ? [parts[0], parts[2]].join('.') : path
}

const chooseSource = 'choose the source that says so; add it first where it is not there'

/** The fields that a dossier cannot be without, and what to do about an empty one. */
export const whatToWrite: Readonly<Record<string, string>> = {
  asOf: 'choose the day up to which all of this is known to hold',
  rivals: 'write the names of the tools it is compared with, one a line',
  'tool.name': 'write what the tool is called',
  'tool.vendor': 'write who makes the tool',
  'tool.category': 'write what kind of tool it is, such as Databases',
  'tool.tagline': 'say in 1 line what the tool is',
  'tool.description': 'say in a few sentences what the tool is and does',
  'license.name': 'find the license by its SPDX id, or write what people call it',
  'license.commercialUse': 'choose what the license says of it; “not known” is among the choices',
  'license.summary': 'say in 1 or 2 sentences what the license allows',
  'license.source': chooseSource,
  'entryPrice.label': 'write what a newcomer pays first, or Free',
  'entryPrice.source': chooseSource,
  'sources.title': 'write what the page is called',
  'sources.kind': 'choose what the page is',
  'sources.publisher': 'write whose page it is',
  'sources.url': 'write the address of the page, or, for notes of our own, of what they are about, with https:// before it',
  'sources.publishedOn': 'choose the day that the page names, or, where it names none, the day on which you read it',
  'sources.retrievedOn': 'choose the day on which you read the page',
  'sources.origin': 'choose whether the text is the publisher’s or ours',
  'sources.text': 'paste the text of the page',
  'facts.statement': 'write what is so of the tool',
  'facts.source': chooseSource,
  'facts.quote': 'select the passage in the source’s text, or paste it',
  'plans.name': 'write what the plan is called',
  'plans.label': 'write the price as the page does',
  'plans.source': chooseSource,
  'plans.quote': 'select the passage in the source’s text, or paste it',
}

/** Whether a dossier cannot be without that field. Pure. */
export function isNeeded(path: string): boolean {
  return Object.hasOwn(whatToWrite, fieldKind(path))
}

const choices = [
  'license.commercialUse',
  'license.source',
  'entryPrice.source',
  'sources.kind',
  'sources.origin',
  'facts.source',
  'plans.source',
]

/** Whether a field of that kind is chosen from a list. Pure. */
export function isChoice(kind: string): boolean {
  return choices.includes(kind)
}

const address = 'write the whole address, with https:// before it'
const day = 'choose a day of the calendar'
const amount = 'write a number such as 25 or 0.50, or leave it empty where it is not known'

/** What to do about a text that cannot be what its field is for. */
export const fixes: Readonly<Record<string, string>> = {
  'tool.slug': 'write one in small letters, digits and single hyphens, such as ferry-queue',
  'tool.website': address,
  'tool.repository': address,
  'sources.url': address,
  asOf: day,
  'entryPrice.asOf': day,
  'sources.publishedOn': day,
  'sources.retrievedOn': day,
  'entryPrice.amountUsd': amount,
  'plans.amountUsd': amount,
}

/** What such a text is not. */
export const unfit: Readonly<Record<string, string>> = {
  'tool.slug': 'not as addresses have it',
  'tool.website': 'no web address',
  'tool.repository': 'no web address',
  'sources.url': 'no web address',
  asOf: 'no day',
  'entryPrice.asOf': 'no day',
  'sources.publishedOn': 'no day',
  'sources.retrievedOn': 'no day',
  'entryPrice.amountUsd': 'no amount',
  'plans.amountUsd': 'no amount',
}

export const listNouns = { sources: 'source', facts: 'fact', plans: 'price plan', rivals: 'rival' } as const
