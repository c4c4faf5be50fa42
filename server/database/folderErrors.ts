/** Thrown if not even an empty folder can be made. */
export class FolderUnusableError extends Error {
  override readonly name = "FolderUnusableError"

  constructor(folder: string, failure: string) {
    super(
      `The database's folder ${folder} cannot be used: ${failure}. Check its disk and its permissions, or choose another.`,
    )
  }
}

/** Thrown while another process uses the folder. */
export class FolderInUseError extends Error {
  override readonly name = "FolderInUseError"
  /** The process that uses the folder, if that is known. */
  readonly pid: number | undefined

  constructor(folder: string, pid: number | undefined) {
    const holder = pid === undefined ? "another process" : `the process ${pid}`
    super(`The database's folder ${folder} is used by ${holder}. Stop it, or choose another folder.`)
    this.pid = pid
  }
}
