import type { ServerResponse } from "node:http"
import { InvalidInputError, isEscrowError, type Offer } from "@gpuflow/escrow"
import { hashDocument, type SignedOffer, signOffer } from "@gpuflow/escrow/offer"
import { planDeposit, runDeposit } from "@gpuflow/escrow/plan"
import type { FoundOffers, OfferFilters } from "@gpuflow/escrow/server"
import { expect } from "chai"
import { keccak256, toHex, zeroAddress } from "viem"
import { boardItem, listing, serveBoard } from "../support/board.ts"
import { failureOf } from "../support/failureOf.ts"
import { type Answer, answerJson, answerProblem, type HttpServer, serveHttp } from "../support/httpServer.ts"
import { libraries } from "../support/libraries.ts"
import { placeMulticall } from "../support/multicall.ts"
import { HOUR, makeOffer, makeRental, running } from "../support/rentals.ts"
import { chain, deployed, networkHelpers, type World } from "../support/sharedChain.ts"

const { loadFixture, time } = networkHelpers
const machine = (name: string) => keccak256(toHex(name))
const described = (model: string, count = 1) => ({
  version: 1,
  name: "a",
  gpu: { model, count, memoryMiB: 81_559 },
  location: "Frankfurt, DE",
  network: { downMbps: 1_000, upMbps: 500 },
})

/** A host's signed offer with its description. */
async function signed(
  world: World,
  terms: Parameters<typeof makeOffer>[1] = {},
  document?: object,
): Promise<SignedOffer> {
  const { escrow, host } = world
  const spec = document ? { spec: hashDocument({ ...document }) } : {}
  const offer = await makeOffer(world, { startWindow: 0n, ...spec, ...terms })
  const hostSignature = await signOffer(host, { escrow, offer })
  return { chainId: 137, escrow, offer, hostSignature, ...(document ? { document: { ...document } } : {}) }
}

const open: HttpServer[] = []
const keep = async (server: Promise<HttpServer>) => {
  open.push(await server)
  return (await server).url
}
const board = (items: readonly unknown[]) => keep(serveBoard(() => items))
const answering = (answer: Answer) => keep(serveHttp(answer))

/** What was found, as far as a renter sees it. */
const names = ({ offers }: FoundOffers) => offers.map(({ signed: { offer } }) => [offer.machine, offer.pricePerHour])
const hidden = ({ sources }: FoundOffers, place = 0) =>
  Object.fromEntries((sources[place]?.hidden ?? []).map(({ reason, count }) => [reason, count]))

afterEach(async () => {
  await Promise.all(open.splice(0).map((server) => server.close()))
})

