// What every consumer computes with the installed package. The results must be the same for all of them.
export const offer = {
  host: "0x1111111111111111111111111111111111111111",
  payee: "0x2222222222222222222222222222222222222222",
  operator: "0x0000000000000000000000000000000000000000",
  renter: "0x0000000000000000000000000000000000000000",
  token: "0x3c499c542cEF5E3811e1192ce70d8cC03d5c3359",
  arbiter: "0x3333333333333333333333333333333333333333",
  pricePerHour: 1_500_000n,
  bond: 3_000_000n,
  minDuration: 1n,
  maxDuration: 86_400n,
  startWindow: 1_800n,
  challengeWindow: 21_600n,
  nonce: 4n,
  epoch: 2n,
  expiry: 1_800_000_000n,
  maxFeeBps: 1_000n,
  rolling: true,
  machine: `0x${"a1".repeat(32)}`,
  spec: `0x${"b2".repeat(32)}`,
}

export const rental = { offer, renter: "0x4444444444444444444444444444444444444444", salt: `0x${"c3".repeat(32)}` }

/** `MachineBusy(7)`, as a node returns it. */
const revert = { data: `0x1fb6eb8a${"7".padStart(64, "0")}` }

/** @param sdk The exports of the package for ethers, or those for viem and of the entry for offers */
export function figuresOf(sdk) {
  const reverted = sdk.toEscrowError(revert)
  return {
    hash: sdk.hashOffer(offer),
    id: sdk.idOf(rental),
    cost: String(sdk.cost(offer.pricePerHour, 5_400n)),
    reverted: reverted instanceof sdk.MachineBusyError ? `${reverted.name} ${reverted.args.busyUntil}` : "not decoded",
    refused: codeOf(sdk, () => sdk.hashOffer({ ...offer, bond: -1n })),
  }
}

function codeOf(sdk, action) {
  try {
    action()
    return "nothing was thrown"
  } catch (error) {
    return sdk.isEscrowError(error) && error instanceof sdk.EscrowError ? error.code : String(error)
  }
}

/** Whether a package cannot be imported. */
export async function isAbsent(name) {
  return import(name).then(
    () => false,
    (error) => error.code === "ERR_MODULE_NOT_FOUND",
  )
}
