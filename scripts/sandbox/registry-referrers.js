import { ask, endWith, originOf } from './registry-http.js'

/**
 * @typedef {import('./registry-http.js').Call} Call
 * @typedef {import('./registry-http.js').Backend} Backend
 */

const INDEX = 'application/vnd.oci.image.index.v1+json'
const WITH_SUBJECT = `application/vnd.oci.image.manifest.v1+json, ${INDEX}`

/**
 * Answers what refers to a manifest, in one of the ways in which registries do. `api` is the specification's one, made from what was
 * written; a write is answered without `OCI-Subject`, though, so clients that look for it write the fallback tag as well.
 *
 * @param {Call} call @param {import('./registry.js').Switches['referrers']} way @param {Backend} backend
 * @param {import('./registry-tags.js').TagBook} book
 */
export async function answerReferrers({ url, target, response, request }, way, backend, book) {
  switch (way) {
    case 'api': {
      const all = await referrersOf(target.repo, target.reference, backend, book)
      const type = url.searchParams.get('artifactType')
      if (type !== null) response.setHeader('oci-filters-applied', 'artifactType')
      return endWithIndex(
        response,
        all.filter(({ artifactType }) => type === null || artifactType === type),
      )
    }
    case 'empty':
      return endWithIndex(response, [])
    case '303':
      response.setHeader('location', `${originOf(request)}/html/${target.repo}`)
      return endWith(response, 303, 'text/html', '')
    case '404':
      return endWith(response, 404, 'text/plain; charset=utf-8', '404 page not found\n')
  }
}

/** @param {import('node:http').ServerResponse} response @param {readonly object[]} manifests */
function endWithIndex(response, manifests) {
  endWith(response, 200, INDEX, JSON.stringify({ schemaVersion: 2, mediaType: INDEX, manifests }))
}

/** @param {string} repo @param {string} subject @param {Backend} backend @param {import('./registry-tags.js').TagBook} book */
async function referrersOf(repo, subject, backend, book) {
  const found = []
  for (const digest of book.digests(repo)) {
    const { status, body } = await ask(backend, `/v2/${repo}/manifests/${digest}`, 'GET', {
      accept: WITH_SUBJECT,
    })
    const manifest = status === 200 ? JSON.parse(body) : {}
    if (manifest.subject?.digest !== subject) continue
    const { mediaType, annotations, artifactType = manifest.config?.mediaType } = manifest
    found.push({ mediaType, digest, size: Buffer.byteLength(body), artifactType, annotations })
  }
  return found
}
