/** A place on a disk, and the bytes that are free there. */
export interface Place {
  /** In our words, as in `the data root of the engine`. */
  readonly name: string
  readonly path: string
  readonly free: number
}

/** `17.3 MB`, in steps of 1000 as registries count. */
export function formatBytes(bytes: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB']
  const step = Math.min(units.length - 1, bytes < 1000 ? 0 : Math.floor(Math.log10(bytes * 1.00005) / 3))
  const value = bytes / 1000 ** step
  return `${step === 0 ? value : value.toFixed(1)} ${units[step]}`
}
