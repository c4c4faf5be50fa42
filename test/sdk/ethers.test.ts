import * as onViem from "@gpuflow/escrow"
import * as access from "@gpuflow/escrow/access"
import { rentalActions as actionsOnViem } from "@gpuflow/escrow/actions"
import * as admin from "@gpuflow/escrow/admin"
import * as audit from "@gpuflow/escrow/audit"
import { escrowBytecode } from "@gpuflow/escrow/bytecode"
import * as onEthers from "@gpuflow/escrow/ethers"
import * as onEthersAccess from "@gpuflow/escrow/ethers/access"
import * as onEthersAudit from "@gpuflow/escrow/ethers/audit"
import * as onEthersServer from "@gpuflow/escrow/ethers/server"
import * as mandates from "@gpuflow/escrow/mandate"
import * as offers from "@gpuflow/escrow/offer"
import * as plan from "@gpuflow/escrow/plan"
import * as requests from "@gpuflow/escrow/requests"
import * as router from "@gpuflow/escrow/router"
import * as server from "@gpuflow/escrow/server"
import * as watch from "@gpuflow/escrow/watch"
import { expect } from "chai"
import { BrowserProvider, type JsonRpcSigner, Wallet, ZeroHash } from "ethers"
import type { Hex } from "viem"
import { RentalEscrow__factory } from "../../types/ethers-contracts/index.ts"
import { NATIVE } from "../support/escrow.ts"
import { expectError, expectNothingSent } from "../support/expectError.ts"
import { deposited, HOUR, makeOffer, makeRental, running } from "../support/rentals.ts"
import { deployed, networkHelpers, provider, type World } from "../support/sharedChain.ts"

const { loadFixture, time } = networkHelpers
/** What needs no chain is exported as it is. */
const onEntry = new Set(Object.keys(onEthers))
const browser = new BrowserProvider(provider, undefined, { cacheTimeout: -1 })

type Actor = { readonly account: { readonly address: Hex } }

async function signerOf({ account }: Actor): Promise<JsonRpcSigner> {
  return browser.getSigner(account.address)
}

const actionsOf = async (actor: Actor) => onEthers.rentalActions(await signerOf(actor))

