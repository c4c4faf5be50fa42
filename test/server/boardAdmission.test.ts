import { offerRemovalTypedData } from "@gpuflow/escrow/server"
import { expect } from "chai"
import { type Address, type Hex, keccak256, toHex, zeroAddress } from "viem"
import type { PrivateKeyAccount } from "viem/accounts"
import { polygon } from "viem/chains"
import type { BoardChange } from "../../server/board/boardContext.ts"
import { Refusal, refusalNames } from "../../server/board/refusals.ts"
import { artifactOf } from "../support/chain.ts"
import { databaseKinds } from "../support/databases.ts"
import { callOf } from "../support/escrow.ts"
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
  untilWriting,
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
          ["WrongNonce", { nonce: 2n ** 31n - 1n }],
          ["NonceTooHigh", { nonce: 2n ** 31n }],
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
        await untilWriting(reopened.board)
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

      it("error: an operator can ask for a least bond, in dollars", async () => {
        const { board, caughtUp } = await start({ limits: { maxOffers: 9, maxOffersPerHost: 9, leastBond: 2.5 } })
        await escrowCall(place.escrow, "host", "fundBond", [place.token, 9_000_000n])
        await caughtUp()
        let expiry = (await chain.now()) + HOUR
        const put = async (bond: bigint) => {
          expiry += 1n
          return refusalOf(send(board, await makeOffer(place, { bond, expiry })))
        }
        expect(
          [await put(0n), await put(2_499_999n), await put(2_500_000n), await put(0n)],
          "none, too little, enough, and too little afterwards",
        ).to.deep.equal(["BondTooLow", "BondTooLow", "none", "BondTooLow"])
      })

      describe("that is full", () => {
        const DOLLAR = 1_000_000n
        const changes: BoardChange[] = []
        const hosts = ["first", "second", "third", "fourth"].map((name) => accountNamed(name))

        /** A board for three offers. Each host has ten dollars of bond. */
        async function startFull(options: Partial<Parameters<typeof openTestBoard>[0]> = {}): Promise<TestBoard> {
          await start({ limits: { maxOffers: 3, maxOffersPerHost: 3 }, ...options })
          const { abi } = await artifactOf("Token")
          const token = { address: place.token, abi }
          for (const { address } of hosts) {
            await chain.fund(address)
            await chain.transact(callOf(token, address, "mint", [address, 10n * DOLLAR]))
            await chain.transact(callOf(token, address, "approve", [place.escrow, 10n * DOLLAR]))
            await escrowCall(place.escrow, address, "fundBond", [place.token, 10n * DOLLAR])
          }
          await open.caughtUp()
          changes.length = 0
          open.board.subscribe((some) => changes.push(...some))
          return open
        }
        const offerOf = (index: number, dollars: bigint, parts: OfferParts = {}) =>
          makeOffer(place, { by: hosts[index] as PrivateKeyAccount, bond: dollars * DOLLAR, ...parts })
        const removed = () =>
          changes.flatMap((change) => (change.change === "removed" ? [[change.host, change.reason]] : []))

        it("behavior: an offer with more bond takes the place of the one with the least, whose host is told what it would take", async () => {
          const { board } = await startFull()
          const offers = await Promise.all([3n, 2n, 5n].map((dollars, index) => offerOf(index, dollars)))
          for (const sent of offers) await send(board, sent)
          const before = board.sequence()
          expect(await refusalOf(send(board, await offerOf(3, 2n))), "worth the same").to.equal("BoardFull")
          const fourth = await offerOf(3, 4n)
          const listing = await send(board, fourth)

          expect(removed(), "in the stream").to.deep.equal([[offers[1]?.host, "BoardFull"]])
          expect(board.size(), "in all").to.equal(3)
          expect(board.matching({ host: offers[1]?.host }), "not listed").to.deep.equal([])
          const since = board.changesSince(before, 10)
          expect(
            since.map((change) => ("gone" in change ? [change.gone.host, change.gone.reason] : change.listing.host)),
            "for those that were away",
          ).to.deep.equal([[offers[1]?.host, "BoardFull"], fourth.host])
          expect(since.at(-1)?.sequence, "the last number").to.equal(listing.sequence)
          const heartbeat = await offerOf(1, 2n, { expiry: (offers[1]?.offer.expiry ?? 0n) + 60n })
          const refusal = await send(board, heartbeat).catch((error: unknown) => error)
          if (!(refusal instanceof Refusal)) throw new Error("The heartbeat was taken.")
          expect([refusal.code, refusal.args], "the next heartbeat").to.deep.equal([
            "BoardFull",
            { maximum: 3, dollars: 2, leastDollars: 3 },
          ])
          expect(refusal.message, "in words").to.contain("more than 3 dollars")
          const higher = await offerOf(1, 6n, { expiry: heartbeat.offer.expiry + 60n })
          expect(await refusalOf(send(board, higher)), "with more").to.equal("none")
          expect(board.matching({ host: offers[0]?.host }), "what was worth least then").to.deep.equal([])
        })

        it("behavior: those that are listed renew, and one whose bond is gone leaves before all others", async () => {
          const { board, caughtUp } = await startFull()
          const offers = await Promise.all([3n, 2n, 5n].map((dollars, index) => offerOf(index, dollars)))
          for (const sent of offers) await send(board, sent)
          const expiry = (offers[1]?.offer.expiry ?? 0n) + 60n
          const renewals = await Promise.all([3n, 2n, 5n].map((dollars, index) => offerOf(index, dollars, { expiry })))
          for (const sent of renewals) expect(await refusalOf(send(board, sent)), "renewed").to.equal("none")
          expect([board.size(), removed()], "nobody left").to.deep.equal([3, []])
          const [, , third] = hosts
          await escrowCall(place.escrow, third?.address ?? "0x", "withdrawBond", [
            place.token,
            10n * DOLLAR,
            addressOf("stranger"),
          ])
          await caughtUp()
          const free = await offerOf(3, 0n)
          expect(await refusalOf(send(board, free)), "without a bond").to.equal("none")
          expect(board.size(), "in all").to.equal(3)
          await escrowCall(place.escrow, addressOf("host"), "fundBond", [place.token, 1n])
          await caughtUp()
          const dust = await makeOffer(place, { bond: 1n })
          expect(await refusalOf(send(board, dust)), "with a base unit, instead of none").to.equal("none")
          expect(board.matching({ host: free.host }), "the one without a bond").to.deep.equal([])
        })

        it("behavior: many offers on one bond are worth their parts of it", async () => {
          const { board } = await startFull()
          const machines = [1, 2, 3].map((index) => keccak256(toHex(`machine ${index}`)))
          for (const machine of machines) await send(board, await offerOf(0, 3n, { machine }))
          expect(await refusalOf(send(board, await offerOf(1, 4n))), "ten dollars, of which it locks four").to.equal(
            "none",
          )
          expect(board.matching({ host: hosts[0]?.address.toLowerCase() }).length, "of the first host").to.equal(2)
        })

        it("behavior: offers that arrive together are judged by what they are worth, and not by their order", async () => {
          const { board } = await startFull()
          const sent = await Promise.all([1n, 4n, 2n, 3n].map((dollars, index) => offerOf(index, dollars)))
          const results = await Promise.all(sent.map((one) => refusalOf(send(board, one))))
          const again = await Promise.all(sent.map((one) => refusalOf(send(board, one))))
          expect(
            board.matching({}).map(({ bond }) => bond / DOLLAR),
            "held",
          ).to.have.members([2n, 3n, 4n])
          expect([results.length, again], "refused in the end").to.deep.equal([
            4,
            ["BoardFull", "none", "none", "none"],
          ])
        })

        it("behavior: knows after a restart who left, and judges as before", async () => {
          const { board, database } = await startFull()
          const offers = await Promise.all([3n, 2n, 5n].map((dollars, index) => offerOf(index, dollars)))
          for (const sent of offers) await send(board, sent)
          const before = board.sequence()
          await send(board, await offerOf(3, 4n))
          await board.stop()
          const limits = { maxOffers: 3, maxOffersPerHost: 3 }
          const again = await openTestBoard({ escrow: place.escrow, kind, database, limits })
          const held = again.board.matching({}).map(({ bond }) => bond / DOLLAR)
          const [gone] = again.board.changesSince(before, 10)
          await untilWriting(again.board)
          const refusals = [
            await refusalOf(send(again.board, await offerOf(1, 3n))),
            await refusalOf(send(again.board, await offerOf(1, 9n))),
          ]
          await again.close()
          expect(held, "held").to.have.members([3n, 4n, 5n])
          expect(gone && "gone" in gone && gone.gone.reason, "who left").to.equal("BoardFull")
          expect(refusals, "worth no more, and worth more").to.deep.equal(["BoardFull", "none"])
        })
      })
    })
  }
})
