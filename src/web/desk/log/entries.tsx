import type { AuditEntry } from '../../../contracts/audit.js'
import { roleSchema, roleWords } from '../../../contracts/role.js'
import { revealInvisible } from '../../../platform/html/safe-text.js'
import { isolate } from '../../../platform/text/text-direction.js'
import type { AuditFound } from '../../../review/audit-actions.js'
import { Moment } from '../parts.js'
import { intakePath, panelPath, recordPath, toolPath, verdictPath } from '../paths.js'
import { listWords, settingWords, verbOf } from './log-words.js'

type Titles = AuditFound['titles']
type EntriesProps = { entries: readonly AuditEntry[]; titles: Titles; people: ReadonlyMap<string, string>; now: Date }

/** Entries of the log as sentences, newest first; ids and hashes behind a disclosure. */
export function Entries({ entries, titles, people, now }: EntriesProps) {
  return (
    <table class="list stack-early">
      <thead>
        <tr>
          <th scope="col">When</th>
          <th scope="col">Who</th>
          <th scope="col">What</th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <tr>
            <td>
              <Moment at={entry.at} now={now} />
            </td>
            <td>{'system' in entry.actor ? entry.actor.system : `${isolate(entry.actor.name)}, ${entry.actor.role}`}</td>
            <td>
              {verbOf(entry)} <Subject entry={entry} titles={titles} people={people} />
              <Details entry={entry} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

/** `The Builder on Mistral 3`: what the entry is about, by name, and a link where it has a page. */
function Subject({ entry, titles, people }: Pick<EntriesProps, 'titles' | 'people'> & { entry: AuditEntry }) {
  const { action, subject, data } = entry
  const { kind, id, recordId } = subject
  const of = titles.get(id)
  const name = titleOf(titles, id)
  const tool = typeof data.tool === 'string' ? (titleOf(titles, data.tool) ?? data.tool) : undefined
  if (kind === 'verdict' && recordId !== null) return <Linked href={verdictPath(recordId, id)} name={name ?? 'a verdict'} />
  if (kind === 'record') return <Linked href={recordPath(id)} name={name ?? 'a record'} />
  if (kind === 'comment' && recordId !== null) return <Linked href={recordPath(recordId)} name={titleOf(titles, recordId) ?? 'a record'} />
  if (kind === 'panel') return <Linked href={panelPath(id)} name={name ?? 'tools that are gone'} />
  if (kind === 'tool') return <Linked href={toolPath(id)} name={name ?? id} />
  if (kind === 'intake') return <Linked href={intakePath(id)} name={tool ?? hostOf(data.addresses) ?? 'a tool'} />
  if (kind === 'burst') return tool === undefined ? null : <Named>{tool}</Named>
  const said = typeof data.name === 'string' ? data.name : typeof data.week === 'string' ? data.week : undefined
  if (action === 'invite' || action === 'withdraw invitation') return <>{invitationOf(data.role ?? of?.made?.role)}</>
  if (kind === 'user') return <Named>{people.get(id) ?? said ?? 'someone who is gone'}</Named>
  if (kind === 'setting' && isList(data.list)) return <View list={data.list} name={said ?? ''} />
  if (kind === 'setting') return <Setting id={id} data={data} made={of?.made} />
  return said === undefined ? null : <Named>{said}</Named>
}

function Named({ children }: { children: string }) {
  return <bdi>{revealInvisible(children)}</bdi>
}

/** Where the first of the addresses that were read is. */
function hostOf(addresses: unknown): string | undefined {
  const [first] = Array.isArray(addresses) ? addresses : []
  return typeof first === 'string' && URL.canParse(first) ? new URL(first).host : undefined
}

/** Invitations are to no one by name: by the role that they give. */
function invitationOf(role: unknown): string {
  const known = roleSchema.safeParse(role)
  return known.success ? `an invitation for ${roleWords[known.data]}` : 'an invitation'
}

const isList = (list: unknown): list is keyof typeof listWords => typeof list === 'string' && Object.hasOwn(listWords, list)

/** A saved view by its name and its list; the list alone where it opens as it comes. */
function View({ list, name }: { list: keyof typeof listWords; name: string }) {
  if (name === '') return <>{listWords[list]}, as it comes</>
  return (
    <>
      <Named>{name}</Named>, of {listWords[list]}
    </>
  )
}

/** A setting by its page, a webhook by where it goes. */
function Setting({ id, data, made }: Pick<AuditEntry, 'data'> & { id: string; made: AuditEntry['data'] | undefined }) {
  const where = [settingWords[id], originOf(data.url), data.to, made?.to].find((word) => typeof word === 'string')
  return <Named>{(where as string | undefined) ?? 'an address that is not known'}</Named>
}

/** What follows the origin of an address may be a secret. */
function originOf(url: unknown): string | undefined {
  return typeof url === 'string' && URL.canParse(url) ? new URL(url).origin : undefined
}

const mostNamed = 3

function nameOf({ tools, seat }: { tools: readonly string[]; seat: string | null }): string {
  const shown = tools.slice(0, mostNamed).map((tool) => isolate(tool))
  const more = tools.length > mostNamed ? ` and ${tools.length - mostNamed} more` : ''
  const all = `${shown.join(' vs ')}${more}`
  return seat === null ? all : `${isolate(seat)} on ${all}`
}

/** What something is called in the log, by its id; undefined where nothing of it is known. */
export function titleOf(titles: Titles, id: string): string | undefined {
  const of = titles.get(id)
  return of === undefined || of.tools.length === 0 ? undefined : nameOf(of)
}

function Linked({ href, name }: { href: string; name: string }) {
  return <a href={href}>{revealInvisible(name)}</a>
}

/** What the entry holds, to the letter: its number, its ids, its data and its hash. */
function Details({ entry: { seq, action, data, subject, hash } }: { entry: AuditEntry }) {
  return (
    <details>
      <summary class="meta">
        Details<span class="hide"> of entry {seq}</span>
      </summary>
      <p class="meta">
        Entry {seq}: {revealInvisible(action)}, {subject.kind} <span class="mono">{revealInvisible(subject.id)}</span>
        {subject.recordId === null || subject.recordId === subject.id ? null : (
          <>
            {' '}
            in <a href={recordPath(subject.recordId)}>its record</a>
          </>
        )}
      </p>
      {Object.keys(data).length === 0 ? null : <pre class="source-text mono">{revealInvisible(JSON.stringify(data, null, 2))}</pre>}
      <p class="meta">
        Hash <span class="mono">{hash}</span>
      </p>
    </details>
  )
}
