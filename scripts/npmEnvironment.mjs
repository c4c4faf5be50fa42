/** What tells npm where packages come from. */
const SOURCE =
  /^npm_config_(registry|cache|userconfig|globalconfig|(https?_)?proxy|noproxy|ca|cafile|strict_ssl|.*\/\/.*)$/i

/**
 * The environment for an npm that is started by a script which npm itself runs. A nested npm would take the options of
 * the outer one for its own, so they are left out; where packages come from stays.
 */
export function npmEnvironment() {
  const kept = Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name) || SOURCE.test(name))
  return Object.fromEntries(kept)
}
