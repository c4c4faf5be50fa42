// Written by `npm run generate`. Do not edit.

import { eventItem, functionItem, parseParameters, plainFunctionItem } from "../core/parseAbi.ts"

/** `accrued` of the ABI. */
export const accruedFunction = /* @__PURE__ */ functionItem("accrued", "Rental rental", "uint256")

/** `bonds` of the ABI. */
export const bondsFunction = /* @__PURE__ */ plainFunctionItem("bonds", "address token,address host", "uint256")

/** `closeMarket` of the ABI. */
export const closeMarketFunction = /* @__PURE__ */ plainFunctionItem("closeMarket", "address token")

/** `collectFees` of the ABI. */
export const collectFeesFunction = /* @__PURE__ */ plainFunctionItem("collectFees", "address token")

/** `credits` of the ABI. */
export const creditsFunction = /* @__PURE__ */ plainFunctionItem("credits", "address token,address account", "uint256")

/** `deposit` of the ABI. */
export const depositFunction = /* @__PURE__ */ functionItem("deposit", "Rental rental,uint32 duration,bytes hostSignature,bytes permit", "bytes32 id")

/** `dispute` of the ABI. */
export const disputeFunction = /* @__PURE__ */ functionItem("dispute", "Rental rental,string evidenceURI,bytes permit")

/** `due` of the ABI. */
export const dueFunction = /* @__PURE__ */ functionItem("due", "Rental rental", "uint256 toHost,uint256 fee,uint256 toRenter")

/** `exitAt` of the ABI. */
export const exitAtFunction = /* @__PURE__ */ functionItem("exitAt", "Rental rental", "uint256")

/** `extend` of the ABI. */
export const extendFunction = /* @__PURE__ */ functionItem("extend", "Rental rental,uint32 duration,bytes permit")

/** `fees` of the ABI. */
export const feesFunction = /* @__PURE__ */ plainFunctionItem("fees", "address token", "uint256")

/** `fundBond` of the ABI. */
export const fundBondFunction = /* @__PURE__ */ plainFunctionItem("fundBond", "address token,uint256 amount")

/** `getRental` of the ABI. */
export const getRentalFunction = /* @__PURE__ */ plainFunctionItem("getRental", "bytes32 id", "RentalState", {"RentalState":"Status status,uint16 feeBps,uint40 depositBlock,uint40 since,uint32 duration,uint32 billedSeconds,uint32 paidSeconds,uint32 refundedSeconds,bool interrupted,uint16 settlingUntil"})

/** `guardian` of the ABI. */
export const guardianFunction = /* @__PURE__ */ plainFunctionItem("guardian", "", "address")

/** `hashOffer` of the ABI. */
export const hashOfferFunction = /* @__PURE__ */ functionItem("hashOffer", "Offer offer", "bytes32")

/** `hosts` of the ABI. */
export const hostsFunction = /* @__PURE__ */ plainFunctionItem("hosts", "address host", "address signer,uint32 epoch,uint16 feeBps")

/** `idOf` of the ABI. */
export const idOfFunction = /* @__PURE__ */ functionItem("idOf", "Rental rental", "bytes32")

/** `interrupt` of the ABI. */
export const interruptFunction = /* @__PURE__ */ functionItem("interrupt", "Rental rental,uint256 maxFromBond")

/** `machines` of the ABI. */
export const machinesFunction = /* @__PURE__ */ plainFunctionItem("machines", "address host,bytes32 machine", "uint40 busyUntil,uint32 nonce,uint40 depositBlock")

/** `markets` of the ABI. */
export const marketsFunction = /* @__PURE__ */ plainFunctionItem("markets", "address token", "address arbiter,uint16 feeBps,bool open")

/** `refund` of the ABI. */
export const refundFunction = /* @__PURE__ */ functionItem("refund", "Rental rental,uint32 refundedSeconds")

/** `resolve` of the ABI. */
export const resolveFunction = /* @__PURE__ */ functionItem("resolve", "Rental rental,uint16 hostBps")

/** `revokeOffers` of the ABI. */
export const revokeOffersFunction = /* @__PURE__ */ plainFunctionItem("revokeOffers", "bytes32 machine")

/** `setGuardian` of the ABI. */
export const setGuardianFunction = /* @__PURE__ */ plainFunctionItem("setGuardian", "address guardian")

/** `setHostFee` of the ABI. */
export const setHostFeeFunction = /* @__PURE__ */ plainFunctionItem("setHostFee", "address host,uint16 feeBps")

