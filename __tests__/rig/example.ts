import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { ROOT } from './publish.ts'

/** Every file of the example, as it is in this repository: by its path, with its text. */
export function exampleFiles(): Record<string, string> {
  const inside = readdirSync(join(ROOT, 'example'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.includes('__pycache__'))
    .map(({ parentPath, name }) => join(parentPath, name).slice(ROOT.length + 1))
  const paths = ['Dockerfile.example', '.dockerignore', ...inside]
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(ROOT, path), 'utf8')]))
}
