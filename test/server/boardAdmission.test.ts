import { offerRemovalTypedData } from "@gpuflow/escrow/server"
import { expect } from "chai"
import { type Address, type Hex, keccak256, toHex, zeroAddress } from "viem"
import { polygon } from "viem/chains"
import { refusalNames } from "../../server/board/refusals.ts"
import { databaseKinds } from "../support/databases.ts"
import { DAY, HOUR } from "../support/offer.ts"
import { accountNamed, accountOf, addressOf } from "../support/parties.ts"
import { chain, deployed, networkHelpers } from "../support/sharedChain.ts"
import {
  documentNamed,
  escrowCall,
  makeOffer,
  type OfferParts,
  openTestBoard,
  refusalOf,
  send,
  type TestBoard,
} from "../support/testBoard.ts"

describe("the board's admission", () => {
  for (const kind of databaseKinds) {
    describe(`on ${kind}`, () => {
      let open: TestBoard
      let place: { readonly escrow: Address; readonly token: Address }

      async function start(options: Partial<Parameters<typeof openTestBoard>[0]> = {}): Promise<TestBoard> {
        place = await networkHelpers.loadFixture(deployed)
        open = await openTestBoard({ escrow: place.escrow, kind, ...options })
        return open
      }

      afterEach(() => open.close())

      it("default: lists an offer that can be taken, with its document", async () => {
        const { board } = await start()
        const sent = await makeOffer(place, { document: documentNamed("rack 1") })
        const listing = await send(board, sent)
        const [signed] = await board.signed([listing])
        expect([listing.state, listing.freeAt, listing.receivedAt > 0], "standing").to.deep.equal(["free", 0, true])
        expect(board.get(sent.host, sent.machine).hardware?.model, "document").to.equal("H100")
        expect(JSON.parse(signed?.signed ?? "").offer.pricePerHour, "signed").to.equal("1500000")
        expect(JSON.parse(await board.document(sent.offer.spec)).name, "kept").to.equal("rack 1")
        expect(JSON.parse(signed?.document ?? "").name, "with the offer").to.equal("rack 1")
      })

      it("behavior: knows after a restart what it knew, and takes no document that names another machine", async () => {
        const { board, database } = await start()
        const good = await makeOffer(place, { document: documentNamed("rack 1") })
        const { spec } = await makeOffer(place, { document: documentNamed("rack 2") }).then(({ offer }) => offer)
        const other = await makeOffer(place, { by: accountNamed("another host"), spec })
        for (const sent of [good, other]) await send(board, sent)
        await board.putDocument(documentNamed("rack 2"), spec.toLowerCase())
        const before = [good, other].map(({ host, machine }) => board.get(host, machine))
        const again = await openTestBoard({ escrow: place.escrow, kind, database })
        const after = [good, other].map(({ host, machine }) => again.board.get(host, machine))
        const texts = await again.board.signed(after)
        await again.close()

        expect(after, "what is listed").to.deep.equal(before)
        expect(
          after.map(({ hardware }) => hardware?.model),
          "hardware",
        ).to.deep.equal(["H100", undefined])
        expect(texts[1]?.document, "a document of another machine").to.equal(null)
      })

      it("error: each reason why an offer cannot be taken has its own name", async () => {
        const { board } = await start()
        const now = await chain.now()
        const stranger = accountNamed("stranger")
        const cases: readonly (readonly [string, OfferParts])[] = [
          ["WrongChain", { chainId: 80_002 }],
          ["InvalidOffer", { challengeWindow: 1n }],
          ["InvalidOffer", { payee: zeroAddress }],
          ["OfferExpired", { expiry: now }],
          ["OfferExpired", { expiry: now + 1n }],
          ["ExpiryTooFar", { expiry: now + DAY + HOUR }],
          ["InvalidSignature", { signer: stranger }],
          ["InvalidSignature", { hostSignature: "0x" }],
          ["InvalidSignature", { hostSignature: `0x${"11".repeat(64)}1b` }],
          ["WrongEpoch", { epoch: 1n }],
          ["WrongNonce", { nonce: 1n }],
          ["MarketNotOpen", { token: addressOf("stranger") }],
          ["WrongArbiter", { arbiter: addressOf("stranger") }],
          ["FeeAboveMaximum", { maxFeeBps: 1_000n }],
          ["InsufficientBond", { bond: 1_000_000n }],
          ["DocumentMismatch", { document: documentNamed("rack 1"), spec: keccak256(toHex("other")) }],
          ["WrongMachineName", { document: documentNamed("rack 1"), machine: keccak256(toHex("rack 2")) }],
        ]
        await escrowCall(place.escrow, "owner", "setHostFee", [addressOf("host"), 1_200n])
        await open.caughtUp()
        for (const [name, parts] of cases) {
          const sent = await makeOffer(place, { maxFeeBps: 1_500n, ...parts })
          expect(await refusalOf(send(board, sent)), name).to.equal(name)
        }
        const good = await makeOffer(place, { maxFeeBps: 1_500n })
        const other = await makeOffer({ ...place, escrow: place.token }, { maxFeeBps: 1_500n })
        expect(await refusalOf(send(board, other)), "escrow").to.equal("WrongEscrow")
        expect(await refusalOf(send(board, { ...good, machine: `0x${"ff".repeat(32)}` })), "path").to.equal("WrongPath")
        expect(await refusalOf(send(board, { ...good, text: "{" })), "text").to.equal("OfferUnreadable")
        const withText = JSON.stringify({ ...JSON.parse(good.text), document: { version: 1 } })
        expect(await refusalOf(send(board, { ...good, text: withText })), "document").to.equal("InvalidDocument")
        expect(board.size(), "none is kept").to.equal(0)
        expect(new Set(refusalNames).size, "names").to.equal(refusalNames.length)
      })

      it("behavior: a machine that is rented is listed with the time when it is free, if the offer is valid then", async () => {
        const { board, caughtUp } = await start()
        const sent = await makeOffer(place)
        await send(board, sent)
        const rental = { offer: sent.offer, renter: addressOf("renter"), salt: keccak256(toHex("1")) }
        const { hostSignature } = JSON.parse(sent.text)
        await escrowCall(place.escrow, "renter", "deposit", [rental, 1_800n, hostSignature, "0x"])
        await caughtUp()
        const busy = board.get(sent.host, sent.machine)
        const now = await chain.now()
        expect([busy.state, busy.freeAt], "busy").to.deep.equal(["busy", Number(now + 1_800n)])
        const short = await makeOffer(place, { expiry: now + 600n, machine: sent.offer.machine })
        expect(await refusalOf(send(board, short)), "expires before").to.equal("OfferOutdated")
        await chain.pass(1_801n)
        await caughtUp()
        expect(board.get(sent.host, sent.machine).state, "free again").to.equal("free")
      })

      it("behavior: offers that draw on one bond are listed as far as it covers them together", async () => {
        const { board, caughtUp } = await start()
        const bond = 2_000_000n
        await escrowCall(place.escrow, "host", "fundBond", [place.token, 3n * bond - 1n])
        await caughtUp()
        const machines = [1, 2, 3].map((index) => keccak256(toHex(`machine ${index}`)))
        const [first, second, third] = await Promise.all(machines.map((machine) => makeOffer(place, { machine, bond })))
        if (!first || !second || !third) throw new Error("no offers")
        await send(board, first)
        await send(board, second)
        expect(await refusalOf(send(board, third)), "third").to.equal("InsufficientBond")
        await escrowCall(place.escrow, "host", "withdrawBond", [place.token, 2n * bond - 1n, addressOf("host")])
        await caughtUp()
        expect(
          await refusalOf(Promise.resolve().then(() => board.get(second.host, second.machine))),
          "second",
        ).to.equal("OfferNotFound")
        expect(board.get(first.host, first.machine).state, "first").to.equal("free")
        await escrowCall(place.escrow, "host", "fundBond", [place.token, bond])
        await caughtUp()
        expect(board.get(second.host, second.machine).state, "covered again").to.equal("free")
      })

      it("behavior: a removed offer stays away, also as an older one, and a removal works once", async () => {
        const { board, caughtUp } = await start()
        const now = await chain.now()
        const older = await makeOffer(place, { expiry: now + 600n })
        const sent = await makeOffer(place, { expiry: now + 1_200n })
        const twin = await makeOffer(place, { expiry: now + 1_200n, pricePerHour: 1n })
        await send(board, sent)
        expect(await refusalOf(send(board, older)), "outdated").to.equal("OfferOutdated")
        expect(await refusalOf(send(board, twin)), "of the same expiry").to.equal("OfferOutdated")
        const request = async (expiry: bigint, by = accountOf("host")) => {
          const { host, machine } = sent
          const removal = { host: host as Address, machine: machine as Hex, expiry }
          const data = offerRemovalTypedData({ escrow: place.escrow, chainId: polygon.id, removal })
          const { domain, types, primaryType, message } = data
          const signature = await by.signTypedData({ domain, types, primaryType, message })
          return { host, machine, expiry: Number(expiry), signature }
        }
        const signed = await request(now + 1_200n)
        expect(await refusalOf(board.remove(await request(now + 1_200n, accountNamed("x")))), "forged").to.equal(
          "InvalidSignature",
        )
        expect(await refusalOf(board.remove(await request(now))), "expired").to.equal("RemovalExpired")
        expect(await refusalOf(board.remove(await request(now + 2n * DAY))), "long").to.equal("RemovalTooLong")
        expect(await refusalOf(board.remove(await request(now + 1_199n))), "for an older one").to.equal(
          "RemovalOutdated",
        )
        expect(await refusalOf(board.remove({ ...signed, signature: "0xzz" })), "no bytes").to.equal("InvalidSignature")
        await board.remove(signed)
        await board.remove(signed)
        expect(await refusalOf(Promise.resolve().then(() => board.get(sent.host, sent.machine))), "gone").to.equal(
          "OfferNotFound",
        )
        expect(await refusalOf(send(board, sent)), "again").to.equal("OfferRemoved")
        expect(await refusalOf(send(board, older)), "older").to.equal("OfferRemoved")
        expect(await refusalOf(send(board, twin)), "of the same expiry").to.equal("OfferRemoved")
        const next = await makeOffer(place, { expiry: now + 1_260n })
        await send(board, next)
        expect(await refusalOf(board.remove(signed)), "replayed").to.equal("RemovalOutdated")
        expect(board.get(next.host, next.machine).state, "listed").to.equal("free")
        await open.board.stop()
        const reopened = await openTestBoard({ escrow: place.escrow, database: open.database })
        try {
          expect(await refusalOf(send(reopened.board, sent)), "after a restart").to.equal("OfferRemoved")
          expect(reopened.board.get(next.host, next.machine).state, "kept").to.equal("free")
        } finally {
          await reopened.close()
        }
        await caughtUp()
      })

      it("error: a host has a limited number of offers, and offers without a bond leave room for others", async () => {
        const { board, caughtUp } = await start({ limits: { maxOffers: 4, maxOffersPerHost: 2 } })
        const machines = [1, 2, 3].map((index) => keccak256(toHex(`machine ${index}`)))
        const offers = await Promise.all(machines.map((machine) => makeOffer(place, { machine })))
        const results = []
        for (const offer of offers) results.push(await refusalOf(send(board, offer)))
        expect(results, "of one host").to.deep.equal(["none", "none", "BoardFull"])
        await escrowCall(place.escrow, "host", "fundBond", [place.token, 9_000_000n])
        await caughtUp()
        const bonded = await makeOffer(place, { machine: keccak256(toHex("bonded")), bond: 1_000_000n })
        expect(await refusalOf(send(board, bonded)), "of one host").to.equal("TooManyMachines")
      })
    })
  }
})
