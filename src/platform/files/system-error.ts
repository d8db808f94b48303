/** What Node's error codes for files mean, and what to do about it. */
const words: Readonly<Record<string, { why: string; fix: string }>> = {
  ENOSPC: { why: 'the disk is full (of bytes, or of files)', fix: 'free some space there' },
  EDQUOT: { why: "the user's disk quota is used up", fix: 'free some space there, or raise the quota' },
  EFBIG: { why: 'the file would be larger than a file may be here', fix: 'raise the limit (ulimit -f), or choose another file system' },
  EROFS: { why: 'the file system is mounted read-only', fix: 'choose a folder that can be written (PANEL_HOME for the data)' },
  EACCES: { why: 'this user may not write there', fix: 'give this user the folder, or choose another' },
  EPERM: { why: 'this user may not write there', fix: 'give this user the folder, or choose another' },
  ENOENT: { why: 'there is no such folder, and none can be made there', fix: 'choose another folder (PANEL_HOME for the data)' },
  ENOTDIR: { why: 'a part of the path is a file and no folder', fix: 'choose another folder (PANEL_HOME for the data)' },
  EEXIST: { why: 'there is a file where a folder is needed', fix: 'remove it, or choose another folder (PANEL_HOME for the data)' },
  EISDIR: { why: 'it is a folder', fix: 'name a file in it' },
  ENAMETOOLONG: { why: 'the path is too long', fix: 'choose a shorter one' },
  ELOOP: { why: 'symbolic links lead in a circle', fix: 'choose another folder (PANEL_HOME for the data)' },
  EMFILE: { why: 'too many files are open in this process', fix: 'raise the limit (ulimit -n)' },
  ENFILE: { why: 'too many files are open on this machine', fix: 'close some, or raise the limit of the system' },
  EIO: { why: 'the disk reports an error', fix: 'look at the log of the system' },
}

/** A cause and a fix for an error of the file system, in words; null for any other error. Looks at its causes, too. */
export function explainSystemError(error: unknown): { why: string; fix: string } | null {
  if (!(error instanceof Error)) return null
  const found = 'code' in error && typeof error.code === 'string' ? words[error.code] : undefined
  return found ?? explainSystemError(error.cause)
}

/** Whether an error of the file system is about room: nothing that was asked for is wrong, and it may do another time. */
export function isOutOfSpace(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? error.code : undefined
  return code === 'ENOSPC' || code === 'EDQUOT' || code === 'EFBIG' || isOutOfSpace(error.cause)
}

/** What PostgreSQL and its programs say of the same, and of a user whom the system does not list. */
const patterns: readonly (readonly [RegExp, { why: string; fix: string } | undefined])[] = [
  [/No space left on device|Check free disk space|wrote only \d+ of \d+ bytes/, words.ENOSPC],
  [/Disk quota exceeded/, words.EDQUOT],
  [/File too large/, words.EFBIG],
  [/Read-only file system/, words.EROFS],
  [/Too many open files/, words.EMFILE],
  [/File name too long/, words.ENAMETOOLONG],
  [
    /could not look up effective user ID/,
    {
      why: 'the user that this process runs as has no entry in /etc/passwd, and PostgreSQL does not run without one',
      fix: 'run as a user who has one (docker run --user with a number that the image knows), or add the entry',
    },
  ],
  [
    /could not (?:create|resize|open) shared memory|shared memory segment/i,
    { why: 'there is no shared memory to be had', fix: 'mount /dev/shm, or make it larger (docker run --shm-size 256m)' },
  ],
]

/** As `explainSystemError`, for the words of a program or of its log. */
export function explainSystemWords(text: string): { why: string; fix: string } | null {
  return patterns.find(([pattern]) => pattern.test(text))?.[1] ?? null
}
