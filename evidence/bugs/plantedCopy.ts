// A copy of the repository that gets one bug at a time.
import { join } from "node:path"

import { root } from "../../scripts/support/root.ts"
import { type Codes, compile } from "../solidity/compiler.ts"
import { type Part, parts } from "../solidity/contracts.ts"
import { loadSources, type Sources } from "../solidity/sources.ts"
import { WorkingCopy } from "../solidity/workingCopy.ts"
import type { Bug } from "./planted.ts"

export class PlantedCopy {
  readonly copy: WorkingCopy
  readonly #sources: ReadonlyMap<Part, Sources>
  readonly #codes: Codes

  private constructor(copy: WorkingCopy, sources: ReadonlyMap<Part, Sources>, codes: Codes) {
    this.copy = copy
    this.#sources = sources
    this.#codes = codes
  }

  /** Without a bug. */
  static async open(): Promise<PlantedCopy> {
    const copy = await WorkingCopy.open(join(root, "cache", "bugs"))
    // Without the optimizer, which takes six times as long, the code is larger than a chain accepts.
    await copy.allowAnySize()
    const sources = new Map<Part, Sources>()
    const codes: Codes[] = []
    for (const part of parts) {
      const loaded = await loadSources(...part.contracts.map(({ entry }) => entry))
      sources.set(part, loaded)
      codes.push(codesOf(loaded, part))
    }
    const all: Codes = Object.assign({}, ...codes)
    await copy.plant(all)
    return new PlantedCopy(copy, sources, all)
  }

  /** Resolves with what `run` finds while the bug is in the contracts. */
  async with<T>(bug: Bug, run: (copy: WorkingCopy) => Promise<T>): Promise<T> {
    const part = parts.find(({ owns }) => owns(bug.file))
    const original = part && this.#sources.get(part)
    if (!part || !original) throw new Error(`${bug.file} belongs to no contract.`)
    const source = original[bug.file]?.content ?? ""
    if (source.split(bug.from).length !== 2) throw new Error(`"${bug.what}": its text must stand once in ${bug.file}.`)
    try {
      const content = source.replace(bug.from, () => bug.to)
      await this.copy.plant({ ...this.#codes, ...codesOf({ ...original, [bug.file]: { content } }, part) })
      return await run(this.copy)
    } finally {
      await this.copy.plant(this.#codes)
    }
  }
}

function codesOf(sources: Sources, { contracts }: Part): Codes {
  const built = compile(sources, contracts, "quick")
  if ("error" in built) throw new Error(`The contracts do not compile:\n${built.error}`)
  return built.codes
}
