import { mkdir, readdir, readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"

import { getState } from "@gpuflow/escrow"
import { parseMandate } from "@gpuflow/escrow/mandate"
import { expect } from "chai"
import { encodeFunctionData, erc20Abi, getAddress, type Hash } from "viem"

import {
  as,
  DOLLAR,
  type Document,
  type Env,
  envOf,
  NOBODY,
  onLocalChain,
  start,
  type TestWorld,
} from "../support/commandLine.ts"
import { withDeployment } from "../support/knownDeployment.ts"
import { accountOf, addressOf, type Role } from "../support/parties.ts"
import { hashOf, offered } from "./steps.ts"

const USDC = "0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359"

describe("CLI: mandates", () => {
  let world: TestWorld
  let folder: string
  let mandates: string
  let env: Env
  onLocalChain((opened, made) => {
    world = opened
    folder = made
    mandates = join(folder, "mandates")
    env = { GPUFLOW_MANDATE_CONTRACT: world.mandate }
  })

  const RENTING = ["--for", "2h", "--auto-extend", "--max-total", "9 USDC", "--step", "1h", "--extend-before", "30m"]
  async function did(role: Role, ...argv: string[]) {
    const told = await as(world, role, [...argv, "--yes", "--wait", "1", "--json"], env)
    expect(told.code, `exit code of ${argv[0]}: ${told.out}${told.err}`).to.equal(0)
    return told.json()
  }
  /** A rental of two hours with its mandate, and the mandate's file. */
  async function rentedWithMandate(...more: string[]): Promise<{ readonly id: Hash; readonly file: string }> {
    const offer = await offered(world, folder, "--start-window", "0s")
    const json = await did(
      "renter",
      "rent",
      offer,
      ...RENTING,
      "--mandates",
      mandates,
      "--accept",
      "startWindow",
      ...more,
    )
    const id = hashOf(json["id"])
    return { id, file: join(mandates, `${id.slice(0, 18)}.json`) }
  }
  const allowance = () =>
    world.client.readContract({
      address: USDC,
      abi: erc20Abi,
      functionName: "allowance",
      args: [accountOf("renter").address, world.mandate],
    })
  const durationOf = async (id: Hash) => (await getState(world.client, { escrow: world.escrow, id })).duration

  it("default: rent --auto-extend rents, approves the total, and writes the mandate into the keeper's folder", async () => {
    const { id, file } = await rentedWithMandate("--max-tip", "0.01 USDC")

    const { mandate, rental, escrow, mandateContract } = parseMandate(await readFile(file, "utf8"))
    expect(mandate, "mandate").to.deep.include({
      rentalId: id,
      renter: accountOf("renter").address,
      maxTotal: 9n * DOLLAR,
      step: 3_600n,
      extendBefore: 1_800n,
      maxTip: 10_000n,
    })
    expect(rental.renter, "renter").to.equal(accountOf("renter").address)
    expect(escrow.toLowerCase(), "escrow").to.equal(world.escrow.toLowerCase())
    expect(mandateContract.toLowerCase(), "contract").to.equal(world.mandate.toLowerCase())
    expect(await allowance(), "allowance").to.equal(9n * DOLLAR)
    expect(await readdir(mandates), "files").to.deep.equal([`${id.slice(0, 18)}.json`])
    expect(await durationOf(id), "duration").to.equal(7_200n)
  })

  it("behavior: it shows the mandate in words before it asks, and a dry run signs and writes nothing", async () => {
    const offer = await offered(world, folder, "--start-window", "0s")
    const argv = ["rent", offer, ...RENTING, "--mandates", mandates, "--accept", "startWindow"]
    const dry = await as(world, "renter", [...argv, "--dry-run", "--json"], env)
    expect(dry.code, dry.out).to.equal(0)
    expect(dry.json()["mandate"]?.["maxTotal"], "total").to.equal(String(9n * DOLLAR))
    expect(dry.err, "words").to.contain("take up to 9 USDC in all")
    expect(dry.err, "words").to.contain("You can revoke it, and end the rental, at any time")
    expect(await readdir(folder), "no folder").not.to.include("mandates")

    const no = await start([...argv, "--wait", "1"], { ...envOf(world, "renter"), ...env }, "n\n").done
    expect(no.code, "declined").to.equal(7)
    expect(no.err, "words").to.contain("9 USDC in all")
    expect(no.err, "steps").to.contain("Approve the mandate contract to take 9.00 USDC")
    expect(await allowance(), "allowance").to.equal(0n)
  })

  it("behavior: without a folder the mandate is printed, and --until bounds the total", async () => {
    const offer = await offered(world, folder, "--start-window", "0s")
    const more = ["--until", "4h", "--accept", "startWindow", "--yes", "--wait", "1"]
    const told = await as(world, "renter", ["rent", offer, ...RENTING, ...more], env)

    expect(told.code, told.err).to.equal(0)
    const signed = parseMandate(told.out.slice(told.out.indexOf("{")))
    // Two hours at 1.50, and a unit for each extension in case of a refund in between.
    expect(signed.mandate.maxTotal, "total").to.equal(3n * DOLLAR + 2n)
  })

  it("behavior: a second mandate raises the allowance by its own total", async () => {
    await rentedWithMandate()
    const document = join(folder, "other.json")
    const described = ["machine", "--name", "rack 4", "--gpu", "A100", "--count", "1", "--gpu-memory", "81920"]
    await as(world, undefined, [...described, "--to", document])
    const offer = join(folder, "other-offer.json")
    const terms = ["--price", "1.50 USDC", "--max-duration", "30d", "--start-window", "0s"]
    await as(world, "host", ["offer", "--document", document, ...terms, "--to", offer])
    await did("renter", "rent", offer, ...RENTING, "--mandates", mandates, "--accept", "startWindow")

    expect(await allowance(), "allowance").to.equal(18n * DOLLAR)
    expect(await readdir(mandates), "files").to.have.length(2)
  })

  it("default: mandates lists when each is due, what it has spent, and what would refuse it", async () => {
    const { id, file } = await rentedWithMandate()
    await writeFile(join(mandates, "broken.json"), "{")
    const listed = await as(world, undefined, ["mandates", mandates, "--json"], env)
    expect(listed.code, listed.err).to.equal(0)
    const [mandate, broken] = [listed.json()["mandates"]?.["0"], listed.json()["mandates"]?.["1"]]
    expect([mandate?.["status"], mandate?.["spent"], mandate?.["left"]], "state").to.deep.equal([
      "waiting",
      "0",
      String(9n * DOLLAR),
    ])
    expect(String(broken?.["fault"] ?? mandate?.["fault"]), "broken").to.contain("is not a signed mandate")

    const renter = accountOf("renter").address
    await world.fund(renter)
    const data = encodeFunctionData({ abi: erc20Abi, functionName: "approve", args: [world.mandate, 0n] })
    await world.transact({ from: renter, to: USDC, data })
    const refused = await as(world, undefined, ["mandates", file], { ...env, COLUMNS: "200" })
    expect(refused.code, refused.err).to.equal(0)
    expect(refused.out, "table").to.contain(id).and.to.contain("refused: allowance")
  })

  it("default: anyone executes a mandate once it is due, for its tip", async () => {
    const { id, file } = await rentedWithMandate("--max-tip", "0.01 USDC")
    const early = await as(world, "host", ["mandates", "execute", file, "--yes", "--json"], env)
    expect([early.code, early.json()["error"]?.["code"]], "too early").to.deep.equal([5, "TooEarly"])

    await world.pass(5_500n)
    const dry = await as(world, "host", ["mandates", "execute", file, "--dry-run", "--json"], env)
    expect(dry.code, dry.out).to.equal(0)
    await did("host", "mandates", "execute", file)
    expect(await durationOf(id), "duration").to.equal(10_800n)
    const again = await as(world, "host", ["mandates", "execute", file, "--yes", "--json"], env)
    expect([again.code, again.json()["error"]?.["code"]], "again").to.deep.equal([5, "TooEarly"])
    const listed = (await as(world, undefined, ["mandates", file, "--json"], env)).json()["mandates"]?.["0"]
    expect(listed?.["spent"], "spent").to.equal("1510000")
  })

  it("default: revoke ends a mandate by its file or its salt, or all of them", async () => {
    const { file } = await rentedWithMandate()
    const foreign = await as(world, "host", ["revoke", "--mandate", file, "--yes", "--json"], env)
    expect([foreign.code, foreign.json()["error"]?.["code"]], "another account").to.deep.equal([3, "NotRenter"])
    await did("renter", "revoke", "--mandate", file)
    const { salt } = parseMandate(await readFile(file, "utf8")).mandate
    const twice = await as(world, "renter", ["revoke", "--mandate", salt, "--yes", "--json"], env)
    expect([twice.code, twice.json()["error"]?.["code"]], "twice").to.deep.equal([5, "AlreadyRevoked"])
    await world.pass(5_500n)
    const refused = await as(world, "host", ["mandates", "execute", file, "--yes", "--json"], env)
    expect([refused.code, refused.json()["error"]?.["code"]], "execute").to.deep.equal([3, "SaltRevoked"])

    await did("renter", "revoke", "--all-mandates")
    const listed = (await as(world, undefined, ["mandates", file, "--json"], env)).json()["mandates"]?.["0"]
    expect(listed?.["problems"]?.["0"]?.["reason"], "reason").to.equal("revoked")
  })

  it("behavior: a dry run of a revocation shows its transaction", async () => {
    const { file } = await rentedWithMandate()
    const dry = await as(world, "renter", ["revoke", "--mandate", file, "--dry-run", "--json"], env)
    expect(dry.code, dry.out).to.equal(0)
    expect(String(dry.json()["transactions"]?.["0"]?.["to"]).toLowerCase(), "receiver").to.equal(
      world.mandate.toLowerCase(),
    )
  })

  it("behavior: the mandate contract of the escrow's known deployment is the default, for this escrow alone", async () => {
    const known = { blockNumber: world.fromBlock, codeHash: NOBODY, mandate: world.mandate }
    const revoking = (more: Env = {}) => as(world, "renter", ["revoke", "--all-mandates", "--dry-run", "--json"], more)
    const receiver = (told: { json(): Document }) => String(told.json()["transactions"]?.["0"]?.["to"]).toLowerCase()
    await withDeployment(137, { ...known, address: world.escrow }, async () => {
      expect(receiver(await revoking()), "known").to.equal(world.mandate.toLowerCase())
    })
    const wrong = { ...known, address: world.escrow, mandate: addressOf("owner") }
    await withDeployment(137, wrong, async () => {
      expect(receiver(await revoking(env)), "the variable's").to.equal(world.mandate.toLowerCase())
    })
    const { mandate: _, ...without } = known
    for (const deployment of [
      { ...known, address: addressOf("owner") },
      { ...without, address: world.escrow },
    ]) {
      const told = await withDeployment(137, deployment, () => revoking())
      expect([told.code, told.json()["error"]?.["code"]], "not known").to.deep.equal([2, "Usage"])
    }
  })

  it("error: options that do not fit together are refused before anything is signed", async () => {
    const offer = await offered(world, folder, "--start-window", "0s")
    const base = ["rent", offer, "--for", "2h", "--accept", "startWindow", "--yes", "--json"]
    const refused = async (more: readonly string[], environment: Env = env) => {
      const told = await as(world, "renter", [...base, ...more], environment)
      expect(told.code, `exit code of ${more.join(" ")}: ${told.out}`).to.equal(2)
      return String(told.json()["error"]?.["message"])
    }
    const auto = ["--auto-extend", "--max-total", "9 USDC"]

    expect(await refused(["--max-total", "9 USDC"]), "without").to.contain("--auto-extend")
    expect(await refused(["--auto-extend"]), "no total").to.contain("--max-total")
    expect(await refused(auto, {}), "no contract").to.equal(
      `No mandate contract is known for the escrow ${getAddress(world.escrow)}. Pass --mandate-contract, or set GPUFLOW_MANDATE_CONTRACT.`,
    )
    expect(await refused(auto, { GPUFLOW_MANDATE_CONTRACT: "0x12" }), "a wrong one").to.contain(
      "GPUFLOW_MANDATE_CONTRACT is invalid.",
    )
    const other = ["--renter", accountOf("owner").address, "--accept", "startWindow,payer"]
    expect(await refused([...auto, ...other]), "another renter").to.contain("--renter")
    expect(await refused([...auto, "--until", "20d"]), "too long for the total").to.contain("--max-total")
    expect(await refused(["--auto-extend", "--max-total", "1 USDC", "--step", "1h"]), "too little").to.contain(
      "one extension",
    )
    await mkdir(join(folder, "empty"))
    const empty = await as(world, undefined, ["mandates", join(folder, "empty")], env)
    expect([empty.code, empty.out.trim()], "an empty folder").to.deep.equal([0, "No mandates."])
    const missing = await as(world, undefined, ["mandates", join(folder, "missing"), "--json"], env)
    expect(missing.code, "a missing one").to.equal(2)
    expect((await as(world, undefined, ["mandates", "--json"], env)).code, "no path").to.equal(2)
    const both = await as(world, "renter", ["revoke", "--all", "--all-mandates", "--yes", "--json"], env)
    expect(both.code, "two at once").to.equal(2)
  })
})
