import { readdir, readFile } from 'node:fs/promises'

/** Processor seconds, user and system together; null where the system does not tell (no /proc). */
export type CpuSeconds = number | null

/** What `/proc/<pid>/stat` says of a process. */
export type ProcessStat = { parentPid: number; ownTicks: number; reapedTicks: number }

/** Linux counts in hundredths of a second towards user space, whatever its own clock (proc(5), `sysconf(_SC_CLK_TCK)`). */
const ticksPerSecond = 100

/**
 * Reads a line of `/proc/<pid>/stat` (proc_pid_stat(5)): fields 4 ppid, 14 utime, 15 stime, 16 cutime, 17 cstime. The name in field 2 may
 * hold blanks and brackets, so fields count from the last bracket. Pure.
 */
export function parseProcessStat(text: string): ProcessStat {
  const fields = text
    .slice(text.lastIndexOf(')') + 2)
    .split(' ')
    .map(Number)
  const field = (number: number) => fields[number - 3] ?? 0
  return { parentPid: field(4), ownTicks: field(14) + field(15), reapedTicks: field(16) + field(17) }
}

/** The processor time a process has used so far, in all its threads, without its children. */
export async function readCpu(pid: number): Promise<CpuSeconds> {
  const stat = await readStat(pid)
  return stat === null ? null : stat.ownTicks / ticksPerSecond
}

/**
 * The processor time of a process and all its children so far: PostgreSQL serves each connection from a child of its postmaster. A child
 * that runs is read itself; one that has ended was reaped by its parent, which carries its time from then on (cutime and cstime). So
 * nothing is counted twice, nothing gets lost, and the sum only grows.
 */
export async function readTreeCpu(pid: number): Promise<CpuSeconds> {
  const root = await readStat(pid)
  if (root === null) return null
  const others = (await readdir('/proc')).filter((name) => /^\d+$/.test(name) && Number(name) !== pid)
  const stats = await Promise.all(others.map((name) => readStat(Number(name))))
  const children = stats.filter((stat) => stat?.parentPid === pid)
  const ticks = children.reduce((sum, child) => sum + (child?.ownTicks ?? 0) + (child?.reapedTicks ?? 0), root.ownTicks + root.reapedTicks)
  return ticks / ticksPerSecond
}

/** The processor time of a process's children that have ended, with all that those had waited for. */
export async function readReapedCpu(pid: number): Promise<CpuSeconds> {
  const stat = await readStat(pid)
  return stat === null ? null : stat.reapedTicks / ticksPerSecond
}

/** Memory of a process in bytes: at its most so far (VmHWM), and now (VmRSS). Null where the system does not tell. */
export type Memory = { peakBytes: number; residentBytes: number }

/** Reads `/proc/<pid>/status` (proc_pid_status(5)), which counts in KiB. */
export async function readMemory(pid: number): Promise<Memory | null> {
  const text = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => null)
  return text === null ? null : parseMemory(text)
}

/** Pure. */
export function parseMemory(status: string): Memory {
  const bytes = (name: string) => Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0) * 1024
  return { peakBytes: bytes('VmHWM'), residentBytes: bytes('VmRSS') }
}

/** Resident bytes of a process and all below it, now; null when it has ended or the system does not tell. */
export async function readTreeMemory(pid: number): Promise<number | null> {
  const own = await readMemory(pid)
  if (own === null) return null
  // Of the main thread, from which Node starts its children (proc_pid_task(5)).
  const children = (await readFile(`/proc/${pid}/task/${pid}/children`, 'utf8').catch(() => ''))
    .split(' ')
    .filter((text) => text.trim() !== '')
  const below = await Promise.all(children.map((child) => readTreeMemory(Number(child))))
  return below.reduce<number>((sum, bytes) => sum + (bytes ?? 0), own.residentBytes)
}

async function readStat(pid: number): Promise<ProcessStat | null> {
  const text = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)
  return text === null ? null : parseProcessStat(text)
}