describe("SDK on ethers: rentalActions", () => {
  it("default: a whole rental, from the deployment to the last payout", async () => {
    const { owner, host, renter, payee, arbiter, treasury, guardian, token, stranger } = await loadFixture(deployed)
    const [asOwner, asHost, asRenter] = await Promise.all([owner, host, renter].map(actionsOf))
    if (!asOwner || !asHost || !asRenter) throw new Error("An actor is missing.")
    const roles = {
      owner: owner.account.address,
      guardian: guardian.account.address,
      treasury: treasury.account.address,
    }

    const { address: escrow } = await asOwner.deployEscrow({ bytecode: escrowBytecode, ...roles })
    const market = { escrow, token, arbiter: arbiter.account.address, feeBps: 1_000n, open: true }
    await asOwner.setMarket(market)
    const offer = await asHost.buildOffer({
      escrow,
      host: host.account.address,
      payee: payee.account.address,
      token,
      machine: ZeroHash as Hex,
      spec: ZeroHash as Hex,
      pricePerHour: 1_500_000n,
      maxDuration: 24n * HOUR,
      startWindow: 0n,
    })
    const hostSignature = await asHost.signOffer({ escrow, offer })
    expect(await asRenter.verifyOffer({ escrow, offer, hostSignature }), "signature").to.equal(true)
    const rental = { offer, renter: renter.account.address, salt: ZeroHash as Hex }
    const price = onEthers.cost(offer.pricePerHour, HOUR)
    const permit = await asRenter.signPermit({ escrow, token, value: price })
    const { id, events } = await asRenter.deposit({ escrow, rental, duration: HOUR, hostSignature, permit })
    expect(onEthers.findEvent(events, "Deposited")?.args.amount, "price").to.equal(price)

    await time.increase(1_200n)
    const stopped = await asRenter.stop({ escrow, rental })

    const { state, rental: found } = await asRenter.getRental({ escrow, id })
    expect(found.offer.pricePerHour, "terms").to.equal(offer.pricePerHour)
    expect(state.status, "status").to.equal("Closed")
    const closed = onEthers.findEvent(stopped.events, "Closed")?.args
    const gross = onEthers.cost(offer.pricePerHour, state.billedSeconds)
    expect(closed, "Closed").to.deep.equal({
      id,
      reason: "Released",
      toHost: gross - onEthers.fee(gross, 1_000n),
      fee: onEthers.fee(gross, 1_000n),
      toRenter: price - gross,
    })
    await onEthers.rentalActions(await signerOf(stranger)).collectFees({ escrow, token })
    expect(await asOwner.getFees({ escrow, token }), "fees").to.equal(0n)
  })

  it("behavior: has the verbs and reads of the viem client, and the same answers", async () => {
    const world = await loadFixture(deployed)
    const { client, escrow, host, renter } = world
    const { id, rental, offer } = await running(world, { bond: 5_000_000n, rolling: true })
    await time.increase(30_000n)
    const extended = client.extend(actionsOnViem())
    const actions = onEthers.rentalActions(browser)

    const { deployEscrow, ...others } = actions
    expect(deployEscrow, "deployment").to.be.a("function")
    const names = Object.keys(others)
    expect(names, "names").to.deep.equal(Object.keys(extended.rental))
    expect(names.toSorted(), "those of the entries").to.deep.equal(
      Object.entries({
        ...onViem,
        ...admin,
        ...offers,
        ...plan,
        ...requests,
        ...watch,
        ...mandates,
        ...router,
      })
        .flatMap(([name, value]) => (typeof value === "function" && !onEntry.has(name) ? [name] : []))
        .toSorted(),
    )
    for (const [entry, onTwin, bound] of [
      [server, onEthersServer, onEthersServer.serverActions(browser)],
      [access, onEthersAccess, onEthersAccess.accessActions(browser)],
      [audit, onEthersAudit, onEthersAudit.auditActions(browser)],
    ] as const) {
      const [own, twins] = [Object.entries(entry), new Set(Object.keys(onTwin))]
      expect(Object.keys(bound).toSorted(), "those of a room of its own").to.deep.equal(
        own.flatMap(([name, value]) => (typeof value === "function" && !twins.has(name) ? [name] : [])).toSorted(),
      )
    }
    const at = { escrow, blockNumber: await client.getBlockNumber() }
    const of = { ...at, rental }
    const token = { ...at, token: offer.token }
    for (const [name, onOne, onOther] of [
      ["getRental", actions.getRental({ ...at, id }), extended.rental.getRental({ ...at, id })],
      ["getState", actions.getState({ ...at, id }), extended.rental.getState({ ...at, id })],
      ["getDue", actions.getDue(of), extended.rental.getDue(of)],
      ["getAccrued", actions.getAccrued(of), extended.rental.getAccrued(of)],
      ["getStake", actions.getStake(of), extended.rental.getStake(of)],
      ["getExitAt", actions.getExitAt(of), extended.rental.getExitAt(of)],
      ["getMachine", actions.getMachine({ ...at, ...offer }), extended.rental.getMachine({ ...at, ...offer })],
      ["getHost", actions.getHost({ ...at, host: offer.host }), extended.rental.getHost({ ...at, host: offer.host })],
      ["getMarket", actions.getMarket(token), extended.rental.getMarket(token)],
      ["getFees", actions.getFees(token), extended.rental.getFees(token)],
      ["getBond", actions.getBond({ ...token, ...offer }), extended.rental.getBond({ ...token, ...offer })],
      [
        "getCredit",
        actions.getCredit({ ...token, account: renter.account.address }),
        extended.rental.getCredit({ ...token, account: renter.account.address }),
      ],
    ] as const) {
      expect(await onOne, name).to.deep.equal(await onOther)
    }
    expect(await (await actionsOf(host)).signOffer({ escrow, offer, check: false }), "signature").to.equal(
      await offers.signOffer(host, { escrow, offer, check: false }),
    )
  })

  it("behavior: prepares, simulates, estimates, sends and waits one by one", async () => {
    const world = await loadFixture(deployed)
    const { escrow, renter } = world
    const { rental } = await running(world)
    const actions = await actionsOf(renter)

    const request = await actions.prepareRequest("stop", { escrow, rental })
    await actions.simulateRequest({ request })
    const gas = await actions.estimateRequest({ request })
    const hash = await actions.sendRequest({ request })
    const { events } = await actions.waitForRequest({ escrow, hash })

    expect(request.to, "to").to.equal(escrow)
    expect(gas > 300_000n, "gas has room for a payout").to.equal(true)
    expect(onEthers.findEvent(events, "Closed")?.args.reason, "reason").to.equal("Released")
    expect((await actions.waitForTransaction({ hash })).status, "fate").to.equal("included")
  })

  it("behavior: sends the exact native price, with a tip that Polygon takes", async () => {
    const world = await loadFixture(deployed)
    const { client, escrow, host, payer } = world
    const offer = await makeOffer(world, { token: NATIVE, pricePerHour: 10n ** 18n, startWindow: 0n })
    const hostSignature = await offers.signOffer(host, { escrow, offer })
    const rental = makeRental(world, offer)

    const { receipt } = await (await actionsOf(payer)).deposit({ escrow, rental, duration: HOUR, hostSignature })

    const { value, maxPriorityFeePerGas } = await client.getTransaction({ hash: receipt.transactionHash })
    expect(value, "value").to.equal(10n ** 18n)
    expect(maxPriorityFeePerGas && maxPriorityFeePerGas >= 25_000_000_000n, "tip").to.equal(true)
  })

  it("behavior: a private key signs offers and transactions itself", async () => {
    const world = await loadFixture(deployed)
    const { escrow } = world
    const wallet = new Wallet(`0x${"a11ce".padStart(64, "0")}`, browser)
    await networkHelpers.setBalance(wallet.address, 10n ** 18n)

    const { events } = await onEthers.rentalActions(wallet).revokeOffers({ escrow, machine: ZeroHash as Hex })

    expect(onEthers.findEvent(events, "OffersRevoked")?.args.host, "host").to.equal(wallet.address)
  })

  it("error: the contract's, decoded before anything is sent; the SDK's own", async () => {
    const world = await loadFixture(deployed)
    const { escrow, stranger, renter, token } = world
    const { id, rental } = await running(world)
    const actions = await actionsOf(stranger)
    const caller = await (await signerOf(stranger)).getAddress()

    await expectNothingSent(() => actions.stop({ escrow, rental }), onEthers.NotRenterError, {
      caller,
      renter: await (await signerOf(renter)).getAddress(),
    })
    await expectNothingSent(() => actions.stop({ escrow: "0x12", rental }), onEthers.InvalidInputError, {
      field: "escrow",
      value: "0x12",
      expected: "an address",
    })
    await expectNothingSent(
      () => actions.stop({ escrow: stranger.account.address, rental }),
      onEthers.EscrowNotFoundError,
      { escrow: stranger.account.address },
    )
    await expectError(actions.signPermit({ escrow, token: escrow, value: 1n }), onEthers.PermitUnsupportedError, {
      token: escrow,
    })
    await expectError(actions.getRental({ escrow, id: ZeroHash as Hex }), onEthers.RentalNotFoundError, {
      id: ZeroHash,
    })
    await expectError(onEthers.rentalActions(browser).stop({ escrow, rental }), onEthers.AccountMissingError, {})
    expect(() => onEthers.rentalActions(Wallet.createRandom()), "no provider").to.throw(onEthers.ProviderMissingError)
    expect((await actions.getState({ escrow, id })).status, "status").to.equal("Active")
    expect(token, "token").to.match(/^0x/)
  })
})

