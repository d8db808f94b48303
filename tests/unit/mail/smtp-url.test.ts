import { describe, expect, test } from 'vitest'
import { readSmtpUrl } from '../../../src/mail/smtp-url.js'

describe('an SMTP address', () => {
  test.each([
    ['smtp://news:secret@mail.example.com', true],
    ['smtp://news:secret@mail.example.com:25', true],
    ['smtp://news:secret@192.0.2.1:587', true],
    ['smtp://news:secret@127.0.0.1:1025', undefined],
    ['smtp://news:secret@localhost:1025', undefined],
    ['smtp://news:secret@[::1]:1025', undefined],
    ['smtp://mail.example.com:25', undefined],
    ['smtps://news:secret@mail.example.com', undefined],
    ['smtp://news:secret@mail.example.com?requireTLS=false', undefined],
  ])('%s has to go over to TLS: %s', (url, must) => {
    expect(readSmtpUrl(url).options.requireTLS).toBe(must)
  })

  test.each([
    ['smtp://news:secret@mail.example.com', 'smtp://mail.example.com:587'],
    ['smtps://news:secret@mail.example.com', 'smtps://mail.example.com:465'],
    ['smtp://mail.example.com:2525?tls.servername=x', 'smtp://mail.example.com:2525'],
  ])('%s is shown as %s', (url, place) => {
    expect(readSmtpUrl(url).place).toBe(place)
  })

  test('its password is taken out of what a server says, in every form in which it was sent', () => {
    const { clean } = readSmtpUrl('smtp://news:p%40ss%20word@mail.example.com')
    const plain = Buffer.from('\u0000news\u0000p@ss word').toString('base64')
    const login = Buffer.from('p@ss word').toString('base64')
    const said = `535 AUTH PLAIN ${plain}\r\n${login} p%40ss%20word p@ss word\u0007`
    expect(clean(said)).toBe('535 AUTH PLAIN [redacted] [redacted] [redacted] [redacted]')
  })
})
