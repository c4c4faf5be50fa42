import { execFile } from "node:child_process"
import { cpus, totalmem } from "node:os"
import { promisify } from "node:util"
import type { MachineDocument } from "@gpuflow/escrow/offer"
import { systemEnvironment } from "../childEnvironment.ts"
import { UsageError } from "../errors.ts"
import type { Runtime } from "../session.ts"

/** Milliseconds. */
const TIMEOUT = 30_000
const MIB = 1_048_576

/** The GPUs according to nvidia-smi, and the CPU and memory according to the system. The host describes the rest. */
export async function detectHardware({ env }: Runtime): Promise<Pick<MachineDocument, "gpu" | "cpu" | "memoryMiB">> {
  const query = ["--query-gpu=name,memory.total,driver_version", "--format=csv,noheader,nounits"]
  const { stdout } = await promisify(execFile)("nvidia-smi", query, {
    env: systemEnvironment(env),
    timeout: TIMEOUT,
  }).catch(() => {
    throw new UsageError(
      "nvidia-smi does not answer. Install the NVIDIA driver, or describe the machine with options instead of --detect.",
    )
  })
  const gpus = stdout
    .trim()
    .split("\n")
    .map((line) => line.split(",").map((part) => part.trim()))
  const [model, memory, driver] = gpus[0] ?? []
  if (!model || !memory || !driver) {
    throw new UsageError("nvidia-smi lists no GPU. Check the driver, or describe the machine with options.")
  }
  if (gpus.some(([other]) => other !== model)) {
    throw new UsageError(
      "The machine has different GPU models. Describe and offer each model as a machine of its own, without --detect.",
    )
  }
  const processors = cpus()
  return {
    gpu: { model, count: gpus.length, memoryMiB: Number(memory), driver },
    ...(processors[0] ? { cpu: { model: processors[0].model.trim(), cores: processors.length } } : {}),
    memoryMiB: Math.floor(totalmem() / MIB),
  }
}
