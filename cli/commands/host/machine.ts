import { Option } from "@commander-js/extra-typings"
import { UsageError } from "../../errors.ts"
import { readJson, writeWhole } from "../../files.ts"
import { detect } from "../../machine/detect.ts"
import { canonical, hashesOf, toMachineDocument } from "../../machine/document.ts"
import type { Session } from "../../session.ts"
import { facts, type Result } from "../../terminal/output.ts"
import { as, toCount } from "../../text/parse.ts"
import { plain } from "../builders.ts"
import { runPlain } from "../run.ts"

export function machine(session: Session) {
  return plain("machine")
    .description("make or check a machine's document, and hash it for an offer")
    .argument("[file]", "a document to start from")
    .option("--name <name>", "your name of the machine: keep it when parts change")
    .option("--detect", "ask nvidia-smi and the system")
    .option("--gpu <model>", "the GPU's model")
    .addOption(number("--count <number>", "how many of them"))
    .addOption(number("--gpu-memory <MiB>", "memory of each"))
    .option("--driver <version>", "the GPU driver's version")
    .option("--cpu <model>", "the processor's model")
    .addOption(number("--cores <number>", "its cores"))
    .addOption(number("--memory <MiB>", "the machine's memory"))
    .addOption(new Option("--disk <kind>", "the disk's kind").choices(["nvme", "ssd", "hdd"]))
    .addOption(number("--disk-size <GiB>", "its size"))
    .addOption(number("--down <Mbit/s>", "from the network"))
    .addOption(number("--up <Mbit/s>", "to the network"))
    .option("--location <place>", "where it stands")
    .option("--to <file>", "write the document to a file")
    .action((file, options) => runPlain(session, options, () => make(session, file, options)))
}

const number = <const flags extends string>(flags: flags, description: string) =>
  new Option(flags, description).argParser(as(toCount))

type Options = { readonly [option: string]: string | number | boolean | undefined }

async function make(session: Session, file: string | undefined, options: Options): Promise<Result> {
  const start = { ...(file ? await readObject(file) : {}), ...(options["detect"] ? await detect(session) : {}) }
  const { name, location, memory } = options
  const document = toMachineDocument(
    {
      version: 1,
      ...start,
      ...given({ name, location, memoryMiB: memory }),
      ...part("gpu", start, {
        model: options["gpu"],
        count: options["count"],
        memoryMiB: options["gpuMemory"],
        driver: options["driver"],
      }),
      ...part("cpu", start, { model: options["cpu"], cores: options["cores"] }),
      ...part("disk", start, { kind: options["disk"], GiB: options["diskSize"] }),
      ...part("network", start, { downMbps: options["down"], upMbps: options["up"] }),
    },
    file ?? "What the options describe",
  )
  const to = options["to"]
  const pretty = JSON.stringify(document, null, 2)
  if (typeof to === "string") await writeWhole(to, `${pretty}\n`)
  const hashes = hashesOf(document)
  const said = facts([
    ["machine", hashes.machine],
    ["spec", hashes.spec],
    ["written to", typeof to === "string" ? to : undefined],
  ])
  return { json: { document, canonical: canonical(document), ...hashes }, text: `${pretty}\n\n${said}` }
}

type Fields = Readonly<Record<string, unknown>>

function given(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}

/** One part of the document, where the options say something of it. */
function part(name: string, start: Fields, fields: Fields): Fields {
  const said = given(fields)
  const before = start[name]
  if (Object.keys(said).length === 0) return {}
  return { [name]: { ...(typeof before === "object" ? before : {}), ...said } }
}

async function readObject(file: string): Promise<Fields> {
  const value = await readJson(file)
  if (typeof value !== "object" || value === null) throw new UsageError(`${file} is no JSON object.`)
  return { ...value }
}
