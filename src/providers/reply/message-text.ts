import type { Message } from '../../contracts/model-call.js'

/**
 * A message as one text, for providers whose messages have no parts. A blank line keeps two parts apart,
 * so that one part's closing delimiter never shares a line with the next part's opening one.
 */
export function messageText({ parts }: Message): string {
  return parts.map((part) => part.text).join('\n\n')
}
