import { generateKeyPairSync } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { dkimVerify } from 'mailauth/lib/dkim/verify.js'
import { simpleParser } from 'mailparser'
import { afterEach, describe, expect, test } from 'vitest'
import { createMailer, type MailerOptions } from '../../../src/mail/create-mailer.js'
import { MailError } from '../../../src/mail/mail-error.js'
import type { Mail, Mailer } from '../../../src/mail/mailer.js'
import { verifySmtp } from '../../../src/mail/smtp-mailer.js'
import { createRuntime } from '../../../src/platform/runtime.js'
import { smtpError, startSmtpServer, type TestSmtpOptions, type TestSmtpServer } from '../../support/mail/smtp-server.js'

const closing: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close()
})

const sender = { from: 'Ship Panel <panel@example.com>', returnPath: 'bounces@example.com', connections: 2 }
const mail: Mail = {
  to: 'ada@example.org',
  subject: 'The week’s verdicts: “Größe” & more',
  html: '<p>Grüße, <a href="https://panel.example/weekly?a=1&amp;b=2">read it</a></p>',
  text: 'Grüße, read it: https://panel.example/weekly?a=1&b=2\n.\nA dot alone on a line.\nFrom the panel.',
  headers: {
    'List-Unsubscribe': '<https://panel.example/weekly/unsubscribe?t=abc>',
    'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
  },
}

async function folder(): Promise<string> {
  const path = await mkdtemp(join(tmpdir(), 'ship-panel-mail-'))
  closing.push(() => rm(path, { recursive: true }))
  return path
}

async function serve(options?: TestSmtpOptions): Promise<TestSmtpServer> {
  const server = await startSmtpServer(options)
  closing.push(server.close)
  return server
}

async function open(options: Partial<MailerOptions>): Promise<Mailer> {
  const runtime = createRuntime({ logLevel: 'silent' })
  const mailer = await createMailer({ smtpUrl: null, mail: sender, outboxFolder: join(tmpdir(), 'never-made'), runtime, ...options })
  closing.push(mailer.close)
  return mailer
}

/** A promise, and what resolves it. */
function signal() {
  let resolve = () => {}
  const promise = new Promise<void>((done) => {
    resolve = done
  })
  return { promise, resolve }
}

async function keyFile(): Promise<{ path: string; publicKey: string }> {
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const path = join(await folder(), 'dkim.pem')
  await writeFile(path, privateKey.export({ type: 'pkcs8', format: 'pem' }), { mode: 0o600 })
  return { path, publicKey: publicKey.export({ type: 'spki', format: 'der' }).toString('base64') }
}

