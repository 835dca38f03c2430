import { type ImageName, isReservedTag, parseImageName, parseTag, type Tag } from '../../domain/reference.ts'
import { parseVersion } from '../../domain/version.ts'
import { autoOr, choice, commas, flag, matching, quote } from './parsers.ts'
import { Fault, list, optional, type Parser, type Values, withDefault } from './row.ts'

/** The name of an image, without tag or digest. */
export const image: Parser<ImageName> = (text) => {
  const name = parseImageName(text)
  if (!('fault' in name)) return name
  return new Fault({ found: `${quote(text)} ${name.fault}.`, allowed: 'a name such as ghcr.io/owner/app' })
}

/** A tag of the user's own, beside the planned ones. */
const extraTag: Parser<Tag> = (text) => {
  if (isReservedTag(text)) {
    return new Fault({
      found: `${quote(text)} is reserved: signatures, caches and this action's own records live under such tags.`,
    })
  }
  const tag = parseTag(text)
  if (tag !== undefined) return tag
  return new Fault({
    found: `${quote(text)} (${text.length} characters) is not a valid tag.`,
    allowed: "up to 128 of A-Z a-z 0-9 _ . -, not starting with '.' or '-'",
  })
}

const PATH =
  /^[A-Za-z0-9][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*(?:\/[A-Za-z0-9][A-Za-z0-9_-]*(?:\.[A-Za-z0-9_-]+)*)*$/

/** The part before the version in a git tag, without the `/` between them. */
const tagPrefix: Parser<string> = (text) => {
  const prefix = text.replace(/\/+$/, '')
  if (prefix.length <= 100 && PATH.test(prefix)) return prefix
  return new Fault({
    found: `${quote(text)} cannot be used.`,
    allowed: 'app-a for git tags such as app-a/v1.2.3',
  })
}

/** A version, with or without the prefix of a monorepo before it. */
export const version: Parser<string> = (text) => {
  const [name = ''] = text.split('/').slice(-1)
  if (text.length <= 255 && parseVersion(name) !== undefined) return text
  return new Fault({
    found: `${quote(text)} is not a version.`,
    allowed: 'MAJOR.MINOR.PATCH with an optional v and pre-release, such as v1.2.3 or v1.3.0-rc.1',
  })
}

/** What is published, under which name and tags. */
export const identityRows = {
  image: optional(
    'image',
    image,
    'Image name without a tag, lower-cased; `owner/app` without a host is on Docker Hub. Default: `ghcr.io/<owner>/<repo>`, and with a `tag-prefix` `ghcr.io/<owner>/<repo>/<prefix>`.',
  ),
  tag: optional(
    'tag',
    version,
    'Version to publish, such as `v1.2.3`. Default: from the event (tag, release or branch).',
  ),
  extraTags: list('extra-tags', commas(extraTag), 'More tags for the same image, by comma or line.'),
  tagPrefix: optional(
    'tag-prefix',
    tagPrefix,
    'Monorepo: the part before the version in git tags; `app-a` reads `app-a/v1.2.3`.',
  ),
  tagSuffix: optional(
    'tag-suffix',
    matching(
      /^-[A-Za-z0-9_][A-Za-z0-9_.-]{0,62}$/,
      "'-' and up to 63 letters, digits, '_', '.', '-', as in -alpine",
    ),
    'Suffix of every tag, such as `-alpine`; suffixed tags move along lines of their own.',
  ),
  vPrefix: withDefault(
    'v-prefix',
    'keep',
    choice('keep', 'strip', 'both'),
    'How version tags are written: `keep` as in git, `strip` the `v`, or `both`.',
  ),
  latest: withDefault(
    'latest',
    'auto',
    autoOr(flag),
    'Whether `latest` moves: `auto` when this is the highest stable version, `true` always (and every tag to fewer platforms, too), `false` never. It is the choice of this publish alone.',
  ),
  overwrite: withDefault(
    'overwrite',
    'false',
    flag,
    'Whether a version that is published already is replaced: that of another commit, and that of this one, which is built again. Versions do not change otherwise.',
  ),
}

export type IdentityInputs = Values<typeof identityRows>
