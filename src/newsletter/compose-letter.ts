import type { DigestContent } from '../contracts/digest.js'
import type { Mail } from '../mail/mailer.js'
import { renderNewsletterMail } from './newsletter-mail.js'
import { type LetterPlace, letterHeaders, letterSubject, type UnsubscribeLinks } from './rules/digest-headers.js'
import { renderDigestText } from './rules/digest-text.js'
import { weekText } from './rules/draft-digest.js'
import type { Claim, Digest } from './store/digests.js'

/** The mail of a claim, whole. */
export type ComposeLetter = (claim: Claim) => Promise<Mail>

/** A letter as one subscriber gets it. */
export type Letter = { subject: string; html: string; text: string }

export type ComposeDependencies = {
  findDigest: (digestId: string) => Promise<Digest | null>
  place: LetterPlace
  unsubscribeLinks: (subscriberId: string) => UnsubscribeLinks
  /** Where that subscriber's bounces go; undefined for where all mails' go. */
  returnPathOf: (subscriberId: string) => string | undefined
}

/** Letters of which the content is kept at hand: seldom is more than one under way. */
const keptLetters = 4

/** Writes mails. What a letter says is read once: nothing changes it once it is being sent. */
export function createLetterComposer({ findDigest, place, unsubscribeLinks, returnPathOf }: ComposeDependencies): ComposeLetter {
  const contents = new Map<string, Promise<DigestContent>>()
  const contentOf = (digestId: string): Promise<DigestContent> => {
    const kept = contents.get(digestId)
    if (kept !== undefined) return kept
    const [oldest] = contents.keys()
    if (contents.size >= keptLetters && oldest !== undefined) contents.delete(oldest)
    const read = readContent(findDigest, digestId)
    contents.set(digestId, read)
    read.catch(() => contents.delete(digestId))
    return read
  }
  return async ({ digestId, subscriberId, email, messageId }) => {
    const links = unsubscribeLinks(subscriberId)
    const letter = renderLetter(await contentOf(digestId), { place, links })
    const returnPath = returnPathOf(subscriberId)
    const envelope = returnPath === undefined ? {} : { returnPath }
    return { to: email, ...letter, messageId, headers: letterHeaders(place, links), ...envelope }
  }
}

/** What somebody with those links gets. */
export function renderLetter(content: DigestContent, { place, links }: { place: LetterPlace; links: UnsubscribeLinks }): Letter {
  const html = renderNewsletterMail({ content, weekText: weekText(content.week), ...place, unsubscribeUrl: links.url })
  return { subject: letterSubject(content.subject), html, text: renderDigestText(content, place, links) }
}

async function readContent(findDigest: ComposeDependencies['findDigest'], digestId: string): Promise<DigestContent> {
  const digest = await findDigest(digestId)
  if (digest === null) throw new Error(`there is no letter ${digestId}`)
  return digest.content
}
