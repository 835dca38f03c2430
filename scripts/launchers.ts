import { readFile, writeFile } from 'node:fs/promises'
import { parse } from 'yaml'
import { operations } from '../src/index.ts'

// One bundle, one launcher for each action and for post: the runner starts a file, not a function.
for (const name of Object.keys(operations)) {
  await writeFile(`dist/${name}.js`, `import { run } from './index.js'\n\nawait run('${name}')\n`)
}

// What runs the committed bundle without a YAML parser at hand (npm start) reads the description from here.
const action = parse(await readFile('action.yml', 'utf8'))
await writeFile('dist/action.json', `${JSON.stringify(action, null, 2)}\n`)
