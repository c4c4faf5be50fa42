import { readFile } from "node:fs/promises"
import { join } from "node:path"

import { escrowAbi, rentalMandateAbi } from "@gpuflow/escrow/abi"
import { getMandateStatus } from "@gpuflow/escrow/mandate"
import { expect } from "chai"
import { type Address, encodeFunctionData, erc20Abi, isHex, toFunctionSelector } from "viem"
import { checksumOf, type SafeBatch } from "../../cli/safe/safeBatch.ts"
import { openNodeProxy } from "../../sdk/testing/nodeProxy.ts"
import type { Contract } from "../support/chain.ts"
import { as, DOLLAR, type Document, NOBODY, onLocalChain, send, type TestWorld } from "../support/commandLine.ts"
import { callOf } from "../support/escrow.ts"
import { dataOf } from "../support/nodeFaults.ts"
import { accountNamed, addressOf } from "../support/parties.ts"
import { deploySafes, type SafeFactory, sendAsSafe } from "../support/safe.ts"
import { hashOf, offered, rented } from "./steps.ts"

const GET_TRANSACTION_HASH =
  "getTransactionHash(address,uint256,bytes,uint8,uint256,uint256,uint256,address,address,uint256)"
const USDC = "0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359"
const alice = accountNamed("alice")
const bob = accountNamed("bob")
const carol = accountNamed("carol")

