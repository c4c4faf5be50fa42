// What the operating system refuses, in words that say what to change.

const refusals: Readonly<Record<string, string>> = {
  EADDRINUSE: "is in use by another program. Choose another port, or stop the other program.",
  EADDRNOTAVAIL: "is not an address of this machine. Choose another one.",
  ENOENT: "does not exist. Check the path.",
  ENOTDIR: "is not in a folder. Check the path.",
  EISDIR: "is a folder. Pass the path of a file in it.",
  EEXIST: "exists already. Pass another path.",
  EACCES: "may not be used by this account. Check the permissions.",
  EPERM: "may not be used by this account. Check the permissions.",
  EROFS: "is on a read-only file system. Pass another path.",
  ENOSPC: "cannot be written, because the disk is full. Free some space, then run the command again.",
  EDQUOT: "cannot be written, because your disk quota is used up. Free some space, then run the command again.",
  EMFILE: "cannot be opened, because too many files are open. Raise the limit with `ulimit -n`.",
  ENAMETOOLONG: "has a name that is too long. Pass a shorter path.",
  ELOOP: "is a loop of links. Pass another path.",
}

/** A sentence about an error of the operating system, or undefined for any other error. */
export function describeSystemFailure(error: unknown): string | undefined {
  if (!(error instanceof Error)) return undefined
  const code: unknown = Reflect.get(error, "code")
  if (code === "ERR_SQLITE_ERROR") {
    return `The database cannot be used: ${error.message}. Check its path, its permissions, and the space on the disk.`
  }
  const refusal = typeof code === "string" ? refusals[code] : undefined
  return refusal && `${subjectOf(error)} ${refusal}`
}

function subjectOf(error: Error): string {
  const [path, port, address]: unknown[] = ["path", "port", "address"].map((name) => Reflect.get(error, name))
  if (typeof path === "string") return path
  if (typeof port === "number") return `Port ${port}${typeof address === "string" ? ` of ${address}` : ""}`
  return "A file"
}
