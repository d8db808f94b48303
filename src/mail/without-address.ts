/** The text without the address, however it is written: servers repeat it, and it is no one's business in a log. */
export function withoutAddress(text: string, address: string): string {
  return text.replaceAll(new RegExp(address.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'), 'gi'), '[address]')
}