describe('a mail to a server', () => {
  test('arrives whole, with both texts, the envelope and the headers', async () => {
    const server = await serve()
    const mailer = await open({ smtpUrl: server.url })
    const before = Date.now()
    const outcome = await mailer.send(mail)
    const [received] = server.received
    expect(outcome).toEqual({ status: 'sent', messageId: received?.parsed.messageId?.slice(1, -1), response: '250 queued as 1' })
    expect(received).toMatchObject({ from: 'bounces@example.com', to: ['ada@example.org'] })
    const { parsed } = received ?? {}
    expect(parsed?.subject).toBe(mail.subject)
    expect(parsed?.text?.trim()).toBe(mail.text)
    expect(parsed?.html).toBe(mail.html)
    expect(parsed?.from?.value).toEqual([{ name: 'Ship Panel', address: 'panel@example.com' }])
    expect(parsed?.to).toMatchObject({ value: [{ name: '', address: 'ada@example.org' }] })
    // The header holds whole seconds.
    expect(parsed?.date?.getTime()).toBeGreaterThan(before - 1_000)
    expect(parsed?.date?.getTime()).toBeLessThanOrEqual(Date.now())
    const raw = received?.raw.toString('latin1') ?? ''
    expect(raw).toMatch(/^Content-Type: multipart\/alternative;/m)
    expect(raw).toMatch(/^MIME-Version: 1\.0\r$/m)
    expect(raw).toMatch(/^Message-ID: <mail_[0-9a-f]{24}@example\.com>\r$/m)
    expect(raw).toMatch(/^Auto-Submitted: auto-generated\r$/m)
    expect(raw).toMatch(/^List-Unsubscribe: <https:\/\/panel\.example\/weekly\/unsubscribe\?t=abc>\r$/m)
    expect(raw).toMatch(/^List-Unsubscribe-Post: List-Unsubscribe=One-Click\r$/m)
    expect(raw.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/)
    expect(raw).toMatch(/^[\x20-\x7e\r\n]*$/)
  })

  test('keeps a long unsubscribe address in one piece', async () => {
    const server = await serve()
    const address = `https://panel.example/weekly/unsubscribe?s=${'x'.repeat(300)}`
    await (await open({ smtpUrl: server.url })).send({ ...mail, headers: { 'List-Unsubscribe': `<${address}>` } })
    expect(server.received[0]?.raw.toString()).toContain(`<${address}>`)
  })

  test('goes over few connections, and the message id and return path can be chosen', async () => {
    const server = await serve()
    const mailer = await open({ smtpUrl: server.url })
    const sent = await Promise.all(
      Array.from({ length: 20 }, (_, n) =>
        mailer.send({ ...mail, messageId: `d1.s${n}@example.com`, returnPath: `bounces+s${n}@example.com` }),
      ),
    )
    expect(sent.every(({ status }) => status === 'sent')).toBe(true)
    expect(server.received.map(({ from, parsed }) => [from, parsed.messageId]).sort()).toEqual(
      Array.from({ length: 20 }, (_, n) => [`bounces+s${n}@example.com`, `<d1.s${n}@example.com>`]).sort(),
    )
  })

  test.each([451, 421])('may be sent later when the server says %i', async (code) => {
    const server = await serve({
      onRecipient: () => {
        throw smtpError(code, '4.2.1 try again later')
      },
    })
    const failure = await (await open({ smtpUrl: server.url })).send(mail).catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(MailError)
    expect(failure).toMatchObject({ code, mayHaveArrived: false })
    expect(String(failure)).toContain(`smtp://127.0.0.1:${server.port}`)
  })

  test('is refused when the server says no for good to the recipient, or to the message', async () => {
    const noRecipient = await serve({
      onRecipient: () => {
        throw smtpError(550, '5.1.1 no one here')
      },
    })
    const moments: string[] = []
    const onHandOver = async () => void moments.push('handed over')
    const first = await (await open({ smtpUrl: noRecipient.url })).send(mail, { onHandOver })
    expect(first).toEqual({ status: 'refused', to: 'recipient', code: 550, response: '550 5.1.1 no one here' })
    expect(moments).toEqual([])

    const noMessage = await serve({
      onMessage: () => {
        throw smtpError(554, '5.6.0 not this one')
      },
    })
    const second = await (await open({ smtpUrl: noMessage.url })).send(mail, { onHandOver })
    expect(second).toEqual({ status: 'refused', to: 'message', code: 554, response: '554 5.6.0 not this one' })
    expect(moments).toEqual(['handed over'])
  })

  test('is not the recipient’s refusal when the server does not like the sender', async () => {
    const server = await serve({
      onSender: () => {
        throw smtpError(553, '5.7.1 not from here')
      },
    })
    await expect((await open({ smtpUrl: server.url })).send(mail)).rejects.toMatchObject({
      name: 'MailError',
      code: 553,
      mayHaveArrived: false,
    })
  })

  test('after a temporary no to the whole message it is known that it did not arrive', async () => {
    const server = await serve({
      onMessage: () => {
        throw smtpError(452, '4.3.1 disk full')
      },
    })
    await expect((await open({ smtpUrl: server.url })).send(mail, { onHandOver: async () => undefined })).rejects.toMatchObject({
      code: 452,
      mayHaveArrived: false,
    })
  })

  test('fails without a server, and says where it looked', async () => {
    const server = await startSmtpServer()
    await server.close()
    await expect((await open({ smtpUrl: server.url })).send(mail)).rejects.toThrow(
      new RegExp(`smtp://127\\.0\\.0\\.1:${server.port} failed: .*ECONNREFUSED`),
    )
  })
})

