import { expect } from "chai"
import { encodeAbiParameters, type Hex, keccak256, toHex, zeroAddress, zeroHash } from "viem"

import { digestUnder } from "../signatures/encoder.ts"
import type { Contract } from "../support/chain.ts"
import { openWorld, type World } from "../support/world.ts"

type Described = readonly [Hex, string, string, bigint, Hex, Hex, readonly bigint[]]

describe("EIP-5267", () => {
  let world: World
  let contracts: Readonly<Record<string, Contract>>

  before(async () => {
    world = await openWorld()
    const { escrow } = world
    const permit2 = await world.deploy("@uniswap/v4-periphery/lib/permit2/src/Permit2.sol:Permit2", [])
    contracts = {
      RentalEscrow: escrow,
      RentalRouter: await world.deploy("RentalRouter", [escrow.address, permit2.address]),
      RentalMandate: await world.deploy("RentalMandate", [escrow.address]),
    }
  })

  const describedBy = async (contract: Contract) => (await world.chain.read(contract, "eip712Domain")) as Described

  it("bit i of fields is 1 if and only if the i-th field of the domain is present", async () => {
    for (const [name, contract] of Object.entries(contracts)) {
      const [fields, ...values] = await describedBy(contract)
      expect(fields, `${name}: name, version, chainId and verifyingContract, from the least significant bit`).to.equal(
        "0x0f",
      )
      expect(values, name).to.deep.equal([name, "1", BigInt(world.chain.id), contract.address, zeroHash, []])
    }
  })

  it("the domain separator that follows from the answer is the one in use", async () => {
    const order = { rentalId: zeroHash, renter: zeroAddress, duration: 1 }
    const purchase = { orders: [order], relayFee: 1n, relayer: zeroAddress, validBefore: 2n }
    const { RentalRouter: router } = contracts
    if (!router) throw new Error("There is no router.")
    const [, name, version, chainId, verifyingContract] = await describedBy(router)
    const struct = (await world.chain.read(router, "hashPurchase", [purchase])) as Hex
    const domain = { name, version, chainId: Number(chainId), verifyingContract }
    expect(await world.chain.read(router, "digestOf", [purchase])).to.equal(digestUnder(domain, struct))
  })

  it("the function answers static calls, and the selector is that of the EIP", async () => {
    const selector = keccak256(toHex("eip712Domain()")).slice(0, 10)
    expect(selector, "selector").to.equal("0x84b0196e")
    for (const [name, { address }] of Object.entries(contracts)) {
      const answer = await world.chain.rpc("eth_call", { to: address, data: selector }, "latest")
      const types = ["bytes1", "string", "string", "uint256", "address", "bytes32", "uint256[]"]
      const values = ["0x0f", name, "1", BigInt(world.chain.id), address, zeroHash, []]
      expect(answer, name).to.equal(
        encodeAbiParameters(
          types.map((type) => ({ type })),
          values,
        ),
      )
    }
  })
})
