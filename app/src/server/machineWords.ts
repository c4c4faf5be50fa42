// What a description says, as people read it. A host may have written anything, so each part is checked.
import { modelOf } from "../pages/market/marketRow.ts"

export type MachineWords = {
  /** "A100 80 GB", with the count of several. Empty: the description names no card. */
  readonly model: string
  readonly gpus: number
  readonly gpuMemory: number | undefined
  readonly driver: string | undefined
  readonly place: string | undefined
  readonly processor: { readonly model: string | undefined; readonly cores: number | undefined }
  /** GB. */
  readonly memory: number | undefined
  readonly disk: { readonly kind: string | undefined; readonly size: number | undefined }
  /** Mbit a second. */
  readonly download: number | undefined
  readonly upload: number | undefined
  /** The machine's door, and the fingerprint of its SSH host key. */
  readonly access: { readonly endpoint: string; readonly hostKey: string } | undefined
}

export function machineWords(document: Readonly<Record<string, unknown>> | null | undefined): MachineWords {
  const { gpu, cpu, memoryMiB, disk, network, location, access } = part(document)
  const [card, chip, drive, line, door] = [part(gpu), part(cpu), part(disk), part(network), part(access)]
  const gpuMemory = gigabytes(card["memoryMiB"])
  const [endpoint, hostKey] = [textOf(door["endpoint"]), textOf(door["hostKey"])]
  return {
    model: modelOf(card["model"], gpuMemory),
    gpus: numberOf(card["count"]) ?? 1,
    gpuMemory,
    driver: textOf(card["driver"]),
    place: textOf(location),
    processor: { model: textOf(chip["model"]), cores: numberOf(chip["cores"]) },
    memory: gigabytes(memoryMiB),
    disk: { kind: textOf(drive["kind"]), size: numberOf(drive["GiB"]) },
    download: numberOf(line["downMbps"]),
    upload: numberOf(line["upMbps"]),
    access: endpoint && hostKey ? { endpoint, hostKey } : undefined,
  }
}

const part = (value: unknown): Readonly<Record<string, unknown>> => Object(value)
const textOf = (value: unknown) => (typeof value === "string" && value.trim() !== "" ? value.trim() : undefined)
const numberOf = (value: unknown) => (typeof value === "number" && value > 0 ? value : undefined)

function gigabytes(mebibytes: unknown): number | undefined {
  const number = numberOf(mebibytes)
  return number === undefined ? undefined : Math.round(number / 1_024)
}
