import { spawnSync } from "node:child_process"
import { mkdir, readFile, rm, writeFile } from "node:fs/promises"
import { cost, getRental } from "@gpuflow/escrow"
import { signOffer } from "@gpuflow/escrow/offer"
import { expect } from "chai"
import { keccak256, numberToHex } from "viem"
import { claimAll } from "../../examples/claim.ts"
import { rent } from "../../examples/rent.ts"
import { root } from "../../scripts/support/root.ts"
import { HOUR, makeOffer, running } from "../support/rentals.ts"
import { deployed, networkHelpers } from "../support/sharedChain.ts"
import { docExamples, entries, guideExamples } from "./exampleText.ts"

describe("examples/rent.ts", () => {
  it("default: pays for what was used and returns the rest", async () => {
    const world = await networkHelpers.loadFixture(deployed)
    const { client, escrow, host, renter } = world
    const offer = await makeOffer(world, { startWindow: 0n })
    const hostSignature = await signOffer(host, { escrow, offer })

    const { id, refund } = await rent(renter, {
      escrow,
      offer,
      hostSignature,
      use: () => networkHelpers.time.increase(1_200),
    })

    const { state } = await getRental(client, { escrow, id })
    expect(state.status, "status").to.equal("Closed")
    expect(state.billedSeconds >= 1_200n && state.billedSeconds < 1_210n, "served").to.equal(true)
    const price = cost(offer.pricePerHour, HOUR)
    expect(refund, "refund").to.equal(price - cost(offer.pricePerHour, state.billedSeconds))
  })

  it("behavior: its body has at most 15 lines", async () => {
    const source = await readFile(`${root}examples/rent.ts`, "utf8")
    const body = source.slice(source.indexOf("export async function")).trim().split("\n")

    expect(body.length, "lines").to.be.at.most(15)
  })
})

describe("examples/claim.ts", () => {
  it("default: settles what is due, page by page, and leaves the rest", async () => {
    const world = await networkHelpers.loadFixture(deployed)
    const { client, escrow, host } = world
    const fromBlock = await client.getBlockNumber()
    const machine = (index: number) => keccak256(numberToHex(index))
    for (const index of [1, 2, 3]) await running(world, { machine: machine(index) }, `order ${index}`)
    await networkHelpers.time.increase(8n * HOUR)
    const { id } = await running(world, { machine: machine(4) }, "order 4")

    expect(await claimAll(host, { escrow, fromBlock }), "settled").to.equal(3)
    expect(await claimAll(host, { escrow, fromBlock }), "settled again").to.equal(0)
    expect((await getRental(client, { escrow, id })).state.status, "the one under way").to.equal("Active")
  })

  it("behavior: has at most 20 lines", async () => {
    const source = await readFile(`${root}examples/claim.ts`, "utf8")

    expect(source.trim().split("\n").length, "lines").to.be.at.most(20)
  })
})

describe("examples in the doc comments", () => {
  const folder = `${root}cache/doc-examples/`

  it("default: every exported function has one that imports it; they and the guide's compile", async () => {
    const documented = new Set<string>()
    await rm(folder, { recursive: true, force: true })
    await mkdir(folder, { recursive: true })
    for (const { file, name, text } of docExamples()) {
      const imports = new RegExp(`import \\{[^}]*\\b${name}\\b[^}]*\\} from "(@gpuflow/escrow[^"]*)"`).exec(text)
      if (!imports?.[1]) throw new Error(`The example of ${name} in ${file} does not import it.`)
      documented.add(`${imports[1]}: ${name}`)
      await writeFile(`${folder}${file.replaceAll("/", "-").replace(".ts", "")}-${name}.ts`, `${text}\nexport {}\n`)
    }
    const blocks = guideExamples()
    expect(blocks.length, "blocks of code in the guide").to.be.greaterThan(5)
    for (const [index, { text }] of blocks.entries()) {
      await writeFile(`${folder}guide-${index}.ts`, `${text}\nexport {}\n`)
    }
    await writeFile(`${folder}tsconfig.json`, JSON.stringify(config))

    const tsc = `${root}node_modules/typescript/bin/tsc`
    const { stdout } = spawnSync(process.execPath, [tsc, "-p", folder], { encoding: "utf8" })

    expect(stdout, "compiler's messages").to.equal("")
    const modules = await Promise.all(
      entries.map(async (entry): Promise<[string, object]> => [entry, await import(entry)]),
    )
    for (const [entry, exported] of modules) {
      for (const [name, value] of Object.entries(exported)) {
        if (!isPlainFunction(value)) continue
        // What several entries export is documented once.
        const places = modules.flatMap(([other, theirs]) => (Reflect.get(theirs, name) === value ? [other] : []))
        const isDocumented = places.some((place) => documented.has(`${place}: ${name}`))
        expect(isDocumented, `an example of ${name} in ${entry}`).to.equal(true)
      }
    }
  })

  const config = {
    extends: "../../tsconfig.json",
    // An example may end in a value that its reader goes on with.
    compilerOptions: { noUnusedLocals: false, lib: ["es2023", "dom"] },
    include: ["."],
  }

  function isPlainFunction(value: unknown) {
    return typeof value === "function" && !/^class\b/.test(value.toString())
  }
})
