// What rented machines are called in lists.
import type { Hex } from "viem"

import { useDocuments } from "./documentQuery.ts"
import { machineWords } from "./machineWords.ts"

export type MachineName = {
  /** The host's name for the machine. */
  readonly name: string | undefined
  /** The cards: "2 × A100 80 GB". */
  readonly model: string | undefined
  readonly place: string | undefined
}

/** Descriptions that are asked for at once. */
const MOST = 60

/** The names of machines by the hashes of their descriptions. They are empty where no board has the description. */
export function useMachineNames(specs: readonly Hex[]): ReadonlyMap<Hex, MachineName> {
  const documents = useDocuments([...new Set(specs)].slice(0, MOST))
  return new Map([...documents].map(([spec, document]) => [spec, nameOf(document)]))
}

function nameOf(document: Readonly<Record<string, unknown>> | null): MachineName {
  const { model, gpus, place } = machineWords(document)
  const { name } = Object(document) as Record<string, unknown>
  return {
    name: typeof name === "string" && name.trim() !== "" ? name.trim() : undefined,
    model: model === "" ? undefined : gpus > 1 ? `${gpus} × ${model}` : model,
    place,
  }
}
