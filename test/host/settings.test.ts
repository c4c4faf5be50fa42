import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { hashMachineDocument } from "@gpuflow/escrow/offer"
import { expect } from "chai"

import { HostSettingsError, readHostSettings } from "../../host/settings/settingsFile.ts"

const DOCUMENT = { version: 1, name: "rack 3, unit 2", gpu: { model: "A100", count: 1, memoryMiB: 81_920 } } as const
const HOOKS = `
[hooks]
onStart = ["/usr/local/bin/start"]
onStop = ["/usr/local/bin/stop"]
onWipe = ["/usr/local/bin/wipe"]
health = ["nvidia-smi"]
`
const MACHINE = `
[[machines]]
document = "machine.json"
`

describe("Host agent: its settings", () => {
  let folder = ""
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), "host-settings-"))
    writeFileSync(join(folder, "machine.json"), JSON.stringify(DOCUMENT))
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  const write = (text: string, name = "host.toml") => {
    writeFileSync(join(folder, name), text)
    return join(folder, name)
  }
  const faultsOf = async (text: string, name?: string) => {
    const error = await readHostSettings(write(text, name)).then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    if (!(error instanceof HostSettingsError)) throw new Error(`not refused: ${String(error)}`)
    return error.message.split("\n").slice(1)
  }

  it("default: the smallest file, with the defaults of everything else", async () => {
    const settings = await readHostSettings(write(HOOKS + MACHINE))

    const [machine] = settings.machines
    expect(settings.poll, "poll").to.equal(2n)
    expect(settings.policy, "policy").to.include({ grace: 0n, declineBefore: 120n, refund: true, claim: true })
    expect(machine?.machine, "machine").to.equal(hashMachineDocument(DOCUMENT).machine)
    expect(machine?.hooks, "hooks").to.deep.include({ onStart: ["/usr/local/bin/start"], timeout: 300n, attempts: 3 })
  })

  it("default: the same as JSON", async () => {
    const hooks = { onStart: ["a"], onStop: ["b"], onWipe: ["c"], health: ["d"], timeout: "1m" }
    const path = write(JSON.stringify({ hooks, machines: [{ document: "machine.json" }] }), "host.json")
    expect((await readHostSettings(path)).machines[0]?.hooks.timeout, "time-out").to.equal(60n)
  })

  it("args: what is set for one machine comes first", async () => {
    const own = `${MACHINE}[machines.hooks]\nhealth = ["true"]\nhealthEvery = "5s"\n[machines.options]\nimage = "cuda"\n`
    const [machine] = (await readHostSettings(write(HOOKS + own))).machines
    expect(machine?.hooks, "hooks").to.deep.include({
      health: ["true"],
      healthEvery: 5n,
      onStop: ["/usr/local/bin/stop"],
    })
    expect(machine?.options, "options").to.deep.equal({ image: "cuda" })
  })

  it("error: each fault is named with its field", async () => {
    const offer = `[machines.offer]\nusd = "1,50"\ntoken = "USDC"\nmaxDuration = "30 days"\nboards = ["ftp://x"]\ncolour = "red"\n`
    const faults = await faultsOf(`poll = "0s"\nescrow = "0x12"\n${HOOKS}${MACHINE}${offer}`)
    expect(faults, "faults").to.deep.equal([
      "- escrow: must be an address: 0x and 40 hexadecimal digits.",
      "- poll: must be longer than 0s.",
      '- machines[0].offer.usd: must be a number in quotes, such as "1.50".',
      "- machines[0].offer.maxDuration: must be a time such as 30s, 10m, 8h or 30d.",
      "- machines[0].offer.boards[0]: must be an http or https address.",
      "- machines[0].offer.colour: is not a setting. Remove it.",
    ])
  })

  it("error: a file that is not TOML names the line", async () => {
    const [fault] = await faultsOf('poll = "2s"\nescrow = \n')
    expect(fault, "fault").to.match(/^- line 2: /)
  })

  it("error: a file that is not JSON, and one that is not there", async () => {
    expect((await faultsOf("{", "host.json"))[0], "JSON").to.match(/^- is not valid JSON: /)
    const missing = await readHostSettings(join(folder, "no.toml")).catch(String)
    expect(missing, "missing").to.include("the file cannot be read: ENOENT")
  })

  it("error: hooks that are missing, documents that are not there, and a machine that is listed twice", async () => {
    expect(await faultsOf(`[hooks]\nonStart = ["a"]\n${MACHINE}`), "hooks").to.deep.equal([
      "- machines[0].hooks.onStop: is missing, here and in [hooks]. Name a command.",
      "- machines[0].hooks.onWipe: is missing, here and in [hooks]. Name a command.",
      "- machines[0].hooks.health: is missing, here and in [hooks]. Name a command.",
    ])
    const [missing] = await faultsOf(`${HOOKS}[[machines]]\ndocument = "no.json"\n`)
    expect(missing, "document").to.match(/^- machines\[0\]\.document: cannot be read: ENOENT/)
    expect(await faultsOf(HOOKS + MACHINE + MACHINE), "twice").to.deep.equal([
      '- machines[1].document: names the machine "rack 3, unit 2" a second time.',
    ])
  })
})