describe("SDK on ethers: pure functions", () => {
  it("default: hashes, ids, typed data, permits and events are those of viem", async () => {
    const world = await loadFixture(deployed)
    const { escrow } = world
    const { rental, offer, hostSignature, receipt } = await deposited(world)
    const data = { escrow, chainId: 137, offer }

    expect(onEthers.hashOffer(offer), "hash").to.equal(offers.hashOffer(offer))
    expect(onEthers.idOf(rental), "id").to.equal(onViem.idOf(rental))
    expect(onEthers.offerTypedData(data), "typed data").to.deep.equal(offers.offerTypedData(data))
    const permit = { value: 7n, deadline: 9n, signature: hostSignature }
    expect(onEthers.encodePermit(permit), "permit").to.equal(plan.encodePermit(permit))
    const signed = { ...data, hostSignature, signer: offer.host }
    expect(await onEthers.isSignedBy(signed), "signed").to.equal(true)
    expect(await onEthers.isSignedBy({ ...signed, signer: escrow }), "signed by another").to.equal(false)
    const found = await browser.getTransactionReceipt(receipt.transactionHash)
    const logs = (found?.logs ?? []).map(onEthers.toLog)
    expect(onEthers.decodeEvents({ escrow, logs }), "events").to.deep.equal(
      onViem.decodeEvents({ escrow, logs: receipt.logs }),
    )
  })

  it("behavior: addresses and bytes are judged alike", async () => {
    const world = await loadFixture(deployed)
    const offer = await makeOffer(world)
    const checksummed = onEthers.offerTypedData({ escrow: world.escrow, chainId: 137, offer }).domain.verifyingContract
    const flipped = checksummed.replace(/[a-f]/i, (digit) =>
      digit === digit.toLowerCase() ? digit.toUpperCase() : digit.toLowerCase(),
    )
    const candidates = [checksummed, checksummed.toLowerCase(), `0x${checksummed.slice(2).toUpperCase()}`, flipped]

    for (const address of [...candidates, checksummed.slice(2), checksummed.slice(0, -1), "", "0x", "nobody.eth"]) {
      const judge = (entry: Pick<typeof offers, "hashOffer">) => {
        try {
          entry.hashOffer({ ...offer, payee: address as Hex })
          return "taken"
        } catch (error) {
          return error instanceof Error ? error.message : "?"
        }
      }
      expect(judge(onEthers), address).to.equal(judge(offers))
    }
  })
})

describe("TypeChain types, for ethers", () => {
  it("default: read what the SDK wrote, through the types of the same build", async () => {
    const world: World = await loadFixture(deployed)
    const { id, rental, offer } = await deposited(world)
    const contract = RentalEscrow__factory.connect(world.escrow, browser)

    const state = await contract.getRental(id)
    const machine = await contract.machines(offer.host, offer.machine)

    const { state: expected } = await onViem.getRental(world.client, { escrow: world.escrow, id })
    expect(await contract.idOf(rental), "id").to.equal(onViem.idOf(rental))
    expect(onViem.statuses[Number(state.status)], "status").to.equal(expected.status)
    expect([state.feeBps, state.since, state.duration], "state").to.deep.equal([
      expected.feeBps,
      expected.since,
      expected.duration,
    ])
    expect(machine.depositBlock, "the machine's latest deposit").to.equal(expected.depositBlock)
    expect((await contract.getRental(ZeroHash)).status, "no such rental").to.equal(0n)
  })
})
