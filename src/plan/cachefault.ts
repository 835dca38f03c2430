/**
 * What a builder says where a layer that it had found in a cache cannot be fetched any more, which it does as late as the push
 * (containerd remotes; go-actions-cache; BuildKit cache/remotecache).
 */
const WORDS =
  /failed to copy:|short read:|httpReadSeeker|failed to configure \w+ cache|failed to (?:load|get|read) cache|cache (?:blob|entry|key) .*not found/i

/** Whether a build failed by a cache that it read, and not by what it builds. @param tail the last lines of the builder */
export function isCacheFault(tail: readonly string[]): boolean {
  return tail.some((line) => /^ERROR:/.test(line) && WORDS.test(line))
}
