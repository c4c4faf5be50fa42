// What a machine says of itself.
import { execFile } from "node:child_process"
import { cpus, totalmem } from "node:os"
import { promisify } from "node:util"

import { UsageError } from "../errors.ts"
import type { World } from "../session.ts"
import type { MachineDocument } from "./document.ts"

const PATIENCE = 30_000
const MIB = 1_048_576

/** GPUs by NVIDIA's own tool, processor and memory by the system; disk and network are the host's to say. */
export async function detect({ env }: World): Promise<Pick<MachineDocument, "gpu" | "cpu" | "memoryMiB">> {
  const asked = ["--query-gpu=name,memory.total,driver_version", "--format=csv,noheader,nounits"]
  const { stdout } = await promisify(execFile)("nvidia-smi", asked, { env, timeout: PATIENCE }).catch(() => {
    throw new UsageError("nvidia-smi does not answer. Install NVIDIA's driver, or describe the machine by options.")
  })
  const gpus = stdout
    .trim()
    .split("\n")
    .map((line) => line.split(",").map((part) => part.trim()))
  const [model, memory, driver] = gpus[0] ?? []
  if (!model || !memory || !driver) throw new UsageError("nvidia-smi names no GPU.")
  if (gpus.some(([other]) => other !== model)) {
    throw new UsageError("The machine has GPUs of several models. Offer them one by one, described by options.")
  }
  const processors = cpus()
  return {
    gpu: { model, count: gpus.length, memoryMiB: Number(memory), driver },
    ...(processors[0] ? { cpu: { model: processors[0].model.trim(), cores: processors.length } } : {}),
    memoryMiB: Math.floor(totalmem() / MIB),
  }
}
