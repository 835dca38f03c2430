import { createHash } from 'node:crypto'
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { HOST_ARCH } from './debian.js'
import { run } from './run.js'

/**
 * An image as a file that `docker load` and `crane push` take.
 * @typedef {{ reference: string, file: string }} ImageArchive
 */

// The same files give the same bytes, whoever packs them and when.
const STABLE = ['--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--numeric-owner']

/**
 * Packs a folder as an image of one layer for this machine's architecture, in the format of `docker save`: no engine is
 * needed for it.
 * @param {{ root: string, file: string, reference: string, scratch: string, config: object }} image
 */
export async function writeArchive({ root, file, reference, scratch, config }) {
  const folder = join(scratch, 'archive')
  mkdirSync(join(folder, 'layer'), { recursive: true })
  const layer = join(folder, 'layer', 'layer.tar')
  await run('tar', [...STABLE, '-C', root, '-cf', layer, '.'])
  const diff = `sha256:${sha256(readFileSync(layer))}`
  const description = {
    created: '1970-01-01T00:00:00Z',
    architecture: HOST_ARCH,
    os: 'linux',
    config,
    rootfs: { type: 'layers', diff_ids: [diff] },
    history: [{ created: '1970-01-01T00:00:00Z', created_by: 'scripts/rig' }],
  }
  const text = JSON.stringify(description)
  const name = `${sha256(text)}.json`
  writeFileSync(join(folder, name), text)
  const manifest = [{ Config: name, RepoTags: [reference], Layers: ['layer/layer.tar'] }]
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest))
  await run('tar', [
    ...STABLE,
    '-C',
    folder,
    '-cf',
    join(scratch, 'image.tar'),
    'manifest.json',
    name,
    'layer',
  ])
  renameSync(join(scratch, 'image.tar'), file)
}

/** @param {string | Buffer} data */
const sha256 = (data) => createHash('sha256').update(data).digest('hex')
