/** What Node's error codes for files mean, and what to do about it. */
const words: Readonly<Record<string, { why: string; fix: string }>> = {
  ENOSPC: { why: 'the disk is full (of bytes, or of files)', fix: 'free some space there' },
  EDQUOT: { why: "the user's disk quota is used up", fix: 'free some space there, or raise the quota' },
  EFBIG: { why: 'the file would be larger than a file may be here', fix: 'raise the limit (ulimit -f), or choose another file system' },
  EROFS: { why: 'the file system is mounted read-only', fix: 'choose a folder that can be written' },
  EACCES: { why: 'this user may not write there', fix: 'give this user the folder, or choose another' },
  EPERM: { why: 'this user may not write there', fix: 'give this user the folder, or choose another' },
  ENOENT: { why: 'the folder does not exist, and none can be made there', fix: 'choose another folder' },
  ENOTDIR: { why: 'a part of the path is a file and no folder', fix: 'choose another folder' },
  EEXIST: { why: 'there is a file where a folder is needed', fix: 'remove it, or choose another folder' },
  EISDIR: { why: 'it is a folder', fix: 'name a file in it' },
  ENAMETOOLONG: { why: 'the path is too long', fix: 'choose a shorter one' },
  ELOOP: { why: 'symbolic links lead in a circle', fix: 'choose another folder' },
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