describe('the moment of handing over', () => {
  test('comes when everything but the end is with the server, and the server takes nothing before it has passed', async () => {
    const server = await serve()
    const mailer = await open({ smtpUrl: server.url })
    const release = signal()
    const reached = signal()
    const sending = mailer.send(mail, {
      onHandOver: () => {
        reached.resolve()
        return release.promise
      },
    })
    await reached.promise
    await expect.poll(() => server.arriving()).toContain('read it</a></p>')
    expect(server.received).toEqual([])
    release.resolve()
    expect((await sending).status).toBe('sent')
    expect(server.received).toHaveLength(1)
  })

  test('when it fails the server never gets the end, and the connection is not used again', async () => {
    const server = await serve()
    const mailer = await open({ smtpUrl: server.url })
    await expect(mailer.send(mail, { onHandOver: () => Promise.reject(new Error('could not be written down')) })).rejects.toThrow(
      'could not be written down',
    )
    await mailer.send({ ...mail, subject: 'Another' })
    expect(server.received.map(({ parsed }) => parsed.subject)).toEqual(['Another'])
  })

  test('an abort before it keeps the mail back', async () => {
    const server = await serve()
    const mailer = await open({ smtpUrl: server.url })
    const stop = new AbortController()
    const sending = mailer.send(mail, { signal: stop.signal, onHandOver: async () => stop.abort(new Error('stopped')) })
    await expect(sending).rejects.toThrow()
    await mailer.send({ ...mail, subject: 'Another' })
    expect(server.received.map(({ parsed }) => parsed.subject)).toEqual(['Another'])
  })

  test('a server that vanishes after it leaves open whether the mail arrived, and nothing is sent twice', async () => {
    let messages = 0
    const sockets = new Set<import('node:net').Socket>()
    const rude = createServer((socket) => {
      sockets.add(socket)
      socket.on('error', () => undefined)
      socket.write('220 rude\r\n')
      let isData = false
      socket.on('data', (chunk) => {
        const text = chunk.toString('latin1')
        if (isData && text.includes('\r\n.\r\n')) {
          messages += 1
          socket.destroy()
        } else if (!isData && /^DATA/m.test(text)) {
          isData = true
          socket.write('354 go on\r\n')
        } else if (!isData) socket.write('250 fine\r\n')
      })
    })
    await new Promise<void>((resolve) => rude.listen(0, '127.0.0.1', resolve))
    closing.push(() => new Promise((resolve) => rude.close(resolve)))
    const { port } = rude.address() as import('node:net').AddressInfo
    const mailer = await open({ smtpUrl: `smtp://127.0.0.1:${port}` })
    const handedOver: string[] = []
    const failure = await mailer.send(mail, { onHandOver: async () => void handedOver.push('once') }).catch((error: unknown) => error)
    expect(failure).toMatchObject({ name: 'MailError', code: null, mayHaveArrived: true })
    expect([handedOver, messages]).toEqual([['once'], 1])
  })
})

describe('hostile lines', () => {
  test.each([
    ['the recipient', { to: 'ada@example.org\r\nBcc: all@example.org' }],
    ['the recipient', { to: 'ada@example.org, bob@example.org' }],
    ['the recipient', { to: 'ada@example.org> SIZE=1\r\nRCPT TO:<bob@example.org' }],
    ['the recipient', { to: '"a@b" <ada@example.org>' }],
    ['the subject', { subject: 'Hello\nBcc: all@example.org' }],
    ['the subject', { subject: 'Hello\rBcc: all@example.org' }],
    ['the subject', { subject: 'Hello\u0000' }],
    ['the message id', { messageId: 'a@b>\r\nX: y' }],
    ['the message id', { messageId: '<a@b>' }],
    ['the return path', { returnPath: 'a@b.example>\r\nRCPT TO:<bob@example.org' }],
    ['the header List-Unsubscribe', { headers: { 'List-Unsubscribe': '<https://x>\r\nBcc: all@example.org' } }],
    ['a header', { headers: { 'X-A: b\r\nBcc': 'all@example.org' } }],
    ['sets the header Bcc', { headers: { Bcc: 'all@example.org' } }],
    ['sets the header content-type', { headers: { 'content-type': 'text/html' } }],
  ])('are refused before anything is sent: %s', async (what, change) => {
    const server = await serve()
    const mailer = await open({ smtpUrl: server.url })
    await expect(mailer.send({ ...mail, ...change } as Mail)).rejects.toThrow(what)
    expect(server.received).toEqual([])
  })

  test('in texts do not end the mail', async () => {
    const server = await serve()
    const text = 'One\r\n.\r\nMAIL FROM:<x@example.org>\n.\nTwo'
    await (await open({ smtpUrl: server.url })).send({ ...mail, text })
    expect(server.received).toHaveLength(1)
    expect(server.received[0]?.parsed.text?.replaceAll('\r\n', '\n').trim()).toBe(text.replaceAll('\r\n', '\n'))
  })
})