describe("CLI: --safe", () => {
  let world: TestWorld
  let folder: string
  let safes: SafeFactory
  let safe: Contract
  onLocalChain((opened, made) => {
    world = opened
    folder = made
  })
  beforeEach(async () => {
    safes = await deploySafes(world)
    safe = await safes.open([alice, bob, carol], 2n)
  })

  const escrow = (): Contract => ({ address: world.escrow, abi: escrowAbi })
  const proposed = async (...argv: string[]): Promise<Document> => {
    const told = await as(world, undefined, [...argv, "--json"])
    expect(told.code, `exit code of ${argv[0]}: ${told.out}${told.err}`).to.equal(0)
    return told.json()
  }
  const refused = async (...argv: string[]) => {
    const told = await as(world, undefined, [...argv, "--json"])
    return [told.code, told.json()["error"]?.["code"], String(told.json()["error"]?.["message"])] as const
  }
  /** The owners sign and send what a file says, call by call. */
  const carryOut = async ({ transactions }: SafeBatch) => {
    for (const { to, value, data } of transactions) {
      await sendAsSafe(world, safe, { to, value: BigInt(value), data }, [alice, carol])
    }
  }
  const batchIn = (document: Document): SafeBatch => JSON.parse(JSON.stringify(document["batch"]))
  const balance = async (account: Address) => {
    const token = { address: USDC, abi: erc20Abi } as const
    return BigInt(String(await world.read(token, "balanceOf", [account])))
  }

  /** A disputed rental of an hour at 1.50 dollars, with a bond of a dollar, in a market whose arbiter is the Safe. */
  const disputed = async (): Promise<string> => {
    await world.transact(callOf(escrow(), addressOf("owner"), "setMarket", [USDC, safe.address, 1000n, true]))
    await send(world, "host", "bond", "fund", "1 USDC")
    const id = await rented(world, folder, "--bond", "1 USDC")
    await send(world, "host", "start", id)
    await world.pass(3_600n)
    await send(world, "renter", "dispute", id, "--evidence", "ipfs://slow")
    return id
  }

  describe("resolve", () => {
    it("default: two of three owners sign the hash that was shown, and each side gets the figures that were shown", async () => {
      const id = await disputed()
      await world.pass(86_400n)
      const file = join(folder, "ruling.json")
      const made = await proposed("resolve", id, "40%", "--safe", safe.address, "--safe-file", file)
      expect(made["safe"], "the Safe").to.deep.equal({
        address: safe.address,
        version: "1.5.0",
        owners: [alice, bob, carol].map(({ address }) => address),
        threshold: "2",
        nonce: "0",
      })
      expect(made["file"], "file").to.equal(file)
      // 1.50 dollars contested, a dollar of bond, and a stake of a twentieth of both: 0.125 dollars.
      expect(String(made["transactions"]?.["0"]?.["sentence"]), "figures").to.contain(
        "The host gets 0.54 USDC after a fee of 0.06 USDC, 0.05 USDC of the stake, and 0.40 USDC of its bond back. " +
          "The renter gets 0.90 USDC, 0.075 USDC of the stake, and 0.60 USDC of the bond.",
      )

      const batch: SafeBatch = JSON.parse(await readFile(file, "utf8"))
      const [call] = batch.transactions
      if (!call) throw new Error("no transaction")
      expect([batch.chainId, batch.meta.createdFromSafeAddress], "chain, Safe").to.deep.equal(["137", safe.address])
      expect(batch.meta.checksum, "checksum").to.equal(checksumOf(batch))
      expect([call.to.toLowerCase(), call.value], "receiver, value").to.deep.equal([world.escrow.toLowerCase(), "0"])
      expect(call.contractMethod.name, "method").to.equal("resolve")
      expect(call.contractInputsValues["hostBps"], "share").to.equal("4000")
      expect(call.contractMethod.inputs[0]?.components?.[0]?.components?.[0]?.name, "a struct's field").to.equal("host")
      const [offer, renter] = JSON.parse(call.contractInputsValues["rental"] ?? "[]")
      expect([offer[0], offer[5], renter], "host, arbiter, renter").to.deep.equal([
        addressOf("host"),
        safe.address,
        addressOf("renter"),
      ])

      // The owners sign what was shown, and nothing else.
      const shown = made["safeTxHash"]
      if (!isHex(shown)) throw new Error("no hash")
      const owners = [alice, bob].toSorted((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1))
      const signatures = await Promise.all(owners.map((owner) => owner.sign({ hash: shown })))
      const zero = `0x${"0".repeat(40)}`
      const args = [call.to, 0n, call.data, 0, 0n, 0n, 0n, zero, zero]
      const before = { host: await balance(addressOf("host")), renter: await balance(addressOf("renter")) }
      const bytes = `0x${signatures.map((signature) => signature.slice(2)).join("")}`
      await world.transact(callOf(safe, addressOf("keeper"), "execTransaction", [...args, bytes]))
      expect((await balance(addressOf("host"))) - before.host, "host got").to.equal(590_000n)
      expect((await balance(addressOf("renter"))) - before.renter, "renter got").to.equal(1_575_000n)
      const again = await refused("resolve", id, "40%", "--safe", safe.address)
      expect(again.slice(0, 2), "ruled before").to.deep.equal([5, "AlreadyClosed"])
    })

    it("behavior: as text, the file goes to standard output, and what to compare to standard error", async () => {
      const id = await disputed()
      await world.pass(86_400n)
      const told = await as(world, undefined, ["resolve", id, "100%", "--safe", safe.address])
      expect(told.code, told.err).to.equal(0)
      const batch: SafeBatch = JSON.parse(told.out)
      expect(batch.meta.checksum, "checksum").to.equal(checksumOf(batch))
      for (const owner of [alice, bob, carol]) expect(told.err, "owners").to.contain(owner.address)
      expect(told.err, "threshold").to.contain("2 of 3")
      const made = await proposed("resolve", id, "100%", "--safe", safe.address)
      for (const name of ["safeTxHash", "domainHash", "messageHash"]) {
        expect(told.err, name).to.contain(String(made[name]))
      }
      expect(told.err, "deadline").to.match(/must be in the chain before .* \(in 1[23] d/)
      expect(told.err, "no warning about the threshold").not.to.contain("Warning")
    })

    it("behavior: the hash is for the Safe's next nonce, or for the one that was asked for", async () => {
      const id = await disputed()
      await world.pass(86_400n)
      const hashFor = async (...more: string[]) =>
        String((await proposed("resolve", id, "40%", "--safe", safe.address, ...more))["safeTxHash"])
      const now = await hashFor()
      expect(await hashFor("--safe-nonce", "0"), "the next one").to.equal(now)
      expect(await hashFor("--safe-nonce", "3"), "another one").not.to.equal(now)
      await sendAsSafe(world, safe, { to: alice.address, value: 0n, data: "0x" }, [alice, bob])
      expect(await hashFor(), "after another transaction").not.to.equal(now)
      const used = await refused("resolve", id, "40%", "--safe", safe.address, "--safe-nonce", "0")
      expect(used.slice(0, 2), "used").to.deep.equal([2, "Usage"])
      expect(used[2], "what to do").to.contain("Pass 1 or more")
    })

    it("behavior: a threshold of one is warned of", async () => {
      safe = await safes.open([alice], 1n)
      const id = await disputed()
      await world.pass(86_400n)
      const told = await as(world, undefined, ["resolve", id, "40%", "--safe", safe.address])
      expect([told.code, told.err.includes("one owner alone decides")], told.err).to.deep.equal([0, true])
    })

    it("error: too early says when the window opens, too late that the clock has decided", async () => {
      const id = await disputed()
      const early = await refused("resolve", id, "40%", "--safe", safe.address)
      expect(early.slice(0, 2), "early").to.deep.equal([3, "EvidenceWindowOpen"])
      expect(early[2], "when").to.match(/until \d{4}-\d\d-\d\d .* \(in (1 d|\d+ h)/)
      await world.pass(14n * 86_400n)
      const late = await refused("resolve", id, "40%", "--safe", safe.address)
      expect(late.slice(0, 2), "late").to.deep.equal([3, "ArbitrationOver"])
    })

    it("error: a Safe that is not the arbiter, and a rental that is not disputed, are refused before anything is written", async () => {
      const id = await disputed()
      await world.pass(86_400n)
      const other = await safes.open([alice, bob, carol], 2n)
      const file = join(folder, "none.json")
      const foreign = await refused("resolve", id, "40%", "--safe", other.address, "--safe-file", file)
      expect(foreign.slice(0, 2), "another Safe").to.deep.equal([3, "NotArbiter"])
      const peaceful = await rented(world, folder)
      const calm = await refused("resolve", peaceful, "40%", "--safe", safe.address, "--safe-file", file)
      expect(calm.slice(0, 2), "no dispute").to.deep.equal([3, "WrongStatus"])
      const written = await readFile(file, "utf8").catch(() => "nothing")
      expect(written, "written").to.equal("nothing")
    })

    it("error: a hash that the Safe, or the node, computes differently is refused, and nothing is written", async () => {
      const id = await disputed()
      await world.pass(86_400n)
      const file = join(folder, "none.json")
      const selector = toFunctionSelector(GET_TRANSACTION_HASH)
      const other = `0x${"11".repeat(32)}`
      const node = await openNodeProxy(world.url, async (request, pass) =>
        dataOf(request).startsWith(selector)
          ? { answer: { jsonrpc: "2.0", id: request.id, result: other } }
          : { answer: await pass() },
      )
      const argv = ["resolve", id, "40%", "--safe", safe.address, "--safe-file", file, "--json"]
      const told = await as(world, undefined, argv, { GPUFLOW_RPC_URL: node.url })
      await node.close()
      expect([told.code, told.json()["error"]?.["code"]], told.out).to.deep.equal([2, "NotASafe"])
      expect(String(told.json()["error"]?.["message"]), "the other hash").to.contain(other)
      expect(await readFile(file, "utf8").catch(() => "nothing"), "written").to.equal("nothing")
    })

    it("error: an account that is not a Safe is named as such", async () => {
      const id = await disputed()
      const strangers: readonly (readonly [string, Address])[] = [
        ["a plain account", addressOf("arbiter")],
        ["a token", USDC],
        ["the escrow", world.escrow],
      ]
      for (const [what, address] of strangers) {
        const told = await refused("resolve", id, "40%", "--safe", address)
        expect(told.slice(0, 2), what).to.deep.equal([2, "NotASafe"])
        expect(told[2].toLowerCase(), what).to.contain(address.toLowerCase())
      }
      const dead = await as(world, undefined, ["resolve", id, "40%", "--safe", safe.address, "--json"], {
        GPUFLOW_RPC_URL: "http://127.0.0.1:1",
      })
      expect(dead.code, "a node that does not answer").to.equal(4)
    })
  })

  describe("other writes", () => {
    it("default: a Safe funds its bond in two calls, whose common hash is the app's to make", async () => {
      await world.mint(USDC, "host", 10n * DOLLAR)
      const transfer = encodeFunctionData({
        abi: erc20Abi,
        functionName: "transfer",
        args: [safe.address, 10n * DOLLAR],
      })
      await world.transact({ from: addressOf("host"), to: USDC, data: transfer })
      const made = await proposed("bond", "fund", "10 USDC", "--safe", safe.address)
      const batch = batchIn(made)
      expect(
        batch.transactions.map(({ to, contractMethod }) => [to.toLowerCase(), contractMethod.name]),
        "calls",
      ).to.deep.equal([
        [USDC.toLowerCase(), "approve"],
        [world.escrow.toLowerCase(), "fundBond"],
      ])
      expect(made["safeTxHash"], "no hash").to.equal(undefined)
      await carryOut(batch)
      expect(await world.read(escrow(), "bonds", [USDC, safe.address]), "bond").to.equal(10n * DOLLAR)
      await carryOut(batchIn(await proposed("bond", "withdraw", "4 USDC", "--safe", safe.address)))
      expect(await balance(safe.address), "withdrawn to the Safe").to.equal(4n * DOLLAR)
      await carryOut(batchIn(await proposed("revoke", "--all", "--safe", safe.address)))
    })

    it("behavior: a Safe rents, and ends the rental although its owners take hours to sign", async () => {
      await world.mint(USDC, "renter", 10n * DOLLAR)
      const transfer = encodeFunctionData({
        abi: erc20Abi,
        functionName: "transfer",
        args: [safe.address, 10n * DOLLAR],
      })
      await world.transact({ from: addressOf("renter"), to: USDC, data: transfer })
      const offer = await offered(world, folder)
      const renting = ["rent", offer, "--for", "5h", "--accept", "challengeWindow", "--order", "safe"]
      const made = await proposed(...renting, "--safe", safe.address)
      await carryOut(batchIn(made))
      const rentals = (await as(world, undefined, ["list", "--renter", safe.address, "--json"])).json()
      const id = hashOf(rentals["rentals"]?.["0"]?.["id"])
      await send(world, "host", "start", id)
      const stopping = batchIn(await proposed("stop", id, "--safe", safe.address))
      await world.pass(7_200n)
      await carryOut(stopping)
      const shown = (await as(world, undefined, ["show", id, "--json"])).json()
      expect(JSON.stringify(shown), "closed").to.contain('"Closed"')
      const none = await as(world, undefined, ["claim", "--all", "--safe", safe.address, "--json"])
      expect(none.code, `nothing to claim as a host: ${none.out}`).to.equal(5)
    })

    it("behavior: a dry run for a Safe writes nothing, and is as for any account", async () => {
      const file = join(folder, "none.json")
      const told = await proposed("revoke", "--all", "--safe", safe.address, "--safe-file", file, "--dry-run")
      expect(told["transactions"]?.["0"]?.["from"], "from").to.equal(safe.address)
      expect(await readFile(file, "utf8").catch(() => "nothing"), "written").to.equal("nothing")
    })

    it("behavior: claim --all is about the rentals of the account that the command acts for, and needs no key", async () => {
      const claiming = ["claim", "--all", "--dry-run", "--json"]
      for (const host of [
        ["--as", addressOf("host")],
        ["--safe", safe.address],
      ]) {
        const told = await as(world, undefined, [...claiming, ...host])
        expect(told.code, `nothing is due: ${told.out}`).to.equal(5)
      }
    })

    it("error: what a key of the command has to sign is refused for a Safe, before anything is written", async () => {
      const offer = await offered(world, folder)
      const file = join(folder, "rent.json")
      const renting = ["rent", offer, "--for", "5h", "--accept", "challengeWindow", "--safe", safe.address]
      const places = ["--router", world.router, "--mandate-contract", world.mandate]
      for (const [name, ...signing] of [
        ["--auto-extend", "--max-total", "9 USDC"],
        ["--gasless", "--relay", "http://127.0.0.1:9", "--max-fee", "1 USDC"],
      ] as const) {
        for (const more of [["--safe-file", file], ["--dry-run"], []]) {
          const [code, kind, message] = await refused(...renting, ...places, name, ...signing, ...more)
          expect([code, kind], `${name} ${more.join(" ")}`).to.deep.equal([2, "Usage"])
          expect(message, name).to.contain(`${name} signs with a key of this command, which a Safe does not have.`)
        }
      }
      const extending = ["extend", await rented(world, folder), "1h", "--gasless", "--safe", safe.address]
      const [code, kind, message] = await refused(...extending, "--relay", "http://127.0.0.1:9", "--safe-file", file)
      expect([code, kind], "extend").to.deep.equal([2, "Usage"])
      expect(message, "extend").to.contain("--gasless signs with a key of this command, which a Safe does not have.")
      expect(await readFile(file, "utf8").catch(() => "nothing"), "written").to.equal("nothing")
    })

    it("default: a Safe revokes a mandate by its salt, and all its mandates", async () => {
      const places = ["--mandate-contract", world.mandate, "--safe", safe.address]
      const salt = NOBODY
      const one = batchIn(await proposed("revoke", "--mandate", salt, ...places))
      expect(
        one.transactions.map(({ to, contractMethod }) => [to.toLowerCase(), contractMethod.name]),
        "calls",
      ).to.deep.equal([[world.mandate.toLowerCase(), "revoke"]])
      await carryOut(one)
      const revoked = { mandateContract: world.mandate, renter: safe.address, salt }
      expect((await getMandateStatus(world.client, revoked)).revoked, "by its salt").to.equal(true)
      expect((await refused("revoke", "--mandate", salt, ...places)).slice(0, 2), "twice").to.deep.equal([
        5,
        "AlreadyRevoked",
      ])

      const all = batchIn(await proposed("revoke", "--all-mandates", ...places))
      expect(
        all.transactions.map(({ contractMethod }) => contractMethod.name),
        "calls",
      ).to.deep.equal(["revokeAll"])
      await carryOut(all)
      const mandates = { address: world.mandate, abi: rentalMandateAbi } as const
      expect(await world.read(mandates, "epoch", [safe.address]), "all").to.equal(1)
    })

    it("error: options that belong together are refused alone, and --as excludes --safe", async () => {
      const usage = async (...argv: string[]) => (await refused("revoke", "--all", ...argv)).slice(0, 2)
      const wrong = [2, "Usage"]
      expect(await usage("--safe-file", "a.json", "--yes"), "--safe-file").to.deep.equal(wrong)
      expect(await usage("--safe-nonce", "1", "--yes"), "--safe-nonce").to.deep.equal(wrong)
      const both = ["--safe", safe.address, "--as", addressOf("host"), "--dry-run"]
      expect(await usage(...both), "both").to.deep.equal(wrong)
      expect(await usage("--safe", "0x12"), "no address").to.deep.equal(wrong)
      expect(await usage("--safe", safe.address, "--safe-nonce", "-1"), "no nonce").to.deep.equal(wrong)
      const folderMissing = join(folder, "missing", "a.json")
      expect(await usage("--safe", safe.address, "--safe-file", folderMissing), "no folder").to.deep.equal(wrong)
    })
  })
})
