import { expect } from "chai"
import { concat, encodeAbiParameters, encodeFunctionData, type Hex } from "viem"

import { digestOf } from "../signatures/encoder.ts"
import { expectRefused, expectTaken } from "../signatures/taking.ts"
import type { Contract } from "../support/chain.ts"
import { accountNamed } from "../support/parties.ts"
import { domainOf, openWorld, type World } from "../support/world.ts"
import { openEntryPoint } from "./entryPoint.ts"

const [owner, next] = [accountNamed("an owner of modules"), accountNamed("the owner's next key")]
const VALIDATOR = 1n

describe("ERC-7579", () => {
  let world: World
  let entry: Awaited<ReturnType<typeof openEntryPoint>>
  let validators: readonly [Contract, Contract]
  let account: Contract

  before(async () => {
    world = await openWorld()
    entry = await openEntryPoint(world)
    validators = [await world.deploy("KeyValidator", []), await world.deploy("KeyValidator", [])]
    account = await world.deploy("ModularAccount", [validators[0].address, initOf(owner)])
    await world.must(world.call("host", "setSigner", [account.address]))
  })

  const initOf = ({ address }: typeof owner) => encodeAbiParameters([{ type: "address" }], [address])
  const offer = () => world.offer({ epoch: 2n })
  const signed = async (by: typeof owner, { address }: Contract): Promise<Hex> =>
    concat([address, await by.sign({ hash: digestOf(offer(), domainOf(world)) })])
  /** The account changes itself, by an operation that its owner signs through a validator. */
  const change = (functionName: string, args: readonly unknown[], by = owner, through = validators[0]) =>
    entry.operate(account.address, encodeFunctionData({ abi: account.abi, functionName, args }), by, {
      key: BigInt(through.address) << 32n,
    })

  it("the validator that the signature names decides, if it is installed", async () => {
    const [installed, unknown] = validators
    await expectTaken(world, offer(), await signed(owner, installed), "the installed one")
    await expectRefused(world, offer(), await signed(owner, unknown), account.address, "an unknown one")
    await expectRefused(world, offer(), await signed(next, installed), account.address, "another key")
    await expectRefused(world, offer(), await signed(owner, world.token), account.address, "a contract of another kind")
  })

  it("offers are signed through a new validator from its installation on, and through an old one no more", async () => {
    await world.chain.apart(async () => {
      const [first, second] = validators
      await change("installModule", [VALIDATOR, second.address, initOf(next)])
      await expectTaken(world, offer(), await signed(next, second), "through the new one")
      await expectTaken(world, offer(), await signed(owner, first), "through the old one, still")
      await change("uninstallModule", [VALIDATOR, first.address, "0x"], next, second)
      await expectRefused(world, offer(), await signed(owner, first), account.address, "through the old one")
      await expectTaken(world, offer(), await signed(next, second), "through the new one, still")
    })
  })

  it("nobody but the account installs or uninstalls", async () => {
    const args = [VALIDATOR, validators[1].address, initOf(next)]
    const data = encodeFunctionData({ abi: account.abi, functionName: "installModule", args })
    const { address: from } = accountNamed("an owner of modules")
    await world.chain.fund(from)
    const outcome = await world.send({ from, to: account.address, data })
    expect(outcome, "the owner's key by itself").to.deep.equal({ ok: false, error: `AccountUnauthorized(${from})` })
  })
})
