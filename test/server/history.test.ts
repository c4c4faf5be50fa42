import { expect } from "chai"
import type { Address } from "viem"
import { getBalance, readContract } from "viem/actions"
import { statuses } from "../../sdk/generated/constants.ts"
import { escrowAbi } from "../../sdk/generated/escrowAbi.ts"
import type { Database } from "../../server/database/openDatabase.ts"
import { databaseKinds, openEmptyDatabase } from "../support/databases.ts"
import { collectingLog, readWholeHistory } from "../support/historyRuns.ts"
import { type RecordedLives, recordLives } from "../support/recordedLives.ts"

const NATIVE: Address = `0x${"0".repeat(40)}`

describe("the history: what its rows say is what the contract says", () => {
  let lives: RecordedLives
  before(async () => {
    lives = await recordLives({ lives: 60, seed: 23n })
  })
  after(() => lives.close())

  const read = (functionName: string, args: readonly unknown[] = []) =>
    readContract(lives.contract, {
      abi: escrowAbi,
      address: lives.escrow,
      functionName: functionName as "treasury",
      args: args as [],
    })

  for (const kind of databaseKinds) {
    describe(`on ${kind}`, () => {
      let database: Database
      let tables: Database["kysely"]
      const log = collectingLog()
      before(async () => {
        database = await openEmptyDatabase(kind)
        const schema = await readWholeHistory({ ...lives, database, log })
        tables = database.kysely.withSchema(schema)
      })
      after(() => database.close())

      it("default: of every rental", async () => {
        const rentals = await tables.selectFrom("rentals").selectAll().execute()
        expect(rentals.length, "rentals").to.be.at.least(60)
        for (const row of rentals) {
          const state = Object(await read("getRental", [row.id]))
          const stored = {
            status: statuses[state.status],
            fee_bps: state.feeBps,
            deposit_block: BigInt(state.depositBlock),
            since: BigInt(state.since),
            duration: BigInt(state.duration),
            billed_seconds: BigInt(state.billedSeconds),
            paid_seconds: BigInt(state.paidSeconds),
            refunded_seconds: BigInt(state.refundedSeconds),
            interrupted: state.interrupted,
            settling_until: BigInt(state.settlingUntil),
          }
          expect(row, `rental ${row.id}`).to.deep.include(stored)
          if (row.status === "Closed")
            expect([row.held, row.bond_locked, row.stake], `held of ${row.id}`).to.deep.equal(["0", "0", "0"])
        }
      })

      it("default: of every machine, host, market, role, bond, credit and fee", async () => {
        for (const { host, machine, ...row } of await tables.selectFrom("machines").selectAll().execute()) {
          const [busyUntil, nonce, depositBlock] = Object(await read("machines", [host, machine]))
          const stored = [busyUntil, nonce, depositBlock].map(BigInt)
          expect([row.busy_until, row.nonce, row.deposit_block], `machine ${machine}`).to.deep.equal(stored)
        }
        const hosts = await tables.selectFrom("hosts").selectAll().execute()
        const { accounts, tokens } = lives
        for (const account of accounts) {
          const [signer, epoch, feeBps] = Object(await read("hosts", [account]))
          const row = hosts.find(({ host }) => host === account)
          const stored = [signer.toLowerCase(), BigInt(epoch), feeBps]
          expect([row?.signer ?? NATIVE, row?.epoch ?? 0n, row?.fee_bps ?? 0], `host ${account}`).to.deep.equal(stored)
        }
        const balances = await tables.selectFrom("balances").selectAll().execute()
        const amountOf = (kind: string, token: string, account: string) =>
          BigInt(
            balances.find((row) => row.kind === kind && row.token === token && row.account === account)?.amount ?? 0,
          )
        for (const token of tokens) {
          for (const account of accounts) {
            expect(amountOf("bond", token, account), `bond of ${account}`).to.equal(
              await read("bonds", [token, account]),
            )
            expect(amountOf("credit", token, account), `credit of ${account}`).to.equal(
              await read("credits", [token, account]),
            )
          }
          expect(amountOf("fee", token, NATIVE), `fees in ${token}`).to.equal(await read("fees", [token]))
          const market = await tables.selectFrom("markets").selectAll().where("token", "=", token).executeTakeFirst()
          const [arbiter, feeBps, open] = Object(await read("markets", [token]))
          const row = [market?.arbiter ?? NATIVE, market?.fee_bps ?? 0, market?.open ?? false]
          expect(row, `market ${token}`).to.deep.equal([arbiter.toLowerCase(), feeBps, open])
        }
        const roles = await tables.selectFrom("roles").selectAll().orderBy("role").execute()
        const held = await Promise.all(
          ["guardian", "owner", "treasury"].map(async (role) => [role, String(await read(role)).toLowerCase()]),
        )
        expect(
          roles.map(({ role, account }) => [role, account]),
          "roles",
        ).to.deep.equal(held)
      })

      it("default: per token, what is owed is what the escrow owns", async () => {
        const books = await tables.selectFrom("books").selectAll().execute()
        const owed = books.map(({ token, ...sums }) => [
          token,
          Object.values(sums).reduce((sum, part) => sum + BigInt(part), 0n),
        ])
        const owned = await Promise.all(
          books.map(async ({ token }) => [token, await balanceOf(lives, token as Address)]),
        )
        const proofs = await tables.selectFrom("proofs").selectAll().execute()
        expect(books.length, "tokens").to.be.above(1)
        expect(owed, "owed, and owned").to.deep.equal(owned)
        expect(proofs.length, "tokens that were proven").to.equal(books.length)
        expect(
          proofs.every(({ owed, balance }) => owed === balance),
          "proofs",
        ).to.equal(true)
        expect(log.lines, "alarms").to.deep.equal([])
      })
    })
  }
})

async function balanceOf({ contract: client, escrow }: RecordedLives, token: Address): Promise<bigint> {
  if (token === NATIVE) return getBalance(client, { address: escrow })
  const abi = [
    {
      type: "function",
      name: "balanceOf",
      stateMutability: "view",
      inputs: [{ type: "address" }],
      outputs: [{ type: "uint256" }],
    },
  ] as const
  return readContract(client, { abi, address: token, functionName: "balanceOf", args: [escrow] })
}
