import type { Progress } from "@gpuflow/escrow"
import { expect } from "chai"
import { parseEther } from "viem"
import { NATIVE } from "../support/escrow.ts"
import { placeMulticall } from "../support/multicall.ts"
import { planners } from "../support/planners.ts"
import { wantedDeposit, withoutAllowance } from "../support/rentals.ts"
import { batching, countRoundTrips } from "../support/roundTrips.ts"
import { chain, networkHelpers } from "../support/sharedChain.ts"

const { loadFixture } = networkHelpers

/** From a click to what the wallet asks, and from there to the transaction's hash. */
const [TO_THE_QUESTION, TO_THE_HASH] = [8, 3]

async function withMulticall() {
  const world = await withoutAllowance()
  await placeMulticall(chain)
  return world
}

const ways = {
  batch: { without: [], terms: {}, intercept: batching, questions: ["wallet_sendCalls"] },
  permit: {
    without: ["batch"],
    terms: {},
    intercept: undefined,
    questions: ["eth_signTypedData_v4", "eth_sendTransaction"],
  },
  approval: {
    without: ["batch", "permit"],
    terms: {},
    intercept: undefined,
    questions: ["eth_sendTransaction", "eth_sendTransaction"],
  },
  native: {
    without: [],
    terms: { token: NATIVE, pricePerHour: parseEther("1") },
    intercept: undefined,
    questions: ["eth_sendTransaction"],
  },
} as const

for (const [library, connect] of Object.entries(planners)) {
  for (const [name, fixture] of Object.entries({ withMulticall, withoutMulticall: withoutAllowance })) {
    describe(`SDK: round trips on ${library}, on a chain ${name === "withMulticall" ? "with" : "without"} Multicall3`, () => {
      for (const [way, { without, terms, intercept, questions }] of Object.entries(ways)) {
        it(`behavior: plans and rents by ${way} within ${TO_THE_QUESTION} and ${TO_THE_HASH} round trips`, async () => {
          const world = await loadFixture(fixture)
          const deposit = await wantedDeposit(world, terms)
          const node = countRoundTrips(intercept)
          const account = world.renter.account.address
          const { planDeposit, runDeposit } = connect(node.requestBy("wallet"), account, node.requestBy("reader"))
          const sentAt: number[] = []
          const begins: number[] = [0]
          const onProgress = ({ phase }: Progress) => {
            if (phase === "sent") sentAt.push(node.rounds())
            if (phase === "confirmed") begins.push(node.rounds())
          }

          const plan = await planDeposit({ ...deposit, without, onProgress })
          await runDeposit({ plan, onProgress })

          const asked = node.questions()
          expect(
            asked.map(({ method }) => method),
            "questions",
          ).to.deep.equal(questions)
          const list = node.asked.map(({ method, round, by }) => `${round} ${by} ${method}`).join("\n")
          // A permit and its deposit are one transaction.
          const transactions = way === "approval" ? asked : asked.slice(0, 1)
          for (const [index, { round }] of transactions.entries()) {
            expect(round - 1 - (begins[index] ?? 0), `before question ${index + 1}\n${list}`).to.be.at.most(
              TO_THE_QUESTION,
            )
          }
          const last = asked.at(0)?.round ?? 0
          expect((sentAt[0] ?? Number.NaN) - last, `to the hash\n${list}`).to.be.at.most(TO_THE_HASH)
        })
      }
    })
  }

  describe(`SDK: a wallet beside a reader, on ${library}`, () => {
    it("behavior: is asked only for its chain and its abilities, and to sign and send", async () => {
      const world = await loadFixture(withMulticall)
      const deposit = await wantedDeposit(world)
      const node = countRoundTrips()
      const { planDeposit, runDeposit } = connect(
        node.requestBy("wallet"),
        world.renter.account.address,
        node.requestBy("reader"),
      )

      await runDeposit({ plan: await planDeposit(deposit) })

      const asked = new Set(node.asked.filter(({ by }) => by === "wallet").map(({ method }) => method))
      const own = ["eth_accounts", "eth_chainId", "eth_requestAccounts", "wallet_getCapabilities"]
      const questions = ["eth_signTypedData_v4", "eth_sendTransaction"]
      expect(
        [...asked].filter((method) => !own.includes(method)),
        "of the wallet",
      ).to.have.members(questions)
    })
  })
}
