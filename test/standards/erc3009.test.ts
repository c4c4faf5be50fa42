import { expect } from "chai"
import { encodeFunctionData, type Hex, keccak256, parseAbi, toFunctionSelector, toHex, zeroHash } from "viem"

import type { Contract } from "../support/chain.ts"
import { callOf } from "../support/escrow.ts"
import { T0 } from "../support/offer.ts"
import { accountOf, addressOf, type Role } from "../support/parties.ts"
import { openWorld, type World } from "../support/world.ts"

const VALUE = 10_000_000n
const NONCE = keccak256(toHex("a nonce of the payer's choice"))
const FIELDS = [
  { name: "from", type: "address" },
  { name: "to", type: "address" },
  { name: "value", type: "uint256" },
  { name: "validAfter", type: "uint256" },
  { name: "validBefore", type: "uint256" },
  { name: "nonce", type: "bytes32" },
]

describe("ERC-3009", () => {
  let world: World
  let token: Contract

  before(async () => {
    world = await openWorld()
    token = await world.deploy("UsdcToken", [])
    const description = { name: "USD Coin", symbol: "USDC", version: "2", decimals: 6 }
    const abilities = { showsVersion: true, hasAuthorizations: true, wraps: false }
    await world.must(callOf(token, addressOf("owner"), "describe", [{ ...description, ...abilities }]))
    await world.must(callOf(token, addressOf("payer"), "mint", [addressOf("payer"), VALUE * 10n]))
  })

  const domain = () => ({ name: "USD Coin", version: "2", chainId: world.chain.id, verifyingContract: token.address })
  const selectors = parseAbi([
    "function receiveWithAuthorization(address from, address to, uint256 value, uint256 validAfter, uint256 validBefore, bytes32 nonce, bytes signature)",
    "function cancelAuthorization(address authorizer, bytes32 nonce, bytes signature)",
  ])

  /** The payer signs for the payee, and a caller brings it to the token, at a time. */
  async function receive(
    { validAfter = 0n, validBefore = 2n ** 40n, nonce = NONCE as Hex },
    caller: Role = "payee",
    at?: bigint,
  ) {
    const [from, to] = [addressOf("payer"), addressOf("payee")]
    const message = { from, to, value: VALUE, validAfter, validBefore, nonce }
    const types = { ReceiveWithAuthorization: FIELDS }
    const signature = await accountOf("payer").signTypedData({
      domain: domain(),
      types,
      primaryType: "ReceiveWithAuthorization",
      message,
    })
    const args = [from, to, VALUE, validAfter, validBefore, nonce, signature] as const
    const data = encodeFunctionData({ abi: selectors, functionName: "receiveWithAuthorization", args })
    return world.send({ from: addressOf(caller), to: token.address, data }, at)
  }
  const ok = ({ ok }: { readonly ok: boolean }) => ok

  it("the type hashes are those of the EIP", () => {
    const fields = FIELDS.map(({ type, name }) => `${type} ${name}`).join(",")
    expect(keccak256(toHex(`TransferWithAuthorization(${fields})`))).to.equal(
      "0x7c7c6cdb67a18743f49ec6fa9b35f50d52ed05cbed4cc592e13b44501c1a2267",
    )
    expect(keccak256(toHex(`ReceiveWithAuthorization(${fields})`))).to.equal(
      "0xd099cc98ef71107a616c4f0f941f04c322d8e254fe26b3c6668db87aae413de8",
    )
    expect(keccak256(toHex("CancelAuthorization(address authorizer,bytes32 nonce)"))).to.equal(
      "0x158b0a9edf7a828aad02f63cd515c68ef2f50ba807396f6d12842833a1597429",
    )
  })

  it("the router calls the function of USDC 2.2, by its selector", async () => {
    const [receiving] = selectors
    const { bytecode } = await world.chain.client
      .getCode({ address: (await world.deploy("RentalRouter", [world.escrow.address, token.address])).address })
      .then((code = "0x") => ({ bytecode: code }))
    expect(bytecode.includes(toFunctionSelector(receiving).slice(2))).to.equal(true)
  })

  it("an authorization is valid after validAfter and before validBefore, neither included", async () => {
    const [after, before] = [T0 + 10_000n, T0 + 20_000n]
    const at = (time: bigint) =>
      world.chain.apart(() => receive({ validAfter: after, validBefore: before }, "payee", time))
    expect(ok(await at(after)), "at validAfter").to.equal(false)
    expect(ok(await at(after + 1n)), "a second later").to.equal(true)
    expect(ok(await at(before - 1n)), "a second before validBefore").to.equal(true)
    expect(ok(await at(before)), "at validBefore").to.equal(false)
  })

  it("only the payee may bring it, so that nobody can run in front of the router", async () => {
    await world.chain.apart(async () => {
      expect(ok(await receive({}, "keeper")), "a stranger").to.equal(false)
      expect(ok(await receive({}, "payer")), "the payer").to.equal(false)
      expect(ok(await receive({}, "payee")), "the payee").to.equal(true)
    })
  })

  it("a nonce is used once, in any order, and authorizationState tells", async () => {
    await world.chain.apart(async () => {
      const state = (nonce: Hex) => world.chain.read(token, "authorizationState", [addressOf("payer"), nonce])
      expect(await state(NONCE), "before").to.equal(false)
      expect(ok(await receive({})), "first").to.equal(true)
      expect(await state(NONCE), "after").to.equal(true)
      expect(ok(await receive({})), "again").to.equal(false)
      expect(ok(await receive({ nonce: zeroHash })), "another nonce, which is lower").to.equal(true)
    })
  })

  it("a cancelled nonce is dead, and only its owner can cancel it", async () => {
    await world.chain.apart(async () => {
      const cancel = async (by: Role) => {
        const types = {
          CancelAuthorization: [
            { name: "authorizer", type: "address" },
            { name: "nonce", type: "bytes32" },
          ],
        }
        const message = { authorizer: addressOf("payer"), nonce: NONCE }
        const typed = { domain: domain(), types, primaryType: "CancelAuthorization", message } as const
        const args = [addressOf("payer"), NONCE, await accountOf(by).signTypedData(typed)] as const
        const data = encodeFunctionData({ abi: selectors, functionName: "cancelAuthorization", args })
        return world.send({ from: addressOf("keeper"), to: token.address, data })
      }
      expect(ok(await cancel("keeper")), "signed by a stranger").to.equal(false)
      expect(ok(await cancel("payer")), "signed by its owner").to.equal(true)
      expect(ok(await receive({})), "used after that").to.equal(false)
    })
  })
})