for (const [library, sdk] of Object.entries(libraries)) {
  describe(`SDK: findOffers, on ${library}`, () => {
    async function scene() {
      const world = await loadFixture(deployed)
      await placeMulticall(chain)
      const good = await signed(world, { machine: machine("good"), pricePerHour: 2_000_000n }, described("H100 SXM", 8))
      return { world, good, client: world.client, escrow: world.escrow }
    }

    it("default: merges boards without doubles, sorts by price, and says what each board gave", async () => {
      const { world, good, client, escrow } = await scene()
      const cheap = await signed(world, { machine: machine("cheap"), pricePerHour: 1_000_000n })
      const older = await signed(world, {
        machine: machine("cheap"),
        pricePerHour: 900_000n,
        expiry: BigInt(await time.latest()) + 600n,
      })
      const record = { rank: 3, feesPaidDollars: "12.5", rentals: 7, servedBps: 9_900 }
      const boards = [
        await board([boardItem(good, { record }), boardItem(older)]),
        await board([boardItem(cheap), boardItem(good)]),
      ]

      const found = await sdk.findOffers(client, { escrow, boards })

      expect(names(found), "offers").to.deep.equal([
        [machine("cheap"), 1_000_000n],
        [machine("good"), 2_000_000n],
      ])
      const [, second] = found.offers
      expect(second?.boards, "boards of one").to.deep.equal(boards)
      expect(second?.record, "record").to.deep.equal(record)
      expect(second?.signed, "signed").to.deep.equal(good)
      expect(second?.check.status, "status").to.equal("takeable")
      expect(hidden(found, 0), "hidden").to.deep.equal({ Superseded: 1 })
      expect(
        found.sources.map(({ received, found: shown, hasMore, error }) => [received, shown, hasMore, error]),
        "sources",
      ).to.deep.equal([
        [2, 1, false, undefined],
        [2, 2, false, undefined],
      ])
    })

    it("behavior: what was found can be rented as it is", async () => {
      const { world, good, client, escrow } = await scene()
      const { offers } = await sdk.findOffers(client, { escrow, boards: [await board([boardItem(good)])] })
      const [first] = offers
      if (!first) throw new Error("nothing was found")

      const { offer, hostSignature } = first.signed
      const plan = await planDeposit(world.renter, {
        escrow,
        rental: makeRental(world, offer),
        duration: HOUR,
        hostSignature,
      })
      const { events } = await runDeposit(world.renter, { plan })

      expect(
        events.some(({ eventName }) => eventName === "Deposited"),
        "paid",
      ).to.equal(true)
    })

    it("behavior: filters are applied again, whatever the board sends", async () => {
      const { world, good, client, escrow } = await scene()
      const others = [
        await signed(world, { machine: machine("no document") }),
        await signed(world, { machine: machine("A100") }, described("A100")),
        await signed(world, { machine: machine("short"), maxDuration: HOUR }, described("H100")),
        await signed(world, { machine: machine("committed"), minDuration: 8n * HOUR }, described("H100")),
        await signed(
          world,
          { machine: machine("for another"), renter: world.payer.account.address },
          described("H100"),
        ),
      ]
      const boards = [await board([good, ...others].map((one) => boardItem(one)))]
      const find = (filters: object) => sdk.findOffers(client, { escrow, boards, filters })

      const h100 = await find({ gpu: ["h100"], duration: 4n * HOUR, maxCommitment: HOUR })
      expect(names(h100), "H100").to.deep.equal([[machine("good"), 2_000_000n]])
      expect(hidden(h100), "hidden").to.deep.equal({ Filtered: 5 })
      const mine = await find({
        gpu: ["H100"],
        renter: world.payer.account.address,
        duration: HOUR,
        maxCommitment: HOUR,
      })
      expect(mine.offers, "for the renter too").to.have.length(3)
      for (const filters of [
        { minGpus: 8 },
        { minMemory: 80, minGpus: 2 },
        { region: ["frankfurt"], minGpus: 2 },
        { minDownload: 1_000, minUpload: 500, minGpus: 2 },
        { machine: machine("good") },
      ]) {
        expect(names(await find(filters)), JSON.stringify(filters)).to.deep.equal([[machine("good"), 2_000_000n]])
      }
      for (const filters of [
        { minGpus: 9 },
        { minMemory: 96 },
        { region: ["Paris"] },
        { minDownload: 1_001 },
        { token: zeroAddress },
        { maxPricePerHour: 1n },
        { minBond: 10n ** 20n },
        { host: world.payer.account.address },
        { maxDollarsPerHour: "1000000" },
      ]) {
        expect((await find(filters)).offers, Object.keys(filters).join()).to.deep.equal([])
      }
    })

    it("behavior: filters by the record that a board reports, and asks no board for what it would refuse", async () => {
      const { good, client, escrow } = await scene()
      const record = { rank: 3, feesPaidDollars: "12.5", rentals: 9, servedBps: 9_000 }
      const boards = [await board([boardItem(good, { record })]), await board([boardItem(good)])]
      const find = async (filters: OfferFilters) => {
        const { offers } = await sdk.findOffers(client, { escrow, boards: boards.slice(0, 1), filters })
        return offers.length
      }
      for (const filters of [{ maxRank: 3 }, { minServedBps: 9_000 }, { minFeesPaidDollars: "12.5" }]) {
        expect(await find(filters), JSON.stringify(filters)).to.equal(1)
        const unknown = await sdk.findOffers(client, { escrow, boards: boards.slice(1), filters })
        expect(unknown.offers, `${JSON.stringify(filters)} of a board without records`).to.have.length(0)
      }
      for (const filters of [{ maxRank: 2 }, { minServedBps: 9_001 }, { minFeesPaidDollars: "12.500001" }]) {
        expect(await find(filters), JSON.stringify(filters)).to.equal(0)
      }
      await find({ minGpus: 0, maxGpus: 5_000, minMemory: 0.5, maxCommitment: 0n, gpu: [], region: ["x".repeat(300)] })
      const asked = open[0]?.asked.at(-1)?.url.searchParams
      expect([...(asked?.keys() ?? [])].toSorted(), "asked for").to.deep.equal(["freeBy", "limit", "sort"])
    })

    it("behavior: sorts by price, bond, memory, start, or record", async () => {
      const { world, client, escrow } = await scene()
      const make = async (
        name: string,
        terms: Parameters<typeof makeOffer>[1],
        model: [string, number],
        rank?: number,
      ) =>
        boardItem(await signed(world, { machine: machine(name), ...terms }, described(...model)), { record: { rank } })
      const boards = [
        await board([
          await make("a", { pricePerHour: 3n, startWindow: 60n }, ["H100", 2], 2),
          await make("b", { pricePerHour: 2n }, ["H100", 1], 3),
          await make("c", { pricePerHour: 1n, startWindow: 600n }, ["H100", 4]),
          await make("d", { pricePerHour: 4n, startWindow: 30n }, ["H100", 3], 1),
        ]),
      ]
      const orders = { price: "cbad", memory: "cdab", start: "bdac", record: "dabc", bond: "cbad" } as const
      for (const [sort, expected] of Object.entries(orders)) {
        const { offers } = await sdk.findOffers(client, { escrow, boards, sort: sort as keyof typeof orders })
        const order = offers.map(({ signed: { offer } }) => [..."abcd"].find((name) => machine(name) === offer.machine))
        expect(order.join(""), sort).to.equal(expected)
      }
    })

    it("behavior: with freeBy, machines are found that are free in time", async () => {
      const { world, client, escrow } = await scene()
      await running(world, { machine: machine("taken") }, "taken")
      const taken = await signed(world, { machine: machine("taken") })
      const boards = [await board([boardItem(taken)])]
      const now = BigInt(await time.latest())
      const find = (freeBy?: bigint) => sdk.findOffers(client, { escrow, boards, filters: { freeBy } })

      expect(hidden(await find()), "now").to.deep.equal({ MachineBusy: 1 })
      expect(hidden(await find(now + 60n)), "too early").to.deep.equal({ MachineBusy: 1 })
      const [later] = (await find(now + 2n * HOUR)).offers
      expect(later?.check.status, "later").to.equal("blocked")
    })

    describe("a board that lies about offers", () => {
      type Lie = (scene: { readonly world: World; readonly good: SignedOffer }) => Promise<readonly unknown[]>
      const changed = (good: SignedOffer, terms: Partial<Offer>) => ({ ...good, offer: { ...good.offer, ...terms } })

      const lies: readonly (readonly [string, string, Lie])[] = [
        ["another price", "InvalidSignature", async ({ good }) => [boardItem(changed(good, { pricePerHour: 1n }))]],
        ["its own payee", "InvalidSignature", async ({ good }) => [boardItem(changed(good, { payee: STRANGER }))]],
        ["another token", "MarketNotOpen", async ({ good }) => [boardItem(changed(good, { token: STRANGER }))]],
        ["a forged host", "InvalidSignature", async ({ good }) => [boardItem(changed(good, { host: STRANGER }))]],
        ["no signature", "InvalidSignature", async ({ good }) => [boardItem({ ...good, hostSignature: "0x" })]],
        ["another chain's offer", "WrongChain", async ({ good }) => [boardItem({ ...good, chainId: 80_002 })]],
        ["another escrow's offer", "WrongEscrow", async ({ good }) => [boardItem({ ...good, escrow: STRANGER })]],
        [
          "another description",
          "DocumentMismatch",
          async ({ good }) => [boardItem({ ...good, document: described("B200", 8) })],
        ],
        [
          "a description that is nested without end",
          "DocumentMismatch",
          async ({ good }) => [
            boardItem({ ...good, document: JSON.parse(`{"a":${"[".repeat(1_000)}${"]".repeat(1_000)}}`) }),
          ],
        ],
        [
          "an offer that has expired",
          "OfferExpired",
          async ({ world }) => {
            const stale = await signed(world, { machine: machine("stale"), expiry: BigInt(await time.latest()) + 60n })
            await time.increase(120)
            return [boardItem(stale)]
          },
        ],
        [
          "an offer that was revoked",
          "WrongNonce",
          async ({ world, good }) => {
            await sdk.revokeOffers(world.host, { escrow: world.escrow, machine: good.offer.machine })
            return [boardItem(good)]
          },
        ],
        [
          "an offer of a machine that is taken",
          "MachineBusy",
          async ({ world }) => {
            await running(world, { machine: machine("taken") }, "taken")
            return [boardItem(await signed(world, { machine: machine("taken") }))]
          },
        ],
        [
          "an offer without the bond that it promises",
          "InsufficientBond",
          async ({ world }) => [boardItem(await signed(world, { machine: machine("bond"), bond: 5_000_000n }))],
        ],
        [
          "what is not an offer",
          "OfferUnreadable",
          async ({ good }) => {
            const item = boardItem(good)
            return [
              ...[null, 1, "0x", [], {}, { signed: null }, { signed: "text" }, { ...item, signed: [item["signed"]] }],
              { signed: { ...Object(item["signed"]), offer: { ...Object(item["signed"]).offer, pricePerHour: 1 } } },
              { signed: { ...Object(item["signed"]), offer: { ...Object(item["signed"]).offer, nonce: "1e3" } } },
              { signed: { ...Object(item["signed"]), version: 2 } },
              { signed: { ...Object(item["signed"]), more: true } },
            ]
          },
        ],
      ]
      const STRANGER = "0x000000000000000000000000000000000000dEaD"

      for (const [what, reason, lie] of lies) {
        it(`error: ${what} is hidden as ${reason}, and the others are found`, async () => {
          const { world, client, escrow } = await scene()
          const good = await signed(world, { machine: machine("honest") }, described("H100"))
          const items = await lie({ world, good: await signed(world, { machine: machine("good") }, described("H100")) })

          const found = await sdk.findOffers(client, { escrow, boards: [await board([...items, boardItem(good)])] })

          expect(names(found), "found").to.deep.equal([[machine("honest"), 1_500_000n]])
          expect(hidden(found), "hidden").to.deep.equal({ [reason]: items.length })
        })
      }

      it("behavior: another signature under an offer does not hide the host's own", async () => {
        const { good, client, escrow } = await scene()
        const boards = [
          await board([boardItem({ ...good, hostSignature: `0x${"11".repeat(64)}1b` })]),
          await board([boardItem(good)]),
        ]
        const found = await sdk.findOffers(client, { escrow, boards })
        expect(
          found.offers.map(({ signed: own }) => own.hostSignature),
          "signature",
        ).to.deep.equal([good.hostSignature])
        expect(
          found.sources.map(({ found: shown }) => shown),
          "found",
        ).to.deep.equal([0, 1])
      })

      it("behavior: what a board claims of an offer changes nothing", async () => {
        const { good, client, escrow } = await scene()
        const claims = {
          hash: "nonsense",
          dollarsPerHour: "0.01",
          freeBond: "-1",
          freeAt: "soon",
          record: { rank: "1", feesPaidDollars: { toString: "x" }, rentals: 1.5, servedBps: null },
        }
        const found = await sdk.findOffers(client, { escrow, boards: [await board([boardItem(good, claims)])] })
        const [offer] = found.offers
        expect(offer?.dollarsPerHour, "dollars").to.equal(undefined)
        expect(offer?.record, "record").to.deep.equal({
          rank: undefined,
          feesPaidDollars: undefined,
          rentals: undefined,
          servedBps: undefined,
        })
      })

      it("behavior: a board in another order, or that withholds an offer, does not decide the result", async () => {
        const { world, good, client, escrow } = await scene()
        const cheap = await signed(world, { machine: machine("cheap"), pricePerHour: 1n })
        const forth = await board([boardItem(good), boardItem(cheap)])
        const back = await board([boardItem(cheap), boardItem(good)])
        const less = await board([boardItem(good)])
        const all = await Promise.all(
          [[forth], [back], [less, forth], [back, less]].map(async (boards) =>
            names(await sdk.findOffers(client, { escrow, boards })),
          ),
        )
        for (const one of all) expect(one, "offers").to.deep.equal(all[0])
      })
    })

    describe("a board that does not answer as one", () => {
      const never = () => undefined
      const raw =
        (text: string, type = "application/json", status = 200): Answer =>
        (_, response) => {
          response.writeHead(status, { "content-type": type })
          response.end(text)
        }
      const flood = (response: ServerResponse, part: string) => {
        const pour = () => {
          while (!response.destroyed && response.write(part)) {}
          if (!response.destroyed) response.once("drain", pour)
        }
        pour()
      }

      const answers: readonly (readonly [string, string, Answer])[] = [
        ["HTML", "ServerAnswerInvalid", raw("<html>Welcome</html>", "text/html")],
        ["JSON that is called HTML", "ServerAnswerInvalid", raw('{"items":[],"next":null}', "text/html")],
        ["HTML that is called JSON", "ServerAnswerInvalid", raw("<html>Welcome</html>")],
        ["nothing at all", "ServerAnswerInvalid", raw("")],
        ["half an answer", "ServerAnswerInvalid", raw('{"items":[')],
        ["a list", "ServerAnswerInvalid", raw("[]")],
        ["null", "ServerAnswerInvalid", raw("null")],
        ["items that are none", "ServerAnswerInvalid", raw('{"items":{"length":3},"next":null}')],
        ["a cursor that is none", "ServerAnswerInvalid", raw('{"items":[],"next":{}}')],
        ["a cursor without end", "ServerAnswerInvalid", raw(JSON.stringify({ items: [], next: "x".repeat(5_000) }))],
        ["empty pages for ever", "ServerAnswerInvalid", raw('{"items":[],"next":"again"}')],
        ["deep JSON", "ServerAnswerInvalid", raw(`${"[".repeat(100_000)}${"]".repeat(100_000)}`)],
        [
          "an answer that says it is huge",
          "ServerAnswerInvalid",
          (_, response) => {
            response.writeHead(200, { "content-type": "application/json", "content-length": "100000000000" })
            response.write("{")
          },
        ],
        [
          "an answer without end",
          "ServerAnswerInvalid",
          (_, response) => {
            response.writeHead(200, { "content-type": "application/json" })
            response.write('{"items":["')
            flood(response, "x".repeat(100_000))
          },
        ],
        ["an answer that never begins", "ServerUnavailable", never],
        [
          "an answer that stops in the middle",
          "ServerUnavailable",
          (_, response) => {
            response.writeHead(200, { "content-type": "application/json" })
            response.write('{"items":[')
          },
        ],
        ["a connection that breaks", "ServerUnavailable", (_, response) => void response.destroy()],
        ["a failure of its own", "ServerUnavailable", raw("{}", "application/json", 500)],
        [
          "too many requests, without end",
          "ServerUnavailable",
          (_, response) => {
            response.writeHead(429, { "retry-after": "100" })
            response.end()
          },
        ],
        ["a refusal", "ServerRefused", (_, response) => answerProblem(response, 400, "InvalidInput", "No.")],
        [
          "another place",
          "ServerUnavailable",
          (_, response) => {
            response.writeHead(302, { location: "http://127.0.0.1:9/" })
            response.end()
          },
        ],
      ]

      for (const [what, code, answer] of answers) {
        it(`error: ${what} is reported as ${code}, and the other board is read`, async () => {
          const { good, client, escrow } = await scene()
          const boards = [await answering(answer), await board([boardItem(good)])]

          const found = await sdk.findOffers(client, { escrow, boards, timeout: 1_500 })

          expect(names(found), "found").to.deep.equal([[machine("good"), 2_000_000n]])
          const [bad, honest] = found.sources
          expect(bad?.error?.code, "error").to.equal(code)
          expect(isEscrowError(bad?.error), "of the SDK").to.equal(true)
          expect([bad?.received, honest?.error], "the others").to.deep.equal([0, undefined])
        })
      }

      it("behavior: offers for ever are read up to the limit", async () => {
        const { world, client, escrow } = await scene()
        const mine = await signed(world, { machine: machine("one") })
        const endless = await answering((_, response) =>
          answerJson(response, { items: Array.from({ length: 7 }, () => boardItem(mine)), next: "more" }),
        )

        const found = await sdk.findOffers(client, { escrow, boards: [endless], maxOffers: 20 })

        expect(
          found.sources.map(({ received, hasMore, found: shown }) => [received, hasMore, shown]),
          "limits",
        ).to.deep.equal([[20, true, 1]])
        expect(found.offers, "once").to.have.length(1)
      })

      it("behavior: what came before a failure is kept", async () => {
        const { good, client, escrow } = await scene()
        const breaking = await answering(({ url }, response) => {
          if (url.searchParams.has("cursor")) response.destroy()
          else answerJson(response, { items: [boardItem(good)], next: "more" })
        })
        const found = await sdk.findOffers(client, { escrow, boards: [breaking] })
        expect(found.offers, "offers").to.have.length(1)
        expect(found.sources[0]?.error?.code, "error").to.equal("ServerUnavailable")
      })

      it("behavior: a board that asks to wait is asked again", async () => {
        const { good, client, escrow } = await scene()
        let refusals = 0
        const busy = await answering((asked, response) => {
          if (refusals++ > 0) return listing(() => [boardItem(good)])(asked, response)
          response.writeHead(429, { "retry-after": "0" })
          response.end()
        })
        const found = await sdk.findOffers(client, { escrow, boards: [busy] })
        expect(found.offers, "offers").to.have.length(1)
      })
    })

    it("error: the caller's signal ends it", async () => {
      const { client, escrow } = await scene()
      const controller = new AbortController()
      const silent = await answering(() => controller.abort(new Error("enough")))
      const error = await failureOf(sdk.findOffers(client, { escrow, boards: [silent], signal: controller.signal }))
      expect(String(error), "reason").to.contain("enough")
    })

    it("error: refuses what are not boards", async () => {
      const { client, escrow } = await scene()
      const many = Array.from({ length: 17 }, (_, index) => `http://127.0.0.1:${index + 1}`)
      for (const boards of [[], ["file:///etc/passwd"], ["board.example"], ["javascript:alert(1)"], many]) {
        expect(await failureOf(sdk.findOffers(client, { escrow, boards })), boards[0]).to.be.instanceOf(
          InvalidInputError,
        )
      }
      const boards = ["http://127.0.0.1:1"]
      for (const wrong of [
        { maxOffers: 0 },
        { sort: "newest" as "price" },
        { timeout: 0 },
        { filters: { maxDollarsPerHour: "cheap" } },
      ]) {
        const error = await failureOf(sdk.findOffers(client, { escrow, boards, ...wrong }))
        expect(error, JSON.stringify(wrong)).to.be.instanceOf(InvalidInputError)
      }
    })
  })
}
