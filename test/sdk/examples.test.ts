import { spawnSync } from "node:child_process"
import { mkdir, readFile, rm, writeFile } from "node:fs/promises"
import { cost, getRental } from "@gpuflow/escrow"
import { signOffer } from "@gpuflow/escrow/offer"
import { FeeTooLowError } from "@gpuflow/escrow/router"
import { expect } from "chai"
import { keccak256, numberToHex } from "viem"
import { claimAll } from "../../examples/claim.ts"
import { relayRental, signRental } from "../../examples/gasless.ts"
import { keepRunning, payAsYouGo } from "../../examples/mandate.ts"
import { rent } from "../../examples/rent.ts"
import { root } from "../../scripts/support/root.ts"
import { failureOf } from "../support/failureOf.ts"
import { rented, withMandates, withRouter } from "../support/periphery.ts"
import { balance, HOUR, makeOffer, running } from "../support/rentals.ts"
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

describe("examples/gasless.ts", () => {
  it("default: an account without POL rents two machines, and the relayer receives the fee", async () => {
    const world = await networkHelpers.loadFixture(withRouter)
    const { client, escrow, router, token, host, renter, stranger } = world
    const offers = await Promise.all(
      [1, 2].map(async (machine) => {
        const offer = await makeOffer(world, { startWindow: 0n, machine: keccak256(numberToHex(machine)) })
        return { offer, hostSignature: await signOffer(host, { escrow, offer }) }
      }),
    )
    const [payer, relayer] = [renter.account.address, stranger.account.address]
    await networkHelpers.setBalance(payer, 0n)
    const before = await balance(world, relayer)

    const text = await signRental(renter, { escrow, router, offers, relayFee: 20_000n })
    const events = await relayRental(stranger, text, { escrow, router, minimumFee: 20_000n })

    const bought = events.flatMap((event) => (event.eventName === "Purchased" ? [event.args.id] : []))
    expect(new Set(bought).size, "rentals").to.equal(2)
    for (const id of bought) {
      const { rental, state } = await getRental(client, { escrow, id })
      expect([rental.renter, rental.offer.token, state.status], "rental").to.deep.equal([payer, token, "Active"])
    }
    expect((await balance(world, relayer)) - before, "fee").to.equal(20_000n)
    expect(await client.getBalance({ address: payer }), "POL of the renter").to.equal(0n)
  })

  it("error: a relayer does not send a purchase below its fee", async () => {
    const world = await networkHelpers.loadFixture(withRouter)
    const { escrow, router, host, renter, stranger } = world
    const offer = await makeOffer(world, { startWindow: 0n })
    const offers = [{ offer, hostSignature: await signOffer(host, { escrow, offer }) }]
    const text = await signRental(renter, { escrow, router, offers, relayFee: 1n })

    const refused = await failureOf(relayRental(stranger, text, { escrow, router, minimumFee: 20_000n }))

    expect(refused, "refusal").to.be.instanceOf(FeeTooLowError)
  })

  it("behavior: has at most 55 lines", async () => {
    const source = await readFile(`${root}examples/gasless.ts`, "utf8")

    expect(source.trim().split("\n").length, "lines").to.be.at.most(55)
  })
})

describe("examples/mandate.ts", () => {
  it("default: a rental of an hour is extended twice, and no further", async () => {
    const world = await networkHelpers.loadFixture(withMandates)
    const { client, escrow, mandateContract, renter, stranger } = world
    const { rental, id } = await rented(world)
    const terms = { escrow, mandateContract, rental, until: 3n * HOUR, maxTip: 1_000n }

    const shown: string[] = []
    const text = await payAsYouGo(renter, { ...terms, show: (sentences) => shown.push(...sentences) })
    expect(shown[0], "shown before the renter signs").to.match(/^The mandate contract may take up to 3\.002002 USDC/)

    const found: string[] = []
    for (const minutes of [1n, 51n, 60n, 60n]) {
      await networkHelpers.time.increase(minutes * 60n)
      const { status, problems } = await keepRunning(stranger, text)
      found.push(problems[0]?.reason ?? status)
    }
    expect(found, "what the keeper found").to.deep.equal(["waiting", "due", "due", "exhausted"])
    expect((await getRental(client, { escrow, id })).state.duration, "duration").to.equal(3n * HOUR)
  })

  it("behavior: has at most 45 lines", async () => {
    const source = await readFile(`${root}examples/mandate.ts`, "utf8")

    expect(source.trim().split("\n").length, "lines").to.be.at.most(45)
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