/** `setMarket` of the ABI. */
export const setMarketFunction = /* @__PURE__ */ plainFunctionItem("setMarket", "address token,address arbiter,uint16 feeBps,bool open")

/** `setSigner` of the ABI. */
export const setSignerFunction = /* @__PURE__ */ plainFunctionItem("setSigner", "address signer")

/** `setTreasury` of the ABI. */
export const setTreasuryFunction = /* @__PURE__ */ plainFunctionItem("setTreasury", "address treasury")

/** `settle` of the ABI. */
export const settleFunction = /* @__PURE__ */ functionItem("settle", "Rental rental")

/** `settleMany` of the ABI. */
export const settleManyFunction = /* @__PURE__ */ functionItem("settleMany", "Rental[] rentals", "uint256 settled")

/** `stakeOf` of the ABI. */
export const stakeOfFunction = /* @__PURE__ */ functionItem("stakeOf", "Rental rental", "uint256")

/** `start` of the ABI. */
export const startFunction = /* @__PURE__ */ functionItem("start", "Rental rental")

/** `stop` of the ABI. */
export const stopFunction = /* @__PURE__ */ functionItem("stop", "Rental rental,uint256 maxToHost")

/** `submitEvidence` of the ABI. */
export const submitEvidenceFunction = /* @__PURE__ */ functionItem("submitEvidence", "Rental rental,string evidenceURI")

/** `treasury` of the ABI. */
export const treasuryFunction = /* @__PURE__ */ plainFunctionItem("treasury", "", "address")

/** `withdraw` of the ABI. */
export const withdrawFunction = /* @__PURE__ */ plainFunctionItem("withdraw", "address token,address account,address to")

/** `withdrawBond` of the ABI. */
export const withdrawBondFunction = /* @__PURE__ */ plainFunctionItem("withdrawBond", "address token,uint256 amount,address to")

/** `acceptOwnership` of the ABI. */
export const acceptOwnershipFunction = /* @__PURE__ */ plainFunctionItem("acceptOwnership", "")

/** `eip712Domain` of the ABI. */
export const eip712DomainFunction = /* @__PURE__ */ plainFunctionItem("eip712Domain", "", "bytes1 fields,string name,string version,uint256 chainId,address verifyingContract,bytes32 salt,uint256[] extensions")

/** `owner` of the ABI. */
export const ownerFunction = /* @__PURE__ */ plainFunctionItem("owner", "", "address")

/** `pendingOwner` of the ABI. */
export const pendingOwnerFunction = /* @__PURE__ */ plainFunctionItem("pendingOwner", "", "address")

/** `renounceOwnership` of the ABI. */
export const renounceOwnershipFunction = /* @__PURE__ */ plainFunctionItem("renounceOwnership", "")

/** `transferOut` of the ABI. */
export const transferOutFunction = /* @__PURE__ */ plainFunctionItem("transferOut", "address token,address to,uint256 amount")

/** `transferOwnership` of the ABI. */
export const transferOwnershipFunction = /* @__PURE__ */ plainFunctionItem("transferOwnership", "address newOwner")

/** The constructor's parameters. */
export const constructorParameters = /* @__PURE__ */ parseParameters("address owner,address guardian,address treasury")

/** `BondFunded` of the ABI. */
export const bondFundedEvent = /* @__PURE__ */ eventItem("BondFunded", "address indexed token,address indexed host,uint256 amount")

/** `BondWithdrawn` of the ABI. */
export const bondWithdrawnEvent = /* @__PURE__ */ eventItem("BondWithdrawn", "address indexed token,address indexed host,address to,uint256 amount")

/** `Closed` of the ABI. */
export const closedEvent = /* @__PURE__ */ eventItem("Closed", "bytes32 indexed id,Reason reason,uint256 toHost,uint256 fee,uint256 toRenter")

/** `Compensated` of the ABI. */
export const compensatedEvent = /* @__PURE__ */ eventItem("Compensated", "bytes32 indexed id,uint256 amount")

/** `Credited` of the ABI. */
export const creditedEvent = /* @__PURE__ */ eventItem("Credited", "address indexed token,address indexed account,uint256 amount")

/** `Deposited` of the ABI. */
export const depositedEvent = /* @__PURE__ */ eventItem("Deposited", "bytes32 indexed id,address indexed host,address indexed renter,Rental rental,uint32 duration,uint256 amount,uint16 feeBps,address payer,uint40 previousDepositBlock")

/** `Disputed` of the ABI. */
export const disputedEvent = /* @__PURE__ */ eventItem("Disputed", "bytes32 indexed id,address indexed arbiter,uint32 billedSeconds,uint256 contested,uint256 stake,string evidenceURI")

