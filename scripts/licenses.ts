import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

// Writes the licences of everything in the bundle. ncc's own list leaves out modules that it joins into one, so the bundle
// itself is asked which packages it is made of.

const bundles = (await readdir('dist')).filter((name) => name.endsWith('index.js'))
const texts = await Promise.all(bundles.map((name) => readFile(join('dist', name), 'utf8')))
const found = texts.flatMap((text) => [...text.matchAll(/node_modules\/((?:@[\w.-]+\/)?[\w.-]+)\//g)])
const names = [...new Set(found.flatMap((match) => match[1] ?? []))].toSorted()
if (names.length < 5)
  throw new Error(`only ${names.join(', ')} found in the bundle: has ncc changed how it names modules?`)

async function licenceOf(name: string): Promise<string> {
  const folder = join('node_modules', name)
  const { version, license } = JSON.parse(await readFile(join(folder, 'package.json'), 'utf8'))
  const file = (await readdir(folder)).find((entry) => /^licen[cs]e(?:\.\w+)?$/i.test(entry))
  const text = file === undefined ? '' : await readFile(join(folder, file), 'utf8')
  return `${name} ${version}\n${license}\n\n${text.trim()}\n`
}

await writeFile(
  'dist/licenses.txt',
  (await Promise.all(names.map(licenceOf))).join(`\n${'-'.repeat(80)}\n\n`),
)
