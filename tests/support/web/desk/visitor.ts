import type { Role } from '../../../../src/contracts/role.js'
import { cookiesOf } from '../cookie-jar.js'
import type { TestSite } from '../site/test-site.js'

const password = 'violet teapot under rain'
const formHeaders = { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' }

export type DeskVisitor = Awaited<ReturnType<typeof addVisitor>>

/** A new person who is signed in at the desk, asked without a browser. */
export async function addVisitor(site: TestSite, name: string, role: Role) {
  const email = `${name.toLowerCase()}@example.org`
  const added = await site.desk.people.add({ actor: { system: 'test' }, name, email, role, password })
  if (added.status !== 'added') throw new Error(`${name} was not added: ${added.status}`)
  let cookie = ''
  const send = async (path: string, init: RequestInit = {}) => {
    const response = await site.send(path, { ...init, headers: { cookie, ...(init.headers as Record<string, string> | undefined) } })
    return { status: response.status, location: response.headers.get('location'), headers: response.headers, text: await response.text() }
  }
  const post = (path: string, fields: Record<string, string>) =>
    send(path, { method: 'POST', body: new URLSearchParams(fields).toString(), headers: formHeaders })
  cookie = cookiesOf(await post('/auth/sign-in', { email, password }))
  return { userId: added.userId, email, get: (path: string) => send(path), post, send }
}
