import { open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { makeFolder } from '../platform/files/make-folder.js'
import type { Runtime } from '../platform/runtime.js'
import type { ComposedMail } from './compose-mail.js'
import type { Mail, Mailer } from './mailer.js'

export type FileMailerOptions = {
  folder: string
  compose: (mail: Mail) => Promise<ComposedMail>
  runtime: Pick<Runtime, 'now' | 'newId'>
}

/** Writes each mail as a file of its own, for a machine without a mail server. The files are the mails in full: for their owner alone. */
export function createFileMailer({ folder, compose, runtime }: FileMailerOptions): Mailer {
  return {
    kind: 'files',
    place: folder,
    send: async (mail, { signal, onHandOver } = {}) => {
      const { raw, envelope, messageId } = await compose(mail)
      signal?.throwIfAborted()
      await makeOutbox(folder)
      const name = `${runtime.now().toISOString().replace(/[:.]/g, '-')}-${runtime.newId('eml')}.eml`
      // As a server writes it when it delivers: otherwise nothing would tell where bounces would have gone.
      const whole = Buffer.concat([Buffer.from(`Return-Path: <${envelope.from}>\r\n`), raw])
      const path = join(folder, name)
      const draft = join(folder, `.${name}.part`)
      try {
        await writeWhole(draft, whole)
        signal?.throwIfAborted()
        await onHandOver?.()
        await rename(draft, path)
      } finally {
        await rm(draft, { force: true })
      }
      return { status: 'sent', messageId, response: `written to ${name}` }
    },
    close: async () => undefined,
  }
}

/** The folder above is others' concern: an embedded database of another user may be there. */
async function makeOutbox(folder: string): Promise<void> {
  await makeFolder(dirname(folder))
  await makeFolder(folder, { mode: 0o700 })
}

async function writeWhole(path: string, content: Buffer): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    await file.writeFile(content)
    await file.sync()
  } finally {
    await file.close()
  }
}
