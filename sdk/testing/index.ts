export type { TestRole } from "./accounts.ts"
export { testKeys } from "./accounts.ts"
export type { ChainFaultName, ChainFaults } from "./chainFaults.ts"
export { type LocalNodeName, NodeNotFoundError } from "./localNode.ts"
export {
  type NodeAnswer,
  type NodeFault,
  type NodeProxy,
  type NodeProxyOptions,
  type NodeReply,
  type NodeRequest,
  openNodeProxy,
  type ServedRequest,
} from "./nodeProxy.ts"
export { type TestRental, type TestRentalOptions, type TestRentalState, testRentalStates } from "./playRental.ts"
export { polygonGas, type TraceStep } from "./polygonGas.ts"
export {
  type StartEscrowParameters,
  type StartedFault,
  startEscrow,
  type TestClient,
  type TestEscrow,
  type TestSnapshot,
  type TestTokens,
  type TestWalletClient,
} from "./startEscrow.ts"
export {
  type CreateTestWalletParameters,
  createTestWallet,
  type TestWallet,
  type WalletAnswer,
  type WalletKind,
  type WalletQuestion,
  type WalletReply,
  type WalletRequest,
  type WalletWindow,
} from "./testWallet.ts"
