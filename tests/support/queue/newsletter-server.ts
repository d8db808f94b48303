import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'

/** A step of a mail at which the server can keep its answer back: the sender's name, the recipient's, or the mail's end. */
export type HeldStep = 'mail' | 'end'

export type NewsletterServer = Awaited<ReturnType<typeof startNewsletterServer>>

/** A real SMTP server that counts mails by recipient, and keeps answers back when told to. */
export async function startNewsletterServer() {
  const counts = new Map<string, number>()
  const refusals = new Map<string, () => Error | null>()
  let holding: { step: HeldStep; from: number } | null = null
  let held: (() => void)[] = []
  let looks: (() => void)[] = []
  let taken = 0
  const changed = () => {
    for (const look of looks) look()
  }
  /** Goes on at once, or keeps the answer back until it is released. */
  const pass = (step: HeldStep, goOn: () => void) => {
    if (holding === null || holding.step !== step || taken < holding.from) return goOn()
    held.push(goOn)
    changed()
  }
  const until = (isSo: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const look = () => {
        if (!isSo()) return
        looks = looks.filter((other) => other !== look)
        resolve()
      }
      looks.push(look)
      look()
    })
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS', 'AUTH'],
    disableReverseLookup: true,
    logger: false,
    onMailFrom: (_address, _session, done) => pass('mail', () => done()),
    onRcptTo: ({ address }, _session, done) => done(refusals.get(address)?.() ?? null),
    onData: (stream, { envelope }, done) => {
      stream.resume()
      stream.on('end', () => {
        for (const { address } of envelope.rcptTo) counts.set(address, (counts.get(address) ?? 0) + 1)
        taken += 1
        changed()
        pass('end', () => done(null, 'queued'))
      })
    },
  })
  server.on('error', () => undefined)
  server.listen(0, '127.0.0.1')
  await once(server.server, 'listening')
  const { port } = server.server.address() as AddressInfo
  return {
    url: `smtp://127.0.0.1:${port}`,
    /** Mails taken, by recipient. */
    counts,
    /** What the server says to a recipient, each time; null lets the mail through. */
    refusals,
    /** From the given number of mails on, keeps back every answer to that step, and resolves once so many connections wait for one. */
    hold: async (step: HeldStep, { from, connections }: { from: number; connections: number }) => {
      holding = { step, from }
      await until(() => held.length >= connections)
    },
    release: () => {
      holding = null
      const waiting = held
      held = []
      for (const goOn of waiting) goOn()
    },
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  }
}
