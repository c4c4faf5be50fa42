import { idOf } from "@gpuflow/escrow"
import { buildMandate, executeMandate, getNextExtension, revokeMandate, signMandate } from "@gpuflow/escrow/mandate"
import { preparePurchase, sendPurchase, signPurchase } from "@gpuflow/escrow/router"
import { expect } from "chai"

import { contentHash } from "../../server/history/contentHash.ts"
import { databaseKinds, openEmptyDatabase } from "../support/databases.ts"
import { freshHash, readOn, readWholeHistory } from "../support/historyRuns.ts"
import { allow, withBoth } from "../support/periphery.ts"
import { HOUR, wantedDeposit } from "../support/rentals.ts"
import { chain, networkHelpers } from "../support/sharedChain.ts"

const { loadFixture, time } = networkHelpers

describe("the history: purchases and mandates", () => {
  for (const kind of databaseKinds) {
    it(`default: on ${kind}, keeps them with their rentals, and takes them back with their blocks`, async () => {
      const world = await loadFixture(withBoth)
      const { client, escrow, router, mandateContract, renter, stranger } = world
      const { rental, duration, hostSignature } = await wantedDeposit(world)
      const payer = renter.account.address
      const orders = [{ rental, duration, hostSignature }]
      const purchase = await preparePurchase(client, { escrow, router, payer, orders, relayFee: 1_000n })
      await sendPurchase(stranger, { signed: await signPurchase(renter, { purchase, way: "authorization" }) })
      await allow(renter, world.token, mandateContract)
      const contracts = { escrow, mandateContract, rental }
      const terms = { until: 3n * HOUR, step: HOUR, extendBefore: 600n, maxTip: 1_000n }
      const mandate = await buildMandate(client, { ...contracts, ...terms })
      const signed = await signMandate(renter, { ...contracts, mandate })
      const database = await openEmptyDatabase(kind)
      const target = { database, client, escrow, router, mandateContract }
      const schema = await readWholeHistory(target)
      const tables = database.kysely.withSchema(schema)
      const before = await contentHash(database.kysely, schema)

      const snapshot = await chain.rpc("evm_snapshot")
      await time.increaseTo((await getNextExtension(client, signed)).dueAt)
      await executeMandate(stranger, { signed, tip: 1_000n })
      await revokeMandate(renter, { mandateContract, salt: mandate.salt })
      await readOn(target, schema)
      const mandates = await tables.selectFrom("mandates").selectAll().execute()
      const revocations = await tables.selectFrom("revocations").select(["renter", "salt"]).execute()
      const names = await tables.selectFrom("events").select("name").where("contract", "!=", "escrow").execute()
      const bought = await tables.selectFrom("events").selectAll().where("name", "=", "Purchased").execute()
      await chain.rpc("evm_revert", snapshot)
      await chain.rpc("hardhat_mine", "0x9")
      await readOn(target, schema)
      const [after, fresh] = [await contentHash(database.kysely, schema), await freshHash(target)]
      await database.close()

      expect(mandates, "the mandate").to.have.length(1)
      expect(mandates[0], "the mandate").to.deep.include({
        rental: idOf(rental),
        renter: payer.toLowerCase(),
        executions: 1n,
        spent: "1500000",
        tips: "1000",
      })
      expect(revocations, "revocations").to.deep.equal([{ renter: payer.toLowerCase(), salt: mandate.salt }])
      const kept = names.map(({ name }) => name).sort()
      expect(kept, "their events").to.deep.equal(["MandateExecuted", "MandateRevoked", "Purchased"])
      expect(bought[0]?.host, "the purchase's host").to.equal(rental.offer.host.toLowerCase())
      expect(after, "the rows without the blocks that were taken back").to.deep.equal(before)
      expect(after, "the rows of a fresh history").to.deep.equal(fresh)
    })
  }
})
