import { createPrivateKey } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import DKIM from 'nodemailer/lib/dkim'
import { InputError } from '../platform/errors.js'
import type { MailSettings } from './mail-settings.js'

export type SignMail = (raw: Buffer) => Promise<Buffer>

/**
 * What a signature covers. RFC 8058 asks for both headers of one-click unsubscribing; the second is not among those that nodemailer signs by
 * itself.
 */
const signedHeaders = [
  ...['From', 'To', 'Subject', 'Date', 'Message-ID', 'MIME-Version', 'Content-Type', 'Content-Transfer-Encoding'],
  ...['Reply-To', 'List-Id', 'List-Unsubscribe', 'List-Unsubscribe-Post', 'Auto-Submitted'],
].join(':')

/**
 * Signs messages with the key of that file (DKIM, RFC 6376: rsa-sha256, relaxed/relaxed). Throws `InputError` when the file cannot be read or
 * holds no RSA key of 1024 bits or more.
 */
export async function openSigner({ domain, selector, keyFile }: NonNullable<MailSettings['dkim']>): Promise<SignMail> {
  const privateKey = await readKey(keyFile)
  const dkim = new DKIM({ domainName: domain, keySelector: selector, privateKey, headerFieldNames: signedHeaders })
  return async (raw) => {
    const chunks: Buffer[] = []
    for await (const chunk of dkim.sign(raw)) chunks.push(Buffer.from(chunk))
    const signed = Buffer.concat(chunks)
    // The signer leaves its header out where it cannot sign, and says nothing.
    if (!signed.subarray(0, 15).toString('latin1').startsWith('DKIM-Signature:')) throw new Error('a mail could not be signed (DKIM)')
    return signed
  }
}

async function readKey(keyFile: string): Promise<string> {
  const text = await readFile(keyFile, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw keyProblem(keyFile, error.code === 'ENOENT' ? 'there is no such file' : `it cannot be read (${error.code ?? 'unknown'})`)
  })
  const key = parseKey(text)
  if (key === null) throw keyProblem(keyFile, 'it holds no private key in PEM without a passphrase')
  const { modulusLength = 0 } = key.asymmetricKeyDetails ?? {}
  if (key.asymmetricKeyType !== 'rsa') throw keyProblem(keyFile, `its key is of the kind ${key.asymmetricKeyType}, and signing takes rsa`)
  if (modulusLength < 1024) throw keyProblem(keyFile, `its key has ${modulusLength} bits, and receivers want 1024 or more`)
  return text
}

function parseKey(text: string) {
  try {
    return createPrivateKey(text)
  } catch {
    return null
  }
}

function keyProblem(keyFile: string, message: string): InputError {
  const fix = `openssl genrsa -out ${keyFile} 2048, then publish its public key under <selector>._domainkey.<domain>; or leave mail.dkim out`
  return new InputError('Mails cannot be signed:', [{ file: keyFile, line: 1, column: 1, message: `mail.dkim.keyFile: ${message}`, fix }])
}
