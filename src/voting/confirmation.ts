import type { MailBacklog } from '../mail/mail-backlog.js'
import { MailError } from '../mail/mail-error.js'
import type { Mailer } from '../mail/mailer.js'
import { withoutAddress } from '../mail/without-address.js'
import type { Runtime } from '../platform/runtime.js'
import { hashSecret, isSecret, makeSecret } from '../platform/secrets.js'
import type { VoteKeys } from './keys.js'
import type { ConfirmableVote } from './store/vote-confirmations.js'
import type { Choice, OwnVote, VoteStore } from './store/votes.js'
import { renderVoteMail } from './vote-mail.js'

/** A published tool. `slug` is its present one, which may be another than was asked for. */
export type VotableTool = { slug: string; name: string }

/** Over a limit: nothing was counted, and when to try again. */
export type Limited = { status: 'limited'; retryAfterSeconds: number }

export type ConfirmationRequest = {
  tool: VotableTool
  reader: string
  email: string
  address: string | null
  /** This site's own address, without a trailing slash. */
  siteUrl: string
}
/** `asked`: a mail is on its way. Whether its server takes it no one learns here: that would tell what happens to an address. */
export type ConfirmationOutcome =
  | { status: 'asked' }
  | Limited
  /** There is no vote to confirm, or it is confirmed already. */
  | { status: 'no vote' }
  | { status: 'confirmed already' }

/** What a link in a mail is good for. */
export type OpenedLink = { status: 'open' | 'used'; choice: Choice; tool: VotableTool } | { status: 'void' }

/** What confirming works with. */
export type ConfirmationContext = {
  mailer: Pick<Mailer, 'send'>
  /** Null for one that is not published. Follows redirects of renamed tools. */
  findTool: (slug: string) => Promise<VotableTool | null>
  runtime: Pick<Runtime, 'now' | 'newId' | 'sleep' | 'log'>
  store: Pick<VoteStore, 'own' | 'addConfirmation' | 'removeConfirmation' | 'findConfirmation' | 'confirm'>
  keys: Pick<VoteKeys, 'readerHash' | 'mailHash'>
  /** Counts a mail from that client to the address of that hash. Returns how many seconds to wait; 0 when it may go. */
  takeMail: (mail: { address: string | null; mailHash: string }) => Promise<number>
  backlog: Pick<MailBacklog, 'add'>
}

/** How long a link in a mail works. */
export const confirmationHours = 48
const sendDeadlineMs = 20_000

/** Confirming votes by mail. Of a mail address only its keyed hash is kept, here and in the log. */
export function createConfirmations(context: ConfirmationContext) {
  const { store, findTool, runtime } = context
  return {
    /** Has a mail sent whose link leads to a page that confirms the reader's vote. The same is looked up whether one goes out or not. */
    askToConfirm: (request: ConfirmationRequest): Promise<ConfirmationOutcome> => askToConfirm(context, request),
    openLink: async (token: string): Promise<OpenedLink> => {
      if (!isSecret(token)) return { status: 'void' }
      const found = await store.findConfirmation(hashSecret(token), runtime.now())
      const tool = found === null ? null : await findTool(found.tool)
      if (found === null || tool === null) return { status: 'void' }
      return { status: found.isUsed ? 'used' : 'open', choice: found.choice, tool }
    },
    /** Null for a link that does not work (any more). */
    confirm: async (token: string): Promise<ConfirmableVote | null> =>
      isSecret(token) ? store.confirm(hashSecret(token), runtime.now()) : null,
  }
}

async function askToConfirm(context: ConfirmationContext, request: ConfirmationRequest): Promise<ConfirmationOutcome> {
  const { store, keys, takeMail, backlog } = context
  const { tool, reader, email, address } = request
  const vote = await store.own({ tool: tool.slug, reader: keys.readerHash(reader) })
  if (vote === null) return { status: 'no vote' }
  if (vote.isConfirmed) return { status: 'confirmed already' }
  const mailHash = keys.mailHash(email)
  const retryAfterSeconds = await takeMail({ address, mailHash })
  if (retryAfterSeconds > 0) return { status: 'limited', retryAfterSeconds }
  backlog.add(() => sendLink(context, { request, vote, mailHash }))
  return { status: 'asked' }
}

type Linked = { request: ConfirmationRequest; vote: OwnVote; mailHash: string }

/** False when the mail did not get through; then its link is gone. */
async function sendLink(context: ConfirmationContext, { request, vote, mailHash }: Linked): Promise<boolean> {
  const { tool, email, siteUrl } = request
  const { text: token, sha256 } = await newLink(context, { vote, mailHash })
  const written = renderVoteMail({
    toolName: tool.name,
    choice: vote.choice,
    confirmUrl: `${siteUrl}/vote/confirm?token=${token}`,
    toolUrl: `${siteUrl}/tools/${tool.slug}`,
    validHours: confirmationHours,
  })
  const { status, mayHaveArrived } = await send(context, { to: email, ...written })
  if (!mayHaveArrived) await context.store.removeConfirmation(sha256)
  return status !== 'not sent' || mayHaveArrived
}

async function newLink({ store, runtime }: ConfirmationContext, { vote, mailHash }: { vote: OwnVote; mailHash: string }) {
  const link = makeSecret()
  const at = runtime.now()
  const expiresAt = new Date(at.getTime() + confirmationHours * 3_600_000)
  await store.addConfirmation({ tokenSha256: link.sha256, voteId: vote.id, mail: mailHash, at, expiresAt })
  return link
}

type Sent = { status: 'sent' | 'refused' | 'not sent'; mayHaveArrived: boolean }

/** The log says why a mail was not sent, and not to whom. A mail that was handed over may have arrived, unless the server was heard to say no. */
async function send({ mailer, runtime }: ConfirmationContext, mail: Parameters<Mailer['send']>[0]): Promise<Sent> {
  let isHandedOver = false
  const onHandOver = async () => {
    isHandedOver = true
  }
  try {
    const { status } = await mailer.send(mail, { signal: AbortSignal.timeout(sendDeadlineMs), onHandOver })
    return { status, mayHaveArrived: status === 'sent' }
  } catch (error) {
    const why = withoutAddress(error instanceof Error ? error.message : String(error), mail.to)
    runtime.log.warn({ why }, 'a mail that asks to confirm a vote was not sent')
    const isRefusal = error instanceof MailError && !error.mayHaveArrived
    return { status: 'not sent', mayHaveArrived: isHandedOver && !isRefusal }
  }
}
