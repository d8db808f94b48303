import { z } from 'zod'

const secondsSchema = z.int().min(1).max(86_400)

/** How long the calls of a provider may take, as `timeouts` in panel.config.yaml says it, in seconds. What is left out has its default. */
export const timeoutSettingsSchema = z.strictObject({
  /** From sending a request to the first byte of its reply: the server's own queue, and reading the prompt, count here. */
  firstByteSeconds: secondsSchema.optional(),
  /** The longest silence within a reply that has begun. */
  idleSeconds: secondsSchema.optional(),
  /** From sending a request to the last byte of its reply. */
  totalSeconds: secondsSchema.optional(),
})
export type TimeoutSettings = Readonly<z.infer<typeof timeoutSettingsSchema>>

/** The same in milliseconds. What is left out is limited by the whole alone. */
export type CallTimeouts = {
  /** From sending to the reply's last byte. */
  deadlineMs: number
  firstByteMs?: number | undefined
  idleMs?: number | undefined
}

/** A hosted model that has not replied after ten minutes will not. */
const hosted = { totalSeconds: 600 }
/**
 * A server of one's own works through its queue and reads long prompts on whatever machine it has, and may be right to take an hour until it
 * begins; it streams, so that a reply that has begun shows that it goes on. The whole is bounded only so that nothing waits for ever.
 */
const local = { firstByteSeconds: 3_600, idleSeconds: 600, totalSeconds: 14_400 }

/** The timeouts of a provider: what the configuration says, over the defaults of a hosted or a local one. Pure. */
export function callTimeouts(settings: TimeoutSettings | undefined, { isLocal }: { isLocal: boolean }): CallTimeouts {
  const { firstByteSeconds, idleSeconds, totalSeconds }: TimeoutSettings = { ...(isLocal ? local : hosted), ...settings }
  const milliseconds = (seconds: number | undefined) => (seconds === undefined ? undefined : seconds * 1000)
  return {
    deadlineMs: (totalSeconds ?? hosted.totalSeconds) * 1000,
    firstByteMs: milliseconds(firstByteSeconds),
    idleMs: milliseconds(idleSeconds),
  }
}
