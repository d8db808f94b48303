import type { Child } from 'hono/jsx'
import type { SeatCall } from '../../../contracts/call.js'
import { safeHref } from '../../../platform/html/safe-text.js'
import { callWords } from './call-words.js'
import { dayText } from './words.js'

/** A day as people read it, with the machine's form beside it. Takes YYYY-MM-DD or a UTC instant. */
export function Day({ on }: { on: string }) {
  return <time datetime={on.slice(0, 10)}>{dayText(on)}</time>
}

/** When a source was published and read; `publishedOn` is null where it does not say. */
export function SourceDays({ publishedOn, retrievedOn }: { publishedOn: string | null; retrievedOn: string }) {
  return (
    <>
      {publishedOn === null ? null : (
        <>
          published <Day on={publishedOn} />,{' '}
        </>
      )}
      read <Day on={retrievedOn} />
    </>
  )
}

/** A link to a page outside, or the bare text where the address is not one that may become a link. */
export function OutsideLink({ url, text }: { url: string; text: Child }) {
  const href = safeHref(url)
  if (href === null) return <span>{text}</span>
  return (
    <a href={href} rel="nofollow noopener">
      {text}
    </a>
  )
}

/** Where an address may go on in the next line, however narrow its column: after its `@`, dots and slashes. Its text stays what it was. */
export function Address({ text }: { text: string }) {
  return (
    <>
      {text.split(/(?<=[@./+])/).map((piece, index) => (
        <>
          {index === 0 ? null : <wbr />}
          {piece}
        </>
      ))}
    </>
  )
}

/** A call as a mark and a word: the stylesheet draws the mark. `null` is a seat without a call. */
export function CallMark({ call }: { call: SeatCall | null }) {
  const kind = call ?? 'none'
  return <span class={`call ${kind}`}>{callWords[kind]}</span>
}
