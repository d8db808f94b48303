import { InvalidArgumentError, Option } from 'commander'

/** `--port`, read as a number. */
export function portOption(description: string): Option {
  return new Option('--port <port>', description).argParser(parsePort)
}

function parsePort(text: string): number {
  const port = Number(text)
  if (text.trim() === '' || !Number.isInteger(port) || port < 0 || port > 65_535)
    throw new InvalidArgumentError('a port is a number from 0 (any free one) to 65535')
  return port
}