describe('credentials', () => {
  const password = 'p@ss/w:rd %1'
  const urlOf = (port: number, secret: string) => `smtp://news:${encodeURIComponent(secret)}@127.0.0.1:${port}`

  test('of the address sign in, whatever characters they hold', async () => {
    const server = await serve({ login: { user: 'news', password } })
    const mailer = await open({ smtpUrl: urlOf(server.port, password) })
    expect((await mailer.send(mail)).status).toBe('sent')
    expect(mailer.place).toBe(server.url)
    await expect(verifySmtp(urlOf(server.port, password))).resolves.toEqual({ place: server.url })
  })

  test.each(['Tr0ub4dor&3 ü', 'geheim', 'hunter2'])('are in no error, though the server repeats them: %s', async (wrong) => {
    const server = await serve({ login: { user: 'news', password } })
    const mailer = await open({ smtpUrl: urlOf(server.port, wrong) })
    const failures = [
      await mailer.send(mail).catch((error: unknown) => error),
      await verifySmtp(urlOf(server.port, wrong)).catch((error: unknown) => error),
    ]
    for (const failure of failures) {
      expect(failure).toMatchObject({ name: 'MailError', code: 535 })
      const all = `${failure} ${(failure as Error).stack} ${JSON.stringify(failure)} ${String((failure as Error).cause)}`
      for (const form of [wrong, encodeURIComponent(wrong), Buffer.from(wrong).toString('base64')]) expect(all).not.toContain(form)
    }
  })

  test('are not sent without TLS where it is required', async () => {
    const server = await serve({ login: { user: 'news', password } })
    await expect(verifySmtp(`${urlOf(server.port, password)}?requireTLS=true`)).rejects.toThrow(/failed: .*STARTTLS|TLS/)
  })
})

describe('a DKIM signature', () => {
  test('is valid for the key that its domain publishes, and covers the headers of one-click unsubscribing', async () => {
    const { path, publicKey } = await keyFile()
    const server = await serve()
    const mailer = await open({
      smtpUrl: server.url,
      mail: { ...sender, dkim: { domain: 'example.com', selector: 'news', keyFile: path } },
    })
    await mailer.send(mail)
    const asked: string[] = []
    const resolver = async (name: string) => {
      asked.push(name)
      return [[`v=DKIM1; k=rsa; p=${publicKey}`]]
    }
    const raw = server.received[0]?.raw ?? Buffer.alloc(0)
    const { results } = await dkimVerify(raw, { resolver })
    expect(results.map(({ status: { result } }: { status: { result: string } }) => result)).toEqual(['pass'])
    expect(asked).toEqual(['news._domainkey.example.com'])
    const covered = /; h=([^;]+);/.exec(raw.toString('latin1').replace(/\r\n\s+/g, ' '))?.[1]?.split(':')
    expect(covered).toEqual(
      expect.arrayContaining(['from', 'to', 'subject', 'date', 'message-id', 'list-unsubscribe', 'list-unsubscribe-post']),
    )
    const forged = Buffer.from(raw.toString('latin1').replace('unsubscribe?t=abc', 'unsubscribe?t=abd'), 'latin1')
    const other = await dkimVerify(forged, { resolver })
    expect(other.results.map(({ status: { result } }: { status: { result: string } }) => result)).not.toEqual(['pass'])
  })

  test('without a key that can be used nothing starts, and the error says what to do', async () => {
    const dkimIn = (file: string) => ({ mail: { ...sender, dkim: { domain: 'example.com', selector: 'news', keyFile: file } } })
    const home = await folder()
    await expect(open(dkimIn(join(home, 'none.pem')))).rejects.toThrow(
      /none\.pem:1:1: mail\.dkim\.keyFile: there is no such file\n.*openssl genrsa/,
    )
    await writeFile(join(home, 'text.pem'), 'secret words')
    await expect(open(dkimIn(join(home, 'text.pem')))).rejects.toThrow(/holds no private key/)
    const { privateKey } = generateKeyPairSync('ed25519')
    await writeFile(join(home, 'ed.pem'), privateKey.export({ type: 'pkcs8', format: 'pem' }))
    await expect(open(dkimIn(join(home, 'ed.pem')))).rejects.toThrow(/ed25519, and signing takes rsa/)
  })
})

