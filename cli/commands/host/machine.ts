import { Option } from "@commander-js/extra-typings"
import { sshFingerprint } from "@gpuflow/escrow/access"
import { canonicalDocument } from "@gpuflow/escrow/machine"
import { hashMachineDocument } from "@gpuflow/escrow/offer"
import { UsageError } from "../../errors.ts"
import { isStandardOutput, openOutput, readJsonFile, readTextFile } from "../../files.ts"
import { detectHardware } from "../../machine/detect.ts"
import { parseMachineDocument } from "../../machine/document.ts"
import type { Session } from "../../session.ts"
import type { Result } from "../../terminal/output.ts"
import { columnsOf } from "../../terminal/screen.ts"
import { facts } from "../../terminal/table.ts"
import { as, toCount } from "../../text/parse.ts"
import { plainCommand } from "../builders.ts"
import { runPlain } from "../run.ts"

export function machine(session: Session) {
  return plainCommand("machine")
    .description("Create or check a machine document, and compute the hashes for an offer")
    .argument("[file]", "Document to start from")
    .option("--name <name>", "Your name for the machine, which identifies it: keep it when parts change")
    .option("--detect", "Detect the GPUs with nvidia-smi, and the CPU and memory from the system")
    .option("--gpu <model>", "GPU model")
    .addOption(number("--count <number>", "Number of GPUs"))
    .addOption(number("--gpu-memory <MiB>", "Memory of each GPU"))
    .option("--driver <version>", "Version of the GPU driver")
    .option("--cpu <model>", "CPU model")
    .addOption(number("--cores <number>", "Number of CPU cores"))
    .addOption(number("--memory <MiB>", "Main memory"))
    .addOption(new Option("--disk <kind>", "Kind of disk").choices(["nvme", "ssd", "hdd"]))
    .addOption(number("--disk-size <GiB>", "Disk size"))
    .addOption(number("--down <Mbit/s>", "Download bandwidth"))
    .addOption(number("--up <Mbit/s>", "Upload bandwidth"))
    .option("--location <place>", "Location, such as a country or a city")
    .option("--door <url>", "URL of the machine's door, by which a renter's SSH key gets in")
    .option("--host-key <key>", "With --door: the machine's SSH host key, as its .pub file or its SHA256: fingerprint")
    .option(
      "--certificate <fingerprint>",
      "With --door: SHA256: fingerprint of the key of the door's certificate, if no authority signed it",
    )
    .option("--to <file>", "File to write the document to, or `-` for standard output")
    .action((file, options) => runPlain(session, options, () => makeDocument(session, file, options)))
}

const number = <const flags extends string>(flags: flags, description: string) =>
  new Option(flags, description).argParser(as(toCount))

type Options = { readonly [option: string]: string | number | boolean | undefined }

async function makeDocument(session: Session, file: string | undefined, options: Options): Promise<Result> {
  const to = typeof options["to"] === "string" ? options["to"] : undefined
  const output = to === undefined || isStandardOutput(to) ? undefined : await openOutput(to)
  const start = { ...(file ? await readObject(file) : {}), ...(options["detect"] ? await detectHardware(session) : {}) }
  const { name, location, memory } = options
  const document = parseMachineDocument(
    {
      version: 1,
      ...start,
      ...defined({ name, location, memoryMiB: memory }),
      ...part("gpu", start, {
        model: options["gpu"],
        count: options["count"],
        memoryMiB: options["gpuMemory"],
        driver: options["driver"],
      }),
      ...part("cpu", start, { model: options["cpu"], cores: options["cores"] }),
      ...part("disk", start, { kind: options["disk"], GiB: options["diskSize"] }),
      ...part("access", start, {
        endpoint: options["door"],
        hostKey: await hostKeyOf(options["hostKey"]),
        certificate: options["certificate"],
      }),
      ...part("network", start, { downMbps: options["down"], upMbps: options["up"] }),
    },
    file ?? "The document described by the options",
    optionsOfFields,
  )
  const pretty = JSON.stringify(document, null, 2)
  await output?.write(`${pretty}\n`)
  const hashes = hashMachineDocument(document)
  const summary = facts(columnsOf(session.stdout), [
    ["machine id", hashes.machine],
    ["spec hash", hashes.spec],
    ["written to", to],
  ])
  // Only the document goes to standard output that was asked for, so that it can be redirected to a file.
  const text = to !== undefined && !output ? pretty : `${pretty}\n\n${summary}`
  return { json: { document, canonical: canonicalDocument(document), ...hashes }, text, isData: true }
}

const optionsOfFields = {
  name: "--name",
  gpu: "--gpu, --count and --gpu-memory, or --detect",
  "gpu.model": "--gpu",
  "gpu.count": "--count",
  "gpu.memoryMiB": "--gpu-memory",
  "gpu.driver": "--driver",
  "cpu.model": "--cpu",
  "cpu.cores": "--cores",
  memoryMiB: "--memory",
  "disk.kind": "--disk",
  "disk.GiB": "--disk-size",
  "network.downMbps": "--down",
  "network.upMbps": "--up",
  location: "--location",
  "access.endpoint": "--door",
  "access.hostKey": "--host-key",
  "access.certificate": "--certificate",
}

/** A fingerprint as it is, or that of the key in a file. */
async function hostKeyOf(given: Options[string]): Promise<string | undefined> {
  if (typeof given !== "string") return undefined
  if (given.startsWith("SHA256:")) return given
  const { text } = await readTextFile(given, { source: "--host-key" })
  return sshFingerprint(text)
}

type Fields = Readonly<Record<string, unknown>>

function defined(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}

/** A part of the document with the fields that the options set, or nothing if they set none. */
function part(name: string, start: Fields, fields: Fields): Fields {
  const changes = defined(fields)
  const before = start[name]
  if (Object.keys(changes).length === 0) return {}
  return { [name]: { ...(typeof before === "object" ? before : {}), ...changes } }
}

async function readObject(file: string): Promise<Fields> {
  const value = await readJsonFile(file)
  if (typeof value === "object" && value !== null) return { ...value }
  throw new UsageError(`${file} is not a JSON object. Pass a machine document.`)
}