/** `EvidenceSubmitted` of the ABI. */
export const evidenceSubmittedEvent = /* @__PURE__ */ eventItem("EvidenceSubmitted", "bytes32 indexed id,address indexed party,string evidenceURI")

/** `Extended` of the ABI. */
export const extendedEvent = /* @__PURE__ */ eventItem("Extended", "bytes32 indexed id,address payer,uint32 duration,uint256 amount")

/** `FeesCollected` of the ABI. */
export const feesCollectedEvent = /* @__PURE__ */ eventItem("FeesCollected", "address indexed token,address to,uint256 amount")

/** `GuardianSet` of the ABI. */
export const guardianSetEvent = /* @__PURE__ */ eventItem("GuardianSet", "address guardian")

/** `HostFeeSet` of the ABI. */
export const hostFeeSetEvent = /* @__PURE__ */ eventItem("HostFeeSet", "address indexed host,uint16 feeBps")

/** `Interrupted` of the ABI. */
export const interruptedEvent = /* @__PURE__ */ eventItem("Interrupted", "bytes32 indexed id,uint32 billedSeconds,uint256 refund")

/** `MarketSet` of the ABI. */
export const marketSetEvent = /* @__PURE__ */ eventItem("MarketSet", "address indexed token,address arbiter,uint16 feeBps,bool open")

/** `OffersRevoked` of the ABI. */
export const offersRevokedEvent = /* @__PURE__ */ eventItem("OffersRevoked", "address indexed host,bytes32 indexed machine,uint32 nonce")

/** `Paid` of the ABI. */
export const paidEvent = /* @__PURE__ */ eventItem("Paid", "bytes32 indexed id,uint32 paidSeconds,uint256 toHost,uint256 fee")

/** `Refunded` of the ABI. */
export const refundedEvent = /* @__PURE__ */ eventItem("Refunded", "bytes32 indexed id,uint32 refundedSeconds,uint256 amount,uint256 stakeReturned")

/** `Resolved` of the ABI. */
export const resolvedEvent = /* @__PURE__ */ eventItem("Resolved", "bytes32 indexed id,uint16 hostBps,uint256 stakeToHost,uint256 stakeToRenter,uint256 bondToRenter,uint256 bondToHost")

/** `SignerSet` of the ABI. */
export const signerSetEvent = /* @__PURE__ */ eventItem("SignerSet", "address indexed host,address signer,uint32 epoch")

/** `StakeReleased` of the ABI. */
export const stakeReleasedEvent = /* @__PURE__ */ eventItem("StakeReleased", "bytes32 indexed id,address indexed to,uint256 amount")

/** `Started` of the ABI. */
export const startedEvent = /* @__PURE__ */ eventItem("Started", "bytes32 indexed id")

/** `TreasurySet` of the ABI. */
export const treasurySetEvent = /* @__PURE__ */ eventItem("TreasurySet", "address treasury")

/** `Withdrawn` of the ABI. */
export const withdrawnEvent = /* @__PURE__ */ eventItem("Withdrawn", "address indexed token,address indexed account,address to,uint256 amount")

/** `EIP712DomainChanged` of the ABI. */
export const eIP712DomainChangedEvent = /* @__PURE__ */ eventItem("EIP712DomainChanged", "")

/** `OwnershipTransferStarted` of the ABI. */
export const ownershipTransferStartedEvent = /* @__PURE__ */ eventItem("OwnershipTransferStarted", "address indexed previousOwner,address indexed newOwner")

/** `OwnershipTransferred` of the ABI. */
export const ownershipTransferredEvent = /* @__PURE__ */ eventItem("OwnershipTransferred", "address indexed previousOwner,address indexed newOwner")

/** Every event. */
export const eventItems = [
  bondFundedEvent,
  bondWithdrawnEvent,
  closedEvent,
  compensatedEvent,
  creditedEvent,
  depositedEvent,
  disputedEvent,
  evidenceSubmittedEvent,
  extendedEvent,
  feesCollectedEvent,
  guardianSetEvent,
  hostFeeSetEvent,
  interruptedEvent,
  marketSetEvent,
  offersRevokedEvent,
  paidEvent,
  refundedEvent,
  resolvedEvent,
  signerSetEvent,
  stakeReleasedEvent,
  startedEvent,
  treasurySetEvent,
  withdrawnEvent,
  eIP712DomainChangedEvent,
  ownershipTransferStartedEvent,
  ownershipTransferredEvent,
]