describe('without a server', () => {
  test('mails are whole files for their owner alone, and nothing half-written lies there', async () => {
    const outboxFolder = join(await folder(), 'home', 'outbox')
    const mailer = await open({ mail: null, outboxFolder })
    const order: string[] = []
    const first = await mailer.send(mail, { onHandOver: async () => void order.push(...(await readdir(outboxFolder))) })
    await mailer.send({ ...mail, to: 'bob@example.org' })
    expect(mailer).toMatchObject({ kind: 'files', place: outboxFolder })
    expect(order).toEqual([expect.stringMatching(/^\.\d{4}-.*\.part$/)])
    const files = (await readdir(outboxFolder)).sort()
    expect(files).toHaveLength(2)
    for (const file of files) expect(file).toMatch(/^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\d-\d{3}Z-eml_[0-9a-f]{24}\.eml$/)
    expect((await stat(outboxFolder)).mode & 0o777).toBe(0o700)
    for (const file of files) expect((await stat(join(outboxFolder, file))).mode & 0o777).toBe(0o600)
    const parsed = await Promise.all(files.map(async (file) => simpleParser(await readFile(join(outboxFolder, file)))))
    expect(parsed.map(({ to }) => to && !Array.isArray(to) && to.text).sort()).toEqual(['ada@example.org', 'bob@example.org'])
    expect(parsed[0]).toMatchObject({ subject: mail.subject, html: mail.html })
    expect(first.status === 'sent' && parsed.map(({ messageId }) => messageId).includes(`<${first.messageId}>`)).toBe(true)
  })

  test('links of the text can be copied out of the file, also long ones beside letters that are not ASCII', async () => {
    const outboxFolder = join(await folder(), 'outbox')
    const link = `https://panel.example/votes/confirm?token=${'a=b'.repeat(100)}`
    const text = `Grüße.\n\n${link}\n\nThe panel`
    const mailer = await open({ mail: null, outboxFolder })
    await mailer.send({ ...mail, text })
    const tooLong = `${link}${'x'.repeat(998)}`
    await mailer.send({ ...mail, text: tooLong })
    const files = await Promise.all((await readdir(outboxFolder)).map((file) => readFile(join(outboxFolder, file))))
    const kept = files.find((file) => file.includes(`\r\n${link}\r\n`))
    expect(kept).toBeDefined()
    const parsed = await Promise.all(files.map((file) => simpleParser(file)))
    expect(parsed.map((mail) => mail.text?.trimEnd()).toSorted()).toEqual([text, tooLong].toSorted())
    // No line is longer than a mail may have it.
    expect(files.flatMap((file) => file.toString('latin1').split('\r\n')).filter((line) => line.length > 998)).toEqual([])
  })

  test('a hand-over that fails leaves no file', async () => {
    const outboxFolder = join(await folder(), 'outbox')
    const mailer = await open({ mail: null, outboxFolder })
    await expect(mailer.send(mail, { onHandOver: () => Promise.reject(new Error('no')) })).rejects.toThrow('no')
    expect(await readdir(outboxFolder)).toEqual([])
  })
})

test('a server without a sender is refused at start', async () => {
  await expect(open({ smtpUrl: 'smtp://127.0.0.1:2525', mail: null })).rejects.toThrow(/PANEL_MAIL_FROM=/)
})
