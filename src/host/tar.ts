/** The content of the first regular file of a tar stream (POSIX ustar: 512 bytes of header, type flag at 156). */
export function firstFile(tar: Buffer): Buffer | undefined {
  for (let at = 0; at + 512 <= tar.length; ) {
    const type = tar[at + 156]
    const size = Number.parseInt(
      tar
        .subarray(at + 124, at + 136)
        .toString('latin1')
        .replace(/\0.*$/, '')
        .trim(),
      8,
    )
    if (type === 0 || type === 0x30) return tar.subarray(at + 512, at + 512 + size)
    if (type !== 0x78 && type !== 0x67) return undefined
    at += 512 + Math.ceil(size / 512) * 512
  }
  return undefined
}
