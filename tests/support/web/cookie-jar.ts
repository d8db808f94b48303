/** The cookies of a browser: keeps what an answer sets, drops what it ends, and has the header that a request sends. */
export function createCookieJar() {
  const cookies = new Map<string, string>()
  return {
    cookies,
    /** Empty without a cookie. */
    header: (): string => [...cookies].map(([name, value]) => `${name}=${value}`).join('; '),
    keep: ({ headers }: Pick<Response, 'headers'>): void => {
      for (const line of headers.getSetCookie()) {
        const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
        if (value === '' || /max-age=0/i.test(line)) cookies.delete(name)
        else cookies.set(name, value)
      }
    },
  }
}

/** What an answer sets, as the header of the requests that follow. */
export function cookiesOf(answer: Pick<Response, 'headers'>): string {
  const jar = createCookieJar()
  jar.keep(answer)
  return jar.header()
}
