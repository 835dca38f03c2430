/** Words of docker about the engine: docker makes 126 and 127 out of some, as of a socket that is not there (docker/cli, run.go). */
const ENGINE_IN_TROUBLE =
  /^docker: .*(?:docker (?:daemon|API)\b|error during connect|dial (?:unix|tcp)|start shim|retrieve OCI runtime error)/i

/** Words of docker about what an image asks for: its program, its user, its folder, its command. */
const IMAGE_REFUSED =
  /\bexec:? .*(?:no such file or directory|exec format error|permission denied|executable file not found|(?:is|not) a directory)|\bchdir to cwd\b|cannot mkdir: .* not a directory|unable to find (?:user|group) |no matching entries in (?:passwd|group)|no command specified/i

/** What is looked at of what docker and a container wrote, the newest last. */
const LINES = 20

/** Whether docker says that the engine is in trouble. */
export function blamesEngine(last: readonly string[]): boolean {
  return last.slice(-LINES).some((line) => ENGINE_IN_TROUBLE.test(line))
}

/** Whether docker says that it started nothing because of the image. A pull that failed, and an engine in trouble, say nothing about it. */
export function blamesImage(last: readonly string[]): boolean {
  return !blamesEngine(last) && last.slice(-LINES).some((line) => IMAGE_REFUSED.test(line))
}
