import { expect, test } from 'vitest'
import { checkMail } from '../../../src/cli/check-mail.js'
import { createRuntime } from '../../../src/platform/runtime.js'
import { startSmtpServer } from '../../support/mail/smtp-server.js'

const runtime = createRuntime({ logLevel: 'silent' })
const mail = { from: 'Ship Panel <panel@example.com>', perMinute: 600, connections: 2 }

test('doctor says where mails go, and whether the server lets us in, without its password', async () => {
  const server = await startSmtpServer({ login: { user: 'news', password: 'violet-teapot' } })
  try {
    const smtpUrl = (password: string) => `smtp://news:${password}@127.0.0.1:${server.port}`
    expect(await checkMail({ smtpUrl: smtpUrl('violet-teapot'), mail, home: '/home' }, runtime)).toEqual({
      name: 'mail',
      status: 'ok',
      seen: `smtp://127.0.0.1:${server.port} takes mails from Ship Panel <panel@example.com>, without a DKIM signature`,
      fix: null,
    })
    const wrong = await checkMail({ smtpUrl: smtpUrl('yellow-teapot'), mail, home: '/home' }, runtime)
    expect(wrong).toMatchObject({ status: 'problem', seen: expect.stringContaining('535') })
    expect(JSON.stringify(wrong)).not.toContain('yellow-teapot')
    expect(server.received).toEqual([])
  } finally {
    await server.close()
  }
})

test('doctor says that mails become files, and what is missing to send them', async () => {
  expect(await checkMail({ smtpUrl: null, mail: null, home: '/home' }, runtime)).toMatchObject({
    status: 'not configured',
    seen: 'no SMTP_URL: mails are written as files to /home/outbox',
  })
  expect(await checkMail({ smtpUrl: 'smtp://127.0.0.1:25', mail: null, home: '/home' }, runtime)).toMatchObject({
    status: 'problem',
    seen: expect.stringContaining('nothing says who sends'),
  })
  const dkim = { domain: 'example.com', selector: 'news', keyFile: '/home/none.pem' }
  expect(await checkMail({ smtpUrl: null, mail: { ...mail, dkim }, home: '/home' }, runtime)).toMatchObject({
    status: 'problem',
    seen: expect.stringContaining('mail.dkim.keyFile: there is no such file'),
  })
})
