import type { PublishedTool } from '../../../contracts/site.js'
import { safeHref } from '../../../platform/html/safe-text.js'
import { OutsideLink } from './parts.js'

/**
 * Where the tool itself is: its site and its repository, each with the host that a click leads to. Search engines ask for `nofollow` on links
 * that a page does not vouch for; none is paid for or written by readers, so neither `sponsored` nor `ugc` holds. An address that is no link is left out.
 */
export function ToolLinks({ tool: { name }, links }: { tool: { name: string }; links: PublishedTool['links'] }) {
  const shown = [
    { url: links?.website, text: 'Visit site', of: `the site of ${name}` },
    { url: links?.repository, text: 'Repository', of: `the repository of ${name}` },
  ].flatMap(({ url, ...rest }) => {
    const href = url === undefined ? null : safeHref(url)
    return href === null ? [] : [{ href, ...rest }]
  })
  if (shown.length === 0) return null
  return (
    <p class="links-out">
      {shown.map(({ href, text, of }, index) => (
        <>
          {index === 0 ? null : ' · '}
          <OutsideLink
            url={href}
            text={
              <>
                {text}
                <span class="hide">: {of}</span>
              </>
            }
          />{' '}
          <small>{new URL(href).host}</small>
        </>
      ))}
    </p>
  )
}
